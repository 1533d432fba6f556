"""Pages of things: a place, a vehicle, a phone, an account, an organisation, as the worker's circles tell of them."""

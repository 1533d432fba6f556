"""A record that comes: how it is looked up, and the page that asks about it."""

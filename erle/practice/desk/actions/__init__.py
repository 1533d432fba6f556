"""What workers do with arrivals."""

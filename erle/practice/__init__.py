"""What workers do about what is known."""

"""Pages of the MASH desk, and of the agencies that it asks."""

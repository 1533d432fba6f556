"""Pages of patterns of being missing."""

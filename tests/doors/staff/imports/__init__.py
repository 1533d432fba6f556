"""Pages on which files are handed in."""

"""Pages of the MASH desk."""

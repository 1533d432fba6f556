"""The MASH desk."""

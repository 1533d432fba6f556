"""The generic format."""

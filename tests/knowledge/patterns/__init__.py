"""Patterns of being missing."""

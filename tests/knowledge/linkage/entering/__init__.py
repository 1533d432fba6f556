"""Whom a description may be of."""

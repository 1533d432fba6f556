"""Sharing onwards on pages."""

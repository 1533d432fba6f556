"""Asking whether a child is known, opening in an emergency, and the review of openings."""

"""Agencies, workers, posts and local limits; no page here shows a record."""

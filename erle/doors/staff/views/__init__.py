"""Saved views: a page with its filters, under a name of the worker's own; nobody else sees it."""

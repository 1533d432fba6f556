"""Sharing information by a person: one question a page, kept as it is typed, bound to the child it is about."""

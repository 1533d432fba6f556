"""Benches of pages: the child's against its own SQL, and its chronology as the database grows."""

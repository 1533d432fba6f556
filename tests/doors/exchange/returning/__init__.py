"""Returns that go out."""

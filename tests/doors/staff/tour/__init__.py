"""The tour of the demo."""

"""Pages about one child, and the list of them."""

"""Pages of return interviews."""

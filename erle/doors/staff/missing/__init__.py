"""Pages about missing episodes and return interviews."""

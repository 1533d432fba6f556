"""Pages for signed-in workers."""

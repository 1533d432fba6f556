"""Running clocks, and the words they are spoken in."""

"""Files in and out: what is read, what is refused and in which words."""

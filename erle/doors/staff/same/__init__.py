"""Is this the same person? Two records side by side, what was compared, and a person's answer."""

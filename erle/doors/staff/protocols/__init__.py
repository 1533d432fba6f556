"""Pages about protocols: what is in force, what changed, who signs, and what one says at a moment of work."""

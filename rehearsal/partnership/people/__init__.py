"""Who lives in the town that does not exist: names, numbers, households, children, and a few adults of concern."""

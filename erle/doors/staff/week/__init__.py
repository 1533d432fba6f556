"""Everyday life as the pattern of a week: what it is made of, its picture, and the same in words and as a table."""

"""Pages of patterns of being missing: what repeats, beside what chance brings, and what people decide about it."""

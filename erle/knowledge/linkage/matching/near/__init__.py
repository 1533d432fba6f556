"""One record beside a few others, as at the moment of entry: the same levels, weights and guards as of many at once."""

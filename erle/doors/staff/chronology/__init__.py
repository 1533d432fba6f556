"""The chronology of a child, or of a thing: filters in the address, lines and gaps in words, one line's own page."""

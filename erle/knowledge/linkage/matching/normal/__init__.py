"""One form for each kind of value, so that what is written in two ways and means the same is the same text."""

"""How well two values of a field agree: columns as numbers, levels of agreement, and patterns of levels."""

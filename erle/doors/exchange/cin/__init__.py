"""The children in need census that a local authority makes each year: its elements, codes, rules and events."""

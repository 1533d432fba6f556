"""The generic format: a table of any columns, and a mapping that says what each of them holds."""

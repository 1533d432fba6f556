"""The children looked after return (SSDA903) that a local authority makes each year: its tables, rules and rows."""

"""Which pairs of rows are compared at all: those that share a key, of which no block grows beyond a limit."""

"""At the moment of entry: which child of the worker's own circles it may be whom she describes."""

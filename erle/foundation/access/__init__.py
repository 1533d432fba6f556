"""Who needs to know: circles, the acts of sharing that let a worker in, conflicts that bar, and break-glass.

Nouns: circle, share, need (a worker's standing in a circle), conflict, break-glass, notice."""

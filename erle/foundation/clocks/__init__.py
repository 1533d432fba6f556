"""Time limits that are running: what is due, from whom, by when, and under which rule.

Nouns: running clock, clock change."""

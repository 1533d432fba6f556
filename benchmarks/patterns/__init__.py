"""Benches of patterns: how long pairs take beside a self-join, and what is found of what was planted."""

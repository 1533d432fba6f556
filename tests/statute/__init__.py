"""The law by example: what docs/statute.md is made of."""

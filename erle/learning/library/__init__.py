"""Public resources: one original, seven translations. The shelves are empty yet."""

"""Pages that ask whether two records are of one child."""

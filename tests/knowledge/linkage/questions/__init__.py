"""Questions whether two records are of one child."""

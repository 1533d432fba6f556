"""My work, and what a worker was told."""

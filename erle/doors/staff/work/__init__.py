"""What a worker has to do, and what she was told."""

"""What a worker has shared, what the desk told her of it, and what to do if nothing comes."""

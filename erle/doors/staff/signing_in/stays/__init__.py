"""A stay: who is signed in, read at each request, and until when."""

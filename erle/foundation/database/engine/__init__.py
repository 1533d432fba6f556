"""Django's engine for PostgreSQL: a cheaper look at whether the server is there, and a line that goes on at once."""

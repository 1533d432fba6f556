"""Files let in, beside COPY of the same rows."""

"""What the weights say together: which pairs are linked, and which rows are one person."""

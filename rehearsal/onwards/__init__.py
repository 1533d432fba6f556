"""What workers of the demo share onwards, line by line: it waits to be read, was read, or was taken back."""

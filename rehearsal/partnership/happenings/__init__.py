"""What happens, and which agency writes it down when: one module for each kind of work."""

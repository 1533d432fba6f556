"""What workers do about who needs to know: share, keep out, seal, and open in an emergency."""

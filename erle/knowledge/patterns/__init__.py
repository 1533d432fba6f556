"""Hot spots and networks, with small numbers suppressed. Nothing is computed yet."""

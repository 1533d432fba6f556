"""Sharing onwards on pages: choose lines, say with whom and why, check, share; read what was shared; take it back."""

"""How people and systems come in."""

"""Hot spots and networks, with small numbers suppressed. Nothing is computed yet.

Nouns: street crime (a published point of crime, never a report).
"""

"""Whom two partnerships both know, found from keyed encodings that tell of nobody else: pure, without a database.

Nouns: key (the secret that both hold and nobody else), parameters (what else they agree on), filter (a record's keyed
Bloom filter, which never leaves the partnership), encoding (the filter after diffusion, which does), tag (a keyed
number for one thing that two records may share), number (what a row is called in the exchanged file), unit (who
compares, without the key), answer (which numbers matched). See docs/between.md.
"""

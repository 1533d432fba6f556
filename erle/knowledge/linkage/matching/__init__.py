"""Which rows of files are the same person, with a reason for each: pure, of arrays and text, without a database.

Nouns: table (a file's columns, named by field), field, level (how well two values agree), key (what two rows share to
be compared at all), weight (bits of evidence for one person), model, link, cluster.
"""

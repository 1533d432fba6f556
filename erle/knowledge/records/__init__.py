"""Reports as they were said, the people they mention, and the chronology.

Nouns: report, import batch, person, identifier, entry, words."""

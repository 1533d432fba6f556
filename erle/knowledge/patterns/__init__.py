"""Hot spots and networks; patterns of being missing, and what people decide about them.

Nouns: street crime (a published point of crime, never a report), pattern (found anew at each reading, never kept),
verdict (what somebody decides about a pattern, with the reason).
"""

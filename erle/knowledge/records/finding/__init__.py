"""Finding children, things and records by whatever a worker types in one box, among what her circles hold.

Nouns: question (what was typed, taken apart), born (the days that a date of birth may mean), fit (how a word fits).
"""

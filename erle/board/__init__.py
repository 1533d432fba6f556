"""Gold: action plan, indicators, reports to the partnership. Its database role cannot read a record.

Nouns: figure (a count of children or episodes, rounded, never of few), table (the figures of one year by one thing).
"""

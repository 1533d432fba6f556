"""Children missing or away: episodes, returns, return interviews.

Nouns: episode, return, return interview."""

"""The law as data: time limits and lawful bases, each with its source and the dates it is in force. Pure Python.

Nouns: clock, limit, working calendar, local setting, lawful basis."""

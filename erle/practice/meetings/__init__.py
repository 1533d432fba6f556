"""Who was invited, who came, what was decided, who owes what by when. No meeting is held here yet."""

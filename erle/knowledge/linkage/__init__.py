"""Which records are the same person: proposals by the machine, judgements by people. Nothing is matched yet."""

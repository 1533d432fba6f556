"""The questions, each with its form: who, what was seen or heard, and what stands around it."""

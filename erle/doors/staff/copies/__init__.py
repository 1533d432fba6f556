"""Copies taken out of the records: a numbered PDF of a chronology, with who printed it and what for on every page."""

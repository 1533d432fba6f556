"""The MASH desk: everything new from every agency, in one queue, until it is decided and the referrer told.

Nouns: arrival, hand-over, check, decision, outcome, receipt."""

"""The ledger: who did, opened, asked, shared or was refused what, in one hash chain that nobody can rewrite.

Nouns: line (one act), leaf (its hash), link (the chain up to it), seal (a closed stretch of the chain), checkpoint (a
signed seal)."""

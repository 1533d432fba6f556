"""How often a test does what it does by chance: as often as `ERLE_TRIALS` says, which is 10 where nothing is said."""

import os

USUAL = 10
TRIALS = int(os.environ.get("ERLE_TRIALS", USUAL))
"""How often a fault test ends a process at a moment drawn by chance; docs/how-to.md says how to do it more often."""


def tried(usually: int) -> int:
    """Return how often to do what is usually done so often: more, or less, in step with the trials."""
    return max(1, usually * TRIALS // USUAL)

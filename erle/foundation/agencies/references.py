"""References: random, readable aloud, and never a name."""

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""No 0, 1, I, O or U: read aloud and written by hand, none is taken for another."""
LENGTH = 8


def new_reference(prefix: str) -> str:
    """Return a fresh reference such as `E-7K3QF2MX`: random, so that none can be guessed from another."""
    return f"{prefix}-{''.join(secrets.choice(LETTERS) for _ in range(LENGTH))}"


def new_references(prefix: str, number: int) -> list[str]:
    """Return many fresh references at the cost of one draw of random bytes."""
    letters: list[str] = []
    while len(letters) < LENGTH * number:
        drawn = secrets.token_bytes(LENGTH * number + 64)
        letters += [LETTERS[byte & 31] for byte in drawn if byte & 31 < len(LETTERS)]
    return [f"{prefix}-{''.join(letters[start : start + LENGTH])}" for start in range(0, LENGTH * number, LENGTH)]

"""References: random, readable aloud, and never a name."""

import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""No 0, 1, I, O or U: read aloud and written by hand, none is taken for another."""
LENGTH = 8
LONG = 10
"""Letters of what comes in millions and is not read aloud: two alike by chance are then not to be expected."""
FAIR = bytes.maketrans(bytes(range(256)), (LETTERS + LETTERS[0]).encode() * 8)
UNFAIR = bytes(byte for byte in range(256) if byte & 31 == len(LETTERS))
"""Each letter stands for eight bytes; the bytes over would favour one of them, and are passed over."""


def new_reference(prefix: str) -> str:
    """Return a fresh reference such as `E-7K3QF2MX`: random, so that none can be guessed from another."""
    return f"{prefix}-{''.join(secrets.choice(LETTERS) for _ in range(LENGTH))}"


def new_references(prefix: str, number: int, *, length: int = LENGTH) -> list[str]:
    """Return many fresh references at the cost of one draw of random bytes."""
    letters = ""
    while len(letters) < length * number:
        letters += secrets.token_bytes(length * number + 64).translate(FAIR, UNFAIR).decode()
    return [f"{prefix}-{letters[start : start + length]}" for start in range(0, length * number, length)]

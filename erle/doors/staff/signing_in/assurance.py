"""What a worker must have shown before any page about a child opens: two factors, however she came in."""

from collections.abc import Collection
from enum import StrEnum, auto


class Method(StrEnum):
    """Something by which a worker shows that it is she."""

    PASSWORD = auto()
    OPENID = auto()
    OPENID_TWO_FACTORS = auto()
    TOTP = auto()
    RECOVERY_CODE = auto()
    INVITATION = auto()
    DEMO = auto()


FIRST = frozenset({Method.PASSWORD, Method.OPENID})
SECOND = frozenset({Method.OPENID_TWO_FACTORS, Method.TOTP, Method.RECOVERY_CODE})


def enough(methods: Collection[str], *, demo: bool) -> bool:
    """Tell whether the methods are two factors; the demo's click counts on the demo alone."""
    if Method.DEMO in methods:
        return demo
    return bool(FIRST & set(methods)) and bool(SECOND & set(methods))

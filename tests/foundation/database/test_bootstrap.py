"""Making a database ready."""

import gc

from erle.foundation.database.bootstrap import SELDOM, garbage_looked_for_seldom


def test_garbage_is_looked_for_as_often_as_before_whatever_happened() -> None:
    before = gc.get_threshold()
    seldom = garbage_looked_for_seldom()

    seldom.__enter__()
    during = gc.get_threshold()
    swallowed = seldom.__exit__(ZeroDivisionError, ZeroDivisionError(), None)

    assert not swallowed
    assert during == (SELDOM, *before[1:])
    assert gc.get_threshold() == before

"""How a handed file stands, from the upload to its end, and how long what is kept of it stays."""

from datetime import timedelta
from enum import StrEnum

KEPT_FOR = timedelta(days=1)
"""A file that nobody takes is thrown away so long after it was handed in."""
FAULTS_FOR = timedelta(days=7)
"""The rows that came back can be fetched so long after."""
LARGEST_UPLOAD = 50 * 1024 * 1024
MOST_WAITING = 20
"""Files that one worker may have waiting at a time."""
QUIET_FOR = timedelta(seconds=60)
"""A job that has not been heard of for so long has ended; its file is taken up anew."""


class State(StrEnum):
    """Where a handed file stands."""

    UPLOADED = "uploaded"
    """It waits for somebody to say what its columns hold."""
    TO_CHECK = "to_check"
    CHECKED = "checked"
    TO_TAKE = "to_take"
    TAKEN = "taken"
    FAILED = "failed"
    GIVEN_UP = "given_up"


WAITING = frozenset({State.UPLOADED, State.TO_CHECK, State.CHECKED, State.TO_TAKE, State.FAILED})
"""States in which the file itself is kept."""
AT_WORK = frozenset({State.TO_CHECK, State.TO_TAKE})
"""States in which a job has, or will have, the file in hand."""


class Sort(StrEnum):
    """What a block is part of."""

    FILE = "file"
    CAME_BACK = "came_back"
    """The rows that were not taken, with the reason beside each."""

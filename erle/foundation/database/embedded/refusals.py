"""Why the embedded database cannot be had, each in one sentence that says what to do; no row is ever lost by one."""

from erle.foundation.database.refusals import Refused


class DatabaseRefused(Refused):
    """The embedded database cannot be had."""


class NoPrograms(DatabaseRefused):
    """PostgreSQL's programs are missing, damaged, or cannot be run."""


class NoSuchAccount(DatabaseRefused):
    """An operating system's account that is needed has no name."""


class WrongMajorVersion(DatabaseRefused):
    """The data were made by another major version of PostgreSQL."""


class NotADatabase(DatabaseRefused):
    """What stands in the data's place is not a database."""


class BelongsToAnother(DatabaseRefused):
    """The data or the socket's folder belong to another account."""


class OutOfReach(DatabaseRefused):
    """A folder cannot be entered or written by the account that must."""


class DiskFull(DatabaseRefused):
    """There is no room left for the database."""


class DidNotStart(DatabaseRefused):
    """The server did not come up, or not in time."""


class DidNotStop(DatabaseRefused):
    """The server did not stop in time."""


class StillAtWork(DatabaseRefused):
    """Something still works with the data in a way that forbids a second server."""

"""The product's own application, for workers who click without a pause: they search more often than a person may."""

from erle.doors.staff import wsgi
from erle.doors.staff.searching.search import SEARCHES

SEARCHES_AT_ONCE = 1_000_000
object.__setattr__(SEARCHES, "size", SEARCHES_AT_ONCE)
application = wsgi.application

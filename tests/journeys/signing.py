"""What a journey needs of signing in that no page gives: links for workers, and a session that has grown old.

Run as a program (`python -m tests.journeys.signing link E-MAIL ...`), it acts as an administrator where nobody has
signed in yet; the journeys run it against the database that they are served from.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore

from erle.doors.staff.signing_in.stays.timeouts import LAST_SEEN_AT, SIGNED_IN_AT
from tests.journeys.desk import Desk
from tests.journeys.served import Served

ADMINISTRATOR = "leanne.postlethwaite@demo.invalid"


def links_for(served: Served, *emails: str) -> list[str]:
    """Return the paths of links that invite the workers, made one after another."""
    return served.run("tests.journeys.signing", "link", *emails).split()


def grow_old(served: Served, desk: Desk, *, minutes: int) -> None:
    """Have the desk's session be that much older than it is, as if nobody had been there."""
    [key] = [cookie["value"] for cookie in desk.context.cookies() if cookie["name"] == "erle"]
    [[packed]] = served.ask("SELECT session_data FROM django_session WHERE session_key = %s", key)
    store = SessionStore(key)
    held: dict[str, Any] = store.decode(packed)
    for name in (SIGNED_IN_AT, LAST_SEEN_AT):
        held[name] = (datetime.fromisoformat(held[name]) - timedelta(minutes=minutes)).isoformat()
    served.ask("UPDATE django_session SET session_data = %s WHERE session_key = %s", store.encode(held), key)


def _print_link(email: str) -> None:
    from django.utils import timezone

    from erle.doors.staff.signing_in.invitation import make_link
    from erle.foundation.access.acting import acting_as
    from erle.foundation.agencies.models import Worker

    by = Worker.objects.get(email=ADMINISTRATOR)
    with acting_as(by):
        print(make_link(worker=Worker.objects.get(email=email), by=by, at=timezone.now()))


if __name__ == "__main__":
    from erle.doors.command.standing import set_up

    set_up()
    for email in sys.argv[2:]:
        _print_link(email)

"""Telling workers by e-mail that there is something new, without a word of what: for those who asked for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from erle.foundation.access.models import Mailing, Notice
from erle.foundation.agencies.models import Worker

PAUSE = timedelta(hours=1)
"""No worker is written to more often than this, whatever she is told meanwhile."""
BATCH = 10
"""Letters at one go: what else the job does waits for them."""


class NotSent(Exception):
    """The post office did not take a letter."""


class Letter(NamedTuple):
    """An e-mail to be sent to one worker; the numbers are those by which it can be given back."""

    worker_id: int
    address: str
    up_to: int
    before: int
    before_at: datetime | None


def ask_for_mail(*, wanted: bool, by: Worker, at: datetime) -> None:
    """Say whether one wants an e-mail when there is something new; what is unread already sends none."""
    newest = Notice.objects.filter(worker=by).aggregate(newest=Max("pk"))["newest"] or 0
    said = {"wanted": wanted, "changed_at": at, "told_up_to": newest}
    if not Mailing.objects.filter(worker=by).update(**said):
        Mailing.objects.create(worker=by, **said)


def wants_mail(worker: Worker) -> bool:
    """Say whether the worker asked for e-mail."""
    return Mailing.objects.filter(worker=worker, wanted=True).exists()


def send_mail_due(*, send: Callable[[Letter], None]) -> int:
    """Send what is due, one letter to each worker, and return how many were sent.

    Each is counted as sent before it is: whoever breaks off in between leaves one unsent, and none sent twice. Where
    the post office does not take one (`NotSent`), it and those after it are given back, and `NotSent` goes on.
    """
    letters = _take()
    for place, letter in enumerate(letters):
        try:
            send(letter)
        except NotSent:
            for unsent in letters[place:]:
                _give_back(unsent)
            raise
    return len(letters)


def _take() -> list[Letter]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker_id, email, up_to, before, before_at FROM erle.take_mail(%s, %s::interval)",
            [BATCH, f"{PAUSE.total_seconds()} seconds"],
        )
        return [Letter(*row) for row in cursor.fetchall()]


def _give_back(letter: Letter) -> None:
    given = [letter.worker_id, letter.up_to, letter.before, letter.before_at]
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT erle.give_back_mail(%s, %s, %s, %s)", given)

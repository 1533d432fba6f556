"""E-mail that says only that there is something new: to those who asked, once, hourly, and never twice."""

from collections.abc import Iterator
from datetime import date, datetime
from smtplib import SMTPServerDisconnected

import psycopg
import pytest
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from erle.doors.staff.work.posting import TRY_AGAIN_AFTER, Post
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.mailing import BATCH, PAUSE, ask_for_mail, wants_mail
from erle.foundation.access.actions.notices import read_notices
from erle.foundation.access.models import Mailing, Notice
from erle.foundation.agencies.models import Worker
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.records.actions.asking import ask_whether_known
from tests.hands import clone, connect, superuser
from tests.house.test_routes import browser
from tests.partnership import CANARY, Partnership

BORN = date(2012, 3, 3)
LEAD = "SELECT id FROM agencies_worker WHERE name = 'Joanna Pryce'"


@pytest.fixture
def post(settings: Settings) -> Post:
    """A post office that keeps what it is given."""
    settings.MAILS = True
    return Post()


def ask(partnership: Partnership, name: str = "Leah Arden") -> None:
    """Have the child's lead worker told something."""
    with acting_as(partnership.never):
        ask_whether_known(name=name, born_on=BORN, why=f"A lift home for {name}", by=partnership.never)


def want(worker: Worker, at: datetime, *, wanted: bool = True) -> None:
    """Have the worker ask for e-mail, or ask for none."""
    with acting_as(worker):
        ask_for_mail(wanted=wanted, by=worker, at=at)


def test_who_asked_for_it_is_told_that_there_is_something_new_and_nothing_else(
    partnership: Partnership, post: Post, at: datetime
) -> None:
    want(partnership.lead, at)
    ask(partnership)

    assert post.send_new(at) == 1

    [letter] = mail.outbox
    assert letter.to == [partnership.lead.email]
    whole = letter.message().as_string()
    assert "There is something new for you in Erle: sign in." in whole
    for word in ("Leah", "Arden", CANARY, "E-", "http", "lift", partnership.lead.name):
        assert word not in f"{letter.subject} {letter.body}", word


def test_it_is_sent_once_whatever_is_unread(partnership: Partnership, post: Post, at: datetime) -> None:
    want(partnership.lead, at)
    ask(partnership)
    ask(partnership)

    assert [post.send_new(at), post.send_new(at)] == [1, 0]
    assert len(mail.outbox) == 1


def test_nobody_is_written_to_who_did_not_ask_or_asks_no_more(
    partnership: Partnership, post: Post, at: datetime
) -> None:
    want(partnership.manager, at)
    want(partnership.lead, at)
    want(partnership.lead, at, wanted=False)
    ask(partnership)

    assert post.send_new(at) == 0
    with acting_as(partnership.lead):
        assert not wants_mail(partnership.lead)


def test_what_was_unread_when_she_asked_sends_nothing(partnership: Partnership, post: Post, at: datetime) -> None:
    ask(partnership)
    want(partnership.lead, at)

    assert post.send_new(at) == 0


def test_what_she_has_read_since_sends_nothing(partnership: Partnership, post: Post, at: datetime) -> None:
    want(partnership.lead, at)
    ask(partnership)
    with acting_as(partnership.lead):
        read_notices(
            numbers=list(Notice.objects.filter(worker=partnership.lead).values_list("pk", flat=True)),
            by=partnership.lead,
            at=at,
        )

    assert post.send_new(at) == 0


def test_where_no_post_office_is_given_nothing_is_sent(
    partnership: Partnership, settings: Settings, at: datetime
) -> None:
    settings.MAILS = False
    want(partnership.lead, at)
    ask(partnership)

    assert Post().send_new(at) == 0
    assert mail.outbox == []


def test_what_the_post_office_refuses_is_sent_later(
    partnership: Partnership, post: Post, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    want(partnership.lead, at)
    ask(partnership)

    def refuse(self: mail.EmailMessage, *, fail_silently: bool = False) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", refuse)
        assert post.send_new(at) == 0
    assert post.send_new(at + TRY_AGAIN_AFTER / 2) == 0
    assert post.send_new(at + TRY_AGAIN_AFTER) == 1


def test_a_worker_on_a_page_cannot_ask_who_is_to_be_written_to(partnership: Partnership) -> None:
    with (
        acting_as(partnership.lead),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="by a job"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT * FROM erle.take_mail(10, '1 hour')")


def test_the_wish_is_each_workers_own(partnership: Partnership, at: datetime) -> None:
    want(partnership.lead, at)

    with acting_as(partnership.manager):
        assert not Mailing.objects.exists()


def test_the_page_keeps_the_wish_and_says_what_stands(partnership: Partnership) -> None:
    client: Client = browser(partnership.lead)

    assert client.post("/told/mail/", {"wanted": "perhaps"}).status_code == 422
    assert client.post("/told/mail/", {"wanted": "yes"}).status_code == 302
    assert "Switch e-mail off" in client.get("/told/").content.decode()
    client.post("/told/mail/", {"wanted": "no"})
    assert "Get an e-mail when there is something new" in client.get("/told/").content.decode()


@pytest.fixture
def copied(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """A copy of the database in which the lead worker wants e-mail and has something unread, kept for good."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
    with clone() as name:
        with superuser(name) as by_hand:
            by_hand.execute(
                "INSERT INTO access_mailing (worker_id, wanted, changed_at, told_up_to)"
                f" SELECT id, true, now(), 0 FROM ({LEAD}) AS lead"
            )
            by_hand.execute(
                "INSERT INTO access_notice (worker_id, kind, about, words, told_at)"
                f" SELECT id, 'asked', 'E-22222222', 'x', now() FROM ({LEAD}) AS lead, generate_series(1, 3)"
            )
        yield name


def _take(by_hand: psycopg.Connection[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return by_hand.execute("SELECT worker_id, up_to FROM erle.take_mail(%s, %s)", [BATCH, PAUSE]).fetchall()


def test_two_jobs_at_once_never_take_one_letter_twice(copied: str) -> None:
    with connect(DatabaseRole.WORKER, copied) as one, connect(DatabaseRole.WORKER, copied) as other:
        assert len(_take(one)) == 1
        assert _take(other) == []
        one.commit()
        other.rollback()
        assert _take(other) == []


def test_a_job_that_breaks_off_before_it_is_kept_leaves_the_letter_for_the_next(copied: str) -> None:
    with connect(DatabaseRole.WORKER, copied) as one:
        assert len(_take(one)) == 1
        one.rollback()

    with connect(DatabaseRole.WORKER, copied) as other:
        assert len(_take(other)) == 1


def test_what_is_told_within_the_hour_waits_for_its_end(copied: str) -> None:
    with connect(DatabaseRole.WORKER, copied) as job:
        assert len(_take(job)) == 1
    with superuser(copied) as by_hand:
        by_hand.execute(
            "INSERT INTO access_notice (worker_id, kind, about, words, told_at)"
            f" SELECT id, 'asked', 'E-22222222', 'x', now() FROM ({LEAD}) AS lead"
        )
    with connect(DatabaseRole.WORKER, copied) as job:
        assert _take(job) == []
    with superuser(copied) as by_hand:
        by_hand.execute("UPDATE access_mailing SET sent_at = sent_at - %s", [PAUSE])
    with connect(DatabaseRole.WORKER, copied) as job:
        assert len(_take(job)) == 1


def test_nobody_can_say_that_she_was_never_written_to(partnership: Partnership, at: datetime) -> None:
    want(partnership.lead, at)

    with (
        acting_as(partnership.lead),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Mailing.objects.update(sent_at=None)


@pytest.mark.parametrize("left", [True, False])
def test_who_has_left_is_written_to_no_more(copied: str, left: bool) -> None:
    if left:
        with superuser(copied) as by_hand:
            by_hand.execute(f"UPDATE agencies_worker SET left_on = current_date WHERE id = ({LEAD})")

    with connect(DatabaseRole.WORKER, copied) as job:
        assert len(_take(job)) == (0 if left else 1)

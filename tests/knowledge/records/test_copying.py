"""Copies are numbered in every circle whose lines they hold, in order and each once, and told in the ledger."""

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.ledger.models import Line as LedgerLine
from erle.knowledge.records.actions.copying import NothingToCopy, Numbered, take_copy
from erle.knowledge.records.models import Copy
from erle.knowledge.records.queries import copies_of
from tests.partnership import NOW, Partnership


def copy(partnership: Partnership, *circles: int, lines: int = 3, content: bytes = b"%PDF") -> list[Numbered]:
    """Have the lead take a copy; return what it was called."""
    called: list[Numbered] = []

    def made(named: Numbered) -> bytes:
        called.append(named)
        return content

    take_copy(
        about=partnership.leah.reference,
        circles=circles,
        lines=lines,
        asked="starred=1",
        purpose="For the conference",
        made=made,
        by=partnership.lead,
        at=NOW,
    )
    return called


def test_copies_are_counted_from_one_in_each_circle(partnership: Partnership) -> None:
    leah, sealed = partnership.leah.circle_id, partnership.sealed.circle_id
    with acting_as(partnership.lead):
        numbers = [copy(partnership, *circles)[0].numbers for circles in ([leah], [leah, sealed], [leah])]

        kept = copies_of(partnership.leah.circle)

        assert numbers == [{leah: 1}, {leah: 2, sealed: 1}, {leah: 3}]
        assert [(one.number, one.purpose, one.asked, one.lines) for one in kept] == [
            (number, "For the conference", "starred=1", 3) for number in (3, 2, 1)
        ]
        assert bytes(kept[0].digest) == hashlib.sha256(b"%PDF").digest()


def test_the_ledger_tells_each_circle_of_its_own_number(partnership: Partnership) -> None:
    leah, sealed = partnership.leah.circle_id, partnership.sealed.circle_id
    with acting_as(partnership.lead):
        copy(partnership, leah)
        copy(partnership, leah, sealed)

        told = LedgerLine.objects.filter(act="exported").order_by("id")

        assert [(line.circle_id, line.detail) for line in told] == [
            (leah, {"number": 1, "lines": 3}),
            (leah, {"number": 2, "lines": 3}),
            (sealed, {"number": 1, "lines": 3}),
        ]
        assert {line.purpose for line in told} == {"copy"}


def test_a_copy_of_nothing_is_not_made(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        for circles, lines in (([], 3), ([partnership.leah.circle_id], 0)):
            with pytest.raises(NothingToCopy):
                copy(partnership, *circles, lines=lines)
        assert not Copy.objects.exists()


def test_a_copy_that_cannot_be_made_leaves_no_number(partnership: Partnership) -> None:
    def broken(named: Numbered) -> bytes:
        raise RuntimeError(named.reference)

    with acting_as(partnership.lead):
        with pytest.raises(RuntimeError), transaction.atomic():
            take_copy(
                about="E-1", circles=[partnership.leah.circle_id], lines=1, asked="", purpose="x", made=broken,
                by=partnership.lead, at=NOW,
            )  # fmt: skip

        assert copy(partnership, partnership.leah.circle_id)[0].numbers == {partnership.leah.circle_id: 1}


INSERTED = """
INSERT INTO records_copy
    (circle_id, sealed, reference, number, about, asked, lines, purpose, digest, made_by_id, made_at)
VALUES (%(circle)s, false, 'F-1', 9, 'E-1', '', 1, 'x', '', %(other)s, now())
"""


@pytest.mark.parametrize(
    "statement",
    [
        INSERTED,
        "UPDATE records_copy SET purpose = 'x'",
        "DELETE FROM records_copy",
    ],
)
def test_no_copy_is_written_in_anothers_name_changed_or_removed(partnership: Partnership, statement: str) -> None:
    given = {"circle": partnership.leah.circle_id, "other": partnership.member.pk}
    with acting_as(partnership.lead):
        copy(partnership, partnership.leah.circle_id)
        refused = pytest.raises(DatabaseError, match=r"row-level security|permission denied")
        with connection.cursor() as cursor, refused, transaction.atomic():
            cursor.execute(statement, given)


def test_outside_the_circle_no_copy_is_known(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        copy(partnership, partnership.leah.circle_id)
    with acting_as(partnership.never):
        assert not Copy.objects.exists()

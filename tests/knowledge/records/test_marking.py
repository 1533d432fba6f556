"""Stars and notes: in one's own name, in the line's circle, taken back and never erased."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from erle.foundation.access.acting import acting_as
from erle.foundation.access.gate import OnlyInAnEmergency
from erle.foundation.ledger.models import Line as LedgerLine
from erle.knowledge.records.actions.asking import break_glass
from erle.knowledge.records.actions.marking import (
    EmptyNote,
    MarkedAlready,
    NotHers,
    star_line,
    unstar_line,
    withdraw_note,
    write_note,
)
from erle.knowledge.records.models import Entry, Note
from erle.knowledge.records.queries import chronology, notes_of
from tests.knowledge.records.test_chronology import told
from tests.partnership import BASIS, NOW, Partnership


@pytest.fixture
def entry(partnership: Partnership) -> Entry:
    """A line of Leah's, by the police."""
    with acting_as(partnership.member):
        return told(partnership)


def test_a_star_is_put_on_and_taken_off_and_the_ledger_tells_of_both(partnership: Partnership, entry: Entry) -> None:
    lead = partnership.lead
    with acting_as(lead):
        star_line(entry=entry, by=lead, at=NOW)
        with pytest.raises(MarkedAlready, match="starred already"):
            star_line(entry=entry, by=lead, at=NOW)
        assert Entry.objects.get(pk=entry.pk).significant
        unstar_line(entry=entry, by=lead, at=NOW)
        with pytest.raises(MarkedAlready, match="not starred"):
            unstar_line(entry=entry, by=lead, at=NOW)

        acts = LedgerLine.objects.filter(act="recorded", worker_id=lead.pk).order_by("id")
        assert [(act.purpose, act.about) for act in acts] == [
            ("starred", partnership.leah.reference),
            ("unstarred", partnership.leah.reference),
        ]


def test_a_note_stands_beside_the_line_with_its_author_until_it_is_taken_back(
    partnership: Partnership, entry: Entry
) -> None:
    lead = partnership.lead
    with acting_as(lead):
        note = write_note(entry=entry, text="  Third on a Thursday. ", by=lead, at=NOW)
        [shown] = [line["noted"] for line in chronology(partnership.leah) if line["id"] == entry.pk]
        withdraw_note(note=note, by=lead, at=NOW)
        after = [line["noted"] for line in chronology(partnership.leah) if line["id"] == entry.pk]

        kept = notes_of(entry).get()

    assert [(one["text"], one["by"]) for one in shown] == [("Third on a Thursday.", "Joanna Pryce")]
    assert after == [None]
    assert (kept.text, kept.withdrawn_by, kept.withdrawn_at) == ("Third on a Thursday.", lead, NOW)


def test_a_note_needs_words(partnership: Partnership, entry: Entry) -> None:
    with acting_as(partnership.lead), pytest.raises(EmptyNote):
        write_note(entry=entry, text=" \n", by=partnership.lead, at=NOW)


def test_nobody_takes_back_a_note_of_another_or_one_twice(partnership: Partnership, entry: Entry) -> None:
    lead, member = partnership.lead, partnership.member
    with acting_as(lead):
        note = write_note(entry=entry, text="Hers.", by=lead, at=NOW)
    with acting_as(member), pytest.raises(NotHers):
        withdraw_note(note=note, by=member, at=NOW)
    with acting_as(lead):
        withdraw_note(note=note, by=lead, at=NOW)
        with pytest.raises(NotHers):
            withdraw_note(note=note, by=lead, at=NOW)


INSERTED = """
INSERT INTO records_note (circle_id, sealed, entry_id, text, written_by_id, written_at)
SELECT circle_id, sealed, id, 'x', %(other)s, now() FROM records_entry WHERE id = %(entry)s
"""


@pytest.mark.parametrize(
    "statement",
    [
        INSERTED,
        "UPDATE records_note SET text = 'x'",
        "DELETE FROM records_note",
    ],
)
def test_the_database_keeps_a_note_its_authors_whatever_sql_arrives(
    partnership: Partnership, entry: Entry, statement: str
) -> None:
    lead, member = partnership.lead, partnership.member
    with acting_as(lead):
        write_note(entry=entry, text="Hers.", by=lead, at=NOW)
    given = {"other": lead.pk, "me": member.pk, "entry": entry.pk}
    refused = pytest.raises(DatabaseError, match=r"row-level security|permission denied")
    with acting_as(member), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement, given)
    with acting_as(lead):
        assert [(note.text, note.withdrawn_at) for note in Note.objects.all()] == [("Hers.", None)]


def test_the_database_lets_nobody_take_back_the_note_of_another(partnership: Partnership, entry: Entry) -> None:
    lead, member = partnership.lead, partnership.member
    with acting_as(lead):
        write_note(entry=entry, text="Hers.", by=lead, at=NOW)
    with acting_as(member), connection.cursor() as cursor:
        cursor.execute("UPDATE records_note SET withdrawn_by_id = %s, withdrawn_at = now()", [member.pk])
        assert cursor.rowcount == 0


def test_who_opened_the_record_in_an_emergency_marks_nothing(partnership: Partnership, entry: Entry) -> None:
    never = partnership.never
    with acting_as(never):
        break_glass(
            name="Leah Arden", born_on=date(2012, 3, 3), reason="missing_now", happening="x", basis=BASIS,
            review_due_at=NOW, by=never, at=NOW,
        )  # fmt: skip
        for mark in (star_line, unstar_line):
            with pytest.raises(OnlyInAnEmergency):
                mark(entry=entry, by=never, at=NOW)
        with pytest.raises(OnlyInAnEmergency):
            write_note(entry=entry, text="x", by=never, at=NOW)

"""What is told is kept as it was said: a report is never edited, and nothing is ever deleted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import open_circle
from erle.foundation.access.rules import CircleKind
from erle.foundation.ledger.models import Line as LedgerLine
from erle.knowledge.records import queries
from erle.knowledge.records.actions.looking import write_listing, write_opening, write_refusal
from erle.knowledge.records.actions.telling import (
    FutureBirth,
    Line,
    Particulars,
    Said,
    record_person,
    record_words,
    take_report,
)
from erle.knowledge.records.models import Entry, Identifier, Person, Report, Words
from erle.knowledge.records.queries import Wanted
from erle.knowledge.records.rules import EntryKind, Precision
from tests.partnership import BASIS, NOW, Partnership

SAID = Said(
    "contact", "“He waits outside,” she said.", "A teacher", NOW, Precision.MINUTE, fields={"where": "gate", "n": 2}
)
LINE = Line(EntryKind.CONCERN, "Concern shared", quote="He waits outside", significant=True)


def _take(partnership: Partnership, **other: object) -> Entry:
    given = {
        "agency": partnership.agencies["police"],
        "said": SAID,
        "line": LINE,
        "by": partnership.member,
        "at": NOW,
        **other,
    }
    return take_report(person=partnership.leah, **given)  # type: ignore[arg-type]


def test_a_report_is_kept_word_for_word_with_its_line_in_the_chronology(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        _take(partnership)

        report = Report.objects.get(text=SAID.text)
        assert (report.said, report.text, report.source) == ({"where": "gate", "n": 2}, SAID.text, "A teacher")
        assert (report.recorded_by, report.agency, report.circle_id) == (
            partnership.member,
            partnership.agencies["police"],
            partnership.leah.circle_id,
        )
        assert queries.chronology(partnership.leah).first()["quote"] == "He waits outside"  # type: ignore[index]


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Report, {"said": {}}),
        (Report, {"text": "x"}),
        (Report, {"source": "x"}),
        (Report, {"grade": "5 E C"}),
        (Report, {"happened_at": NOW}),
        (Report, {"recorded_by": 1}),
        (Report, {"corrects": None}),
        (Entry, {"text": "x"}),
        (Entry, {"title": "x"}),
        (Entry, {"quote": "x"}),
        (Words, {"said": "x"}),
        (Words, {"wishes": []}),
        (Identifier, {"value": "x"}),
        (Person, {"reference": "E-OTHER222"}),
        (Person, {"recorded_at": NOW}),
    ],
)
def test_what_was_said_is_not_changed_by_anybody_in_the_circle(
    partnership: Partnership, model: type[Model], change: dict[str, object]
) -> None:
    with acting_as(partnership.manager), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model._default_manager.update(**change)


@pytest.mark.parametrize(
    "table",
    ["records_report", "records_entry", "records_words", "records_person", "records_identifier", "access_share"],
)
def test_nothing_is_deleted(partnership: Partnership, table: str) -> None:
    with acting_as(partnership.manager), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        _run(f"DELETE FROM {table}")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_report_in_a_narrower_circle_is_seen_there_alone(partnership: Partnership) -> None:
    police, member = partnership.agencies["police"], partnership.member
    with acting_as(member):
        narrow = open_circle(kind=CircleKind.OPERATION, agency=police, basis=BASIS, purpose="Covert source")

        _take(partnership, circle=narrow)

        assert queries.chronology(partnership.leah).count() == 2
    with acting_as(partnership.lead):
        assert queries.chronology(partnership.leah).count() == 1
        assert (
            sum(facet.lines for facet in queries.portrait(partnership.leah.reference, acts=["opened"], looks=1).facets)
            == 1
        )


def test_outside_the_circle_nothing_is_told_of_a_child(partnership: Partnership) -> None:
    with acting_as(partnership.never), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        _take(partnership)


def test_a_child_is_recorded_in_a_circle_of_the_childs_own(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        child = record_person(
            agency=partnership.agencies["police"],
            particulars=Particulars(given_names="Ana"),
            basis=BASIS,
            purpose="x",
            by=partnership.member,
            at=NOW,
        )

        assert queries.child_called(child.reference) == child
    for key in ("never", "manager"):  # a colleague without the role, and another agency
        with acting_as(partnership.workers[key]), pytest.raises(Person.DoesNotExist):
            queries.child_called(child.reference)


def test_nobody_opens_a_circle_for_another_agency(partnership: Partnership) -> None:
    with (
        acting_as(partnership.member),
        pytest.raises(DatabaseError, match="opened by a worker of its agency"),
        transaction.atomic(),
    ):
        open_circle(kind=CircleKind.CHILD, agency=partnership.agencies["school"], basis=BASIS, purpose="x")


def test_a_birth_in_the_future_is_refused_before_anything_is_opened(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.member), pytest.raises(FutureBirth):
        record_person(
            agency=partnership.agencies["police"],
            particulars=Particulars(born_on=at.date() + timedelta(days=2)),
            basis=BASIS,
            purpose="x",
            by=partnership.member,
            at=at,
        )


def test_an_opening_a_listing_and_a_refusal_are_written(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        write_opening(person=partnership.leah, purpose="child")
        write_listing(people=[partnership.leah], purpose="children")
        write_listing(people=[], purpose="children")
    with acting_as(partnership.never):
        write_refusal(reference=partnership.leah.reference, route="child")
        write_refusal(reference="E-NOSUCH22", route="child")

    with acting_as(partnership.lead):
        lines = LedgerLine.objects.filter(
            circle_id=partnership.leah.circle_id, act__in=["opened", "listed", "refused"]
        ).order_by("id")
        assert [(line.act, line.worker_id) for line in lines] == [
            ("opened", partnership.member.pk),
            ("listed", partnership.member.pk),
            ("refused", partnership.never.pk),
        ]
    with acting_as(partnership.never):
        assert [line.about for line in LedgerLine.objects.filter(act="refused")] == ["E-NOSUCH22"]


def test_the_chronology_is_read_in_pages_and_by_kind_and_agency(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        for days in (5, 4, 4):
            _take(partnership, said=Said("contact", "x", "y", NOW - timedelta(days=days), Precision.DAY))
        lines = list(queries.chronology(partnership.leah))

        before = (lines[1]["happened_at"], lines[1]["id"])
        assert [line["id"] for line in queries.chronology(partnership.leah, Wanted(before=before))] == [
            line["id"] for line in lines[2:]
        ]
        assert queries.chronology(partnership.leah, Wanted(agencies=("northmere-police",))).count() == 3
        assert queries.chronology(partnership.leah, Wanted(kinds=("missing",))).count() == 0


def test_own_words_stand_first_with_what_the_child_asked_for(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        portrait = queries.portrait(partnership.leah.reference, acts=["opened"], looks=3)

        assert [said.words for said in portrait.said] == ["I want to go to college."]
        assert portrait.said[0].wishes == ["Text before you ring."]
        assert isinstance(portrait.said[0].ask_again_on, date)
        assert queries.words_of(partnership.leah).count() == 1
        assert queries.children_in([partnership.leah.circle_id]) == {partnership.leah.circle_id: partnership.leah}


SUMMER_MIDNIGHT = datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
"""Midnight in England, an hour before the day of UTC ends."""


def test_a_child_born_today_is_recorded_just_after_midnight_in_summer(partnership: Partnership) -> None:
    born = Particulars(given_names="Nia", family_name="Hollis", born_on=date(2026, 7, 2))

    def record(at: datetime) -> Person:
        police = partnership.agencies["police"]
        return record_person(agency=police, particulars=born, basis=BASIS, purpose="x", by=partnership.member, at=at)

    with acting_as(partnership.member):
        with pytest.raises(FutureBirth):
            record(SUMMER_MIDNIGHT - timedelta(minutes=1))

        assert record(SUMMER_MIDNIGHT).born_on == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("said_at", "day"),
    [(SUMMER_MIDNIGHT - timedelta(minutes=1), date(2026, 7, 8)), (SUMMER_MIDNIGHT, date(2026, 7, 9))],
)
def test_to_ask_again_is_counted_by_the_days_of_england(partnership: Partnership, said_at: datetime, day: date) -> None:
    with acting_as(partnership.member):
        words = record_words(
            person=partnership.leah,
            agency=partnership.agencies["police"],
            said="x",
            wishes=[],
            setting="at home",
            said_at=said_at,
            ask_again_after=timedelta(days=7),
            by=partnership.member,
            at=NOW,
        )

    assert words.ask_again_on == day

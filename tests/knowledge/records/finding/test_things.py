"""What reports name is found by a piece of it, in its one form, and reports and lines by reference."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.records.actions.handing_in import Handed, HandedIn, Named, Piece, hand_in
from erle.knowledge.records.finding.question import question
from erle.knowledge.records.finding.records import records_found
from erle.knowledge.records.finding.things import Thing, things_found
from erle.knowledge.records.models import Report
from erle.knowledge.records.rules import MentionKind, Nature, Urgency
from tests.partnership import BASIS, NOW, Partnership

NAMED = (
    Named(MentionKind.VEHICLE, "PX17 KFD"),
    Named(MentionKind.PHONE, "07700 900123"),
    Named(MentionKind.ACCOUNT, "@night_owl.x"),
    Named(MentionKind.ACCOUNT, "a%b_c"),
    Named(MentionKind.PLACE, "Cathedral Arcade, Bridge Street"),
    Named(MentionKind.ORGANISATION, "Larkspur Guest House"),
    Named(MentionKind.PERSON, "Krisztián Molnar", {"relation": "friend"}),
)
Handing = Callable[..., HandedIn]
Things = Callable[..., list[Thing]]


@pytest.fixture
def handed(partnership: Partnership) -> Handing:
    """Hand in a report about Leah, as the police officer who is in her circle."""

    def made(*, named: tuple[Named, ...] = NAMED, by: Worker | None = None) -> HandedIn:
        by = by or partnership.member
        with acting_as(by):
            return hand_in(
                about=partnership.leah,
                agency=by.agency,
                handed=Handed(
                    title="Seen at the arcade",
                    pieces=[Piece(Nature.FACT, "Seen at the arcade with an adult.")],
                    urgency=Urgency.SOON,
                    basis=BASIS,
                    purpose="Concern",
                    named=named,
                ),
                by=by,
                at=NOW,
            )

    return made


@pytest.fixture
def things(partnership: Partnership) -> Things:
    """Search as a worker, the police officer where none is named."""

    def searched(typed: str, *, by: Worker | None = None) -> list[Thing]:
        with acting_as(by or partnership.member):
            return things_found(question(typed, today=NOW.date()), most=50)

    return searched


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("PX17 KFD", "PX17 KFD"),
        ("px17kfd", "PX17 KFD"),
        ("7 KFD", "PX17 KFD"),
        ("red corsa 7 kfd", "PX17 KFD"),
        ("PX17", "PX17 KFD"),
        ("07700 900123", "07700 900123"),
        ("+44 7700 900123", "07700 900123"),
        ("900123", "07700 900123"),
        ("0770090", "07700 900123"),
        ("@night_owl.x", "@night_owl.x"),
        ("night_owl", "@night_owl.x"),
        ("insta: night_owl.x", "@night_owl.x"),
        ("bridge street", "Cathedral Arcade, Bridge Street"),
        ("Street Bridge", "Cathedral Arcade, Bridge Street"),
        ("arcade", "Cathedral Arcade, Bridge Street"),
        ("cathedrel", "Cathedral Arcade, Bridge Street"),
        ("larkspur", "Larkspur Guest House"),
        ("Molnar", "Krisztián Molnar"),
        ("krisztian molnar", "Krisztián Molnar"),
    ],
)
def test_a_thing_is_found_by_a_piece_of_it(handed: Handing, things: Things, typed: str, words: str) -> None:
    handed()

    assert [thing.words for thing in things(typed)] == [words]


@pytest.mark.parametrize("typed", ["7 KFE", "900124", "nightowl", "harbour street", "%", "_", "a_b", "a%%c", "Leah"])
def test_another_is_not(handed: Handing, things: Things, typed: str) -> None:
    handed()

    assert things(typed) == []


def test_signs_of_a_pattern_stand_for_themselves(handed: Handing, things: Things) -> None:
    handed()

    assert [thing.words for thing in things("a%b_c")] == ["a%b_c"]


def test_the_same_thing_in_two_reports_is_one_with_both_counted(handed: Handing, things: Things) -> None:
    first, second = handed(), handed(named=(Named(MentionKind.VEHICLE, "px17-kfd"),))

    [thing] = things("7 KFD")

    assert first.report.pk != second.report.pk
    assert (thing.kind, thing.reports) == (MentionKind.VEHICLE, 2)
    assert thing.reference.startswith("T-")


def test_what_is_written_so_comes_before_what_looks_so(handed: Handing, things: Things) -> None:
    handed(named=(Named(MentionKind.PLACE, "Bellfounder multi-storey"), Named(MentionKind.PLACE, "Moonraker Stores")))

    assert [thing.words for thing in things("storey")] == ["Bellfounder multi-storey", "Moonraker Stores"]


def test_somebody_who_is_named_has_no_page_of_a_thing(handed: Handing, things: Things) -> None:
    handed()

    [thing] = things("Molnar")

    assert (thing.kind, thing.reference) == (MentionKind.PERSON, "")


def test_what_stands_in_a_withdrawn_report_is_not_found(
    handed: Handing, things: Things, partnership: Partnership
) -> None:
    made = handed()
    with acting_as(partnership.member):
        Report.objects.filter(pk=made.report.pk).update(withdrawn_at=NOW + timedelta(seconds=1))

    assert things("7 KFD") == []


@pytest.mark.parametrize("key", ["never", "lapsed", "withdrawn", "future", "conflicted", "administrator"])
def test_outside_the_circles_nothing_is_found(
    handed: Handing, things: Things, partnership: Partnership, key: str
) -> None:
    made = handed()
    worker = partnership.workers[key]

    assert [things(typed, by=worker) for typed in ("7 KFD", "900123", "bridge street", "Molnar")] == [[]] * 4
    with acting_as(worker):
        assert records_found([made.report.reference, made.entries[0].reference]) == []


def test_a_report_and_a_line_are_found_by_reference(handed: Handing, partnership: Partnership) -> None:
    made = handed()
    with acting_as(partnership.member):
        found = records_found([made.report.reference, made.entries[0].reference, "R-NNNNNN22"])

    assert [(one.reference, one.is_report, one.title) for one in found] == [
        (made.report.reference, True, "Seen at the arcade"),
        (made.entries[0].reference, False, "Seen at the arcade"),
    ]
    assert {one.about.pk for one in found if one.about} == {partnership.leah.pk}
    assert {one.agency for one in found} == {"Northmere Police"}


def test_in_the_childs_circle_alone_the_line_is_found_and_the_report_is_not(
    handed: Handing, things: Things, partnership: Partnership
) -> None:
    made = handed()
    with acting_as(partnership.lead):
        found = records_found([made.report.reference, made.entries[0].reference])

    assert [one.reference for one in found] == [made.entries[0].reference]
    assert [thing.reports for thing in things("7 KFD", by=partnership.lead)] == [1]

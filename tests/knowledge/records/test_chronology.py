"""A chronology by what is asked: each filter leaves what it says, and what is counted is what the worker may see."""

from datetime import timedelta
from typing import Any

import pytest

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import open_circle
from erle.foundation.access.models import Circle
from erle.foundation.access.rules import CircleKind
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.references import new_reference
from erle.knowledge.linkage.actions import recognise
from erle.knowledge.records import queries
from erle.knowledge.records.actions.handing_in import Handed, Piece, hand_in
from erle.knowledge.records.actions.telling import Line, Particulars, Said, record_words, take_report, write_line
from erle.knowledge.records.models import Entry, Mention, Person, Relation, SchoolWeek
from erle.knowledge.records.queries import Wanted, chronology, portrait
from erle.knowledge.records.rules import EntryKind, MentionKind, Nature, Precision, Urgency
from tests.partnership import BASIS, NOW, Partnership

DAY = timedelta(days=1)


def told(partnership: Partnership, days: float = 1, *, circle: Circle | None = None, **line: Any) -> Entry:
    """Have the police tell of Leah, so many days ago; they act already."""
    member = partnership.member
    given = {"kind": EntryKind.INCIDENT, "title": "Told", **line}
    said = Said("incident", "Seen.", "PC Hale", NOW - days * DAY, Precision.MINUTE, conditions="Ring first")
    return take_report(
        person=partnership.leah, agency=member.agency, said=said, line=Line(**given), circle=circle, by=member, at=NOW
    )


def named(entry: Entry, kind: MentionKind, words: str, thing: str = "", **details: Any) -> Mention:
    """Have the report of a line name somebody or something."""
    assert entry.report is not None
    return Mention.objects.create(
        circle=entry.circle, reference=new_reference("N"), report=entry.report, entry=entry, kind=kind, words=words,
        key=words.casefold(), thing=thing, details=details, recorded_at=NOW,
    )  # fmt: skip


def titles(partnership: Partnership, **wanted: Any) -> list[str]:
    """Return the titles of the lines that are wanted."""
    return [line["title"] for line in chronology(partnership.leah, Wanted(**wanted))]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({}, ["New", "Star", "Voice", "Strong", "Concern shared", "Old"]),
        ({"kinds": ("incident",)}, ["New", "Old"]),
        ({"kinds": ("incident", "strength")}, ["New", "Strong", "Old"]),
        ({"agencies": ("childrens-services",)}, ["Concern shared"]),
        ({"agencies": ("childrens-services", "northmere-police"), "kinds": ("concern",)}, ["Concern shared"]),
        ({"agencies": ("nobody",)}, []),
        ({"since": NOW - 2.5 * DAY}, ["New", "Star", "Voice", "Strong"]),
        ({"until": NOW - 2.5 * DAY}, ["Concern shared", "Old"]),
        ({"since": NOW, "least": 2}, ["New", "Star"]),
        ({"starred": True}, ["Star"]),
        ({"voiced": True}, ["Voice"]),
        ({"strengths": True}, ["Strong"]),
        ({"starred": True, "voiced": True}, []),
    ],
)
def test_each_filter_leaves_what_it_says(partnership: Partnership, wanted: dict[str, Any], left: list[str]) -> None:
    with acting_as(partnership.member):
        told(partnership, 0, title="New")
        told(partnership, 1, title="Star", kind=EntryKind.CONTACT, significant=True)
        told(partnership, 2, title="Voice", kind=EntryKind.CONTACT, quote="I want to go")
        told(partnership, 2, title="Strong", kind=EntryKind.STRENGTH)
        told(partnership, 90, title="Old")

        assert sorted(titles(partnership, **wanted)) == sorted(left)


def test_a_mention_leaves_the_lines_of_every_report_that_names_the_same(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        first, second, third = (told(partnership, days, title=f"Line {days}") for days in (3, 2, 1))
        dee = named(first, MentionKind.PERSON, "Dee")
        named(second, MentionKind.PERSON, "DEE")
        named(third, MentionKind.VEHICLE, "AB12 CDE", "T-7K3QF2MXAB")

        assert titles(partnership, mention=dee.reference) == ["Line 2", "Line 3"]
        assert titles(partnership, mention="T-7K3QF2MXAB") == ["Line 1"]
        assert titles(partnership, mention="N-NNNNNN22") == titles(partnership, mention="T-NNNNNNNN22") == []


def test_a_mention_in_a_circle_that_is_closed_to_the_worker_finds_nothing(
    partnership: Partnership,
) -> None:
    with acting_as(partnership.member):
        narrow = _narrow(partnership)
        dee = named(told(partnership, circle=narrow, title="Hidden"), MentionKind.PERSON, "Dee")

    with acting_as(partnership.lead):
        assert titles(partnership, mention=dee.reference) == []
        assert portrait(partnership.leah.reference).mentioned == []


def _narrow(partnership: Partnership) -> Circle:
    return open_circle(
        kind=CircleKind.OPERATION, agency=partnership.agencies["police"], basis=BASIS, purpose="Covert source"
    )


def test_what_is_counted_is_what_the_worker_may_see(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        told(partnership, circle=_narrow(partnership), significant=True, quote="x")
        told(partnership, significant=True)
        told(partnership, kind=EntryKind.STRENGTH)

    def counts(worker: Worker) -> dict[str, int]:
        with acting_as(worker):
            facets = portrait(partnership.leah.reference).facets
        return {
            mark: sum(getattr(facet, mark) for facet in facets) for mark in ("lines", "starred", "voiced", "strengths")
        }

    assert counts(partnership.lead) == {"lines": 3, "starred": 1, "voiced": 0, "strengths": 1}
    assert counts(partnership.member) == {"lines": 4, "starred": 2, "voiced": 1, "strengths": 1}


def test_a_portrait_counts_lines_by_who_is_named_and_leaves_the_child_out(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        first, second = told(partnership, 2), told(partnership, 1)
        one = named(first, MentionKind.PERSON, "Dee")
        other = named(second, MentionKind.PERSON, "dee")
        named(second, MentionKind.PLACE, "Canal Walk", "T-7K3QF2MXAB")
        named(second, MentionKind.PERSON, "Leah Arden", role="subject")

        told_of = portrait(partnership.leah.reference).mentioned

    assert [(found.kind, found.lines) for found in told_of] == [("person", 2), ("place", 1)]
    assert told_of[0].about in {one.reference, other.reference}
    assert told_of[1].about == "T-7K3QF2MXAB"


def test_a_portrait_has_weeks_and_people_and_only_the_lists_asked_for(partnership: Partnership) -> None:
    leah, lead = partnership.leah, partnership.lead
    with acting_as(lead):
        week = {"circle": leah.circle, "person": leah, "agency": lead.agency, "recorded_at": NOW}
        monday = NOW.date() - timedelta(days=NOW.weekday())
        SchoolWeek.objects.create(week_on=monday, marks="/" * 10, **week)
        SchoolWeek.objects.create(week_on=monday - 7 * DAY, marks="-" * 10, withdrawn_at=NOW, **week)
        people = {**week, "relation": "mum", "recorded_by": lead}
        Relation.objects.create(name="Carly Arden", lives_with=True, born_on=monday, **people)
        Relation.objects.create(name="Wren Arden", other=partnership.sealed, **people)
        Relation.objects.create(name="Gone", ended_by=lead, ended_at=NOW, **people)

        [_, wren] = portrait(leah.reference).near
    with acting_as(partnership.member):
        found, few = portrait(leah.reference), portrait(leah.reference, lists=("weeks",))

    assert wren.reference == partnership.sealed.reference
    assert [(one.on, one.marks) for one in found.weeks] == [(monday, "/" * 10)]
    assert [(one.name, one.born_on, one.reference) for one in found.near] == [
        ("Carly Arden", monday, None),
        ("Wren Arden", None, None),
    ]
    assert (few.near, few.facets, few.said) == ([], [], [])
    assert few.weeks == found.weeks


def test_own_words_in_a_line_stand_with_those_that_were_written_down_and_none_twice(partnership: Partnership) -> None:
    leah, manager = partnership.leah, partnership.manager
    with acting_as(manager):
        record_words(
            person=leah, agency=manager.agency, said="Earlier.", wishes=[], setting="", said_at=NOW - 9 * DAY,
            ask_again_after=timedelta(days=28), by=manager, at=NOW,
        )  # fmt: skip
    words = ("Ask me first.", "I want to go to college.")
    pieces = [Piece(Nature.OWN_WORDS, said, NOW, Precision.MINUTE) for said in words]
    entry = handed_in(partnership, *pieces, Piece(Nature.WISH, "Text before."))

    with acting_as(manager):
        found = portrait(leah.reference)

    assert [one.words for one in found.said] == ["Ask me first.", "I want to go to college.", "Earlier."]
    assert found.said[0].to == "Ruth Okafor"
    assert (found.said[0].ask_again_on - found.said[0].at.date()).days in (27, 28, 29)
    assert found.wishes == ["Text before."]
    assert entry.person_id != leah.pk


def handed_in(partnership: Partnership, *pieces: Piece, **more: Any) -> Entry:
    teacher = partnership.lapsed
    about = Particulars(given_names="Leah", family_name="Arden", born_on=partnership.leah.born_on)
    handed = Handed("Concern", pieces, Urgency.SOON, BASIS, "To protect", **more)
    with acting_as(teacher):
        done = hand_in(about=about, agency=teacher.agency, handed=handed, by=teacher, at=NOW)
        recognise(people=[done.report.person_id])
    return done.entries[0]


def test_a_line_has_the_conditions_of_its_report_and_one_without_a_report_has_none(partnership: Partnership) -> None:
    member = partnership.member
    with acting_as(member):
        reported = told(partnership, title="Reported")
        written = write_line(
            person=partnership.leah, agency=member.agency, line=Line(EntryKind.CONTACT, "Rung"), happened_at=NOW,
            precision=Precision.MINUTE, by=member, at=NOW,
        )  # fmt: skip

        lines = {line["id"]: line["conditions"] for line in chronology(partnership.leah)}

    assert (lines[reported.pk], lines[written.pk]) == ("Ring first", "")


def test_the_lines_of_going_missing_are_read_with_the_talks_after_them(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        for kind in (EntryKind.MISSING, EntryKind.RETURNED, EntryKind.RETURN_INTERVIEW, EntryKind.CONTACT):
            told(partnership, kind=kind)

        gone = portrait(partnership.leah.reference, lists=("gone",)).gone

    assert {one.kind for one in gone} == {"missing", "returned", "return_interview"}
    assert {one.agency for one in gone} == {"Northmere Police"}


def test_a_line_is_found_by_its_reference_inside_the_circle_alone(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        entry = told(partnership)
        assert queries.line_called(entry.reference).person == partnership.leah

    with acting_as(partnership.never), pytest.raises(Entry.DoesNotExist):
        queries.line_called(entry.reference)
    assert Person.objects.count() == 0

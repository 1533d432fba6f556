"""A thing is what the worker's own circles tell of it, and there is none where they tell nothing."""

import pytest

from erle.foundation.access.acting import acting_as
from erle.knowledge.records.actions.handing_in import Named, Piece, things_key
from erle.knowledge.records.models import Entry, Mention
from erle.knowledge.records.queries import (
    Wanted,
    children_naming,
    facets_naming,
    lines_naming,
    named_beside,
    named_in,
    reports_naming,
    thing_called,
)
from erle.knowledge.records.rules import EntryKind, MentionKind, Nature, thing_key, thing_reference
from tests.knowledge.records.test_chronology import _narrow, handed_in, named, told
from tests.partnership import NOW, Partnership

PLATE = "AB12 CDE"
THING = thing_reference(MentionKind.VEHICLE, thing_key(MentionKind.VEHICLE, PLATE), secret=things_key())


def car(entry: Entry, words: str = PLATE, **details: str) -> Mention:
    """Have the report of a line name the car."""
    return named(entry, MentionKind.VEHICLE, words, THING, **details)


def test_a_thing_is_called_by_what_was_said_most_often_with_what_was_said_beside(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        for words in (PLATE, "ab12cde", PLATE):
            car(told(partnership), words, colour="silver", role="seen")

        thing = thing_called(THING)

    assert (thing.kind, thing.spellings, thing.details) == ("vehicle", [PLATE, "ab12cde"], [("colour", "silver")])


def test_where_no_mention_is_seen_there_is_no_such_thing(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        car(told(partnership, circle=_narrow(partnership)))
        assert thing_called(THING)

    with acting_as(partnership.lead):
        for asked in (THING, "T-NNNNNNNN22", ""):
            with pytest.raises(Mention.DoesNotExist):
                thing_called(asked)


def test_its_lines_facets_and_children_are_those_the_worker_may_see(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        car(told(partnership, 1, title="Seen", kind=EntryKind.STRENGTH))
        car(told(partnership, 2, title="Hidden", circle=_narrow(partnership), significant=True))

    def seen() -> tuple[list[str], list[tuple[str, int, int]], list[tuple[str, int]]]:
        return (
            [line["title"] for line in lines_naming([THING], Wanted())],
            [(facet.kind, facet.lines, facet.starred) for facet in facets_naming([THING])],
            [(child.reference, vars(child)["lines"]) for child in children_naming([THING])],
        )

    leah = partnership.leah.reference
    with acting_as(partnership.lead):
        assert seen() == (["Seen"], [("strength", 1, 0)], [(leah, 1)])
    with acting_as(partnership.member):
        titles, facets, children = seen()
        assert (titles, sorted(facets), children) == (
            ["Seen", "Hidden"],
            [("incident", 1, 1), ("strength", 1, 0)],
            [(leah, 2)],
        )
        assert [line["title"] for line in lines_naming([THING], Wanted(starred=True))] == ["Hidden"]


def test_a_line_and_its_copy_in_the_picture_are_one(partnership: Partnership) -> None:
    piece = Piece(Nature.FACT, "A car at the gate.", NOW)
    line = handed_in(partnership, piece, named=(Named(MentionKind.VEHICLE, PLATE),))
    teacher = partnership.lapsed

    with acting_as(teacher):
        assert [found["person__reference"] for found in lines_naming([THING], Wanted())] == [line.person.reference]
    with acting_as(partnership.lead):
        assert [found["person__reference"] for found in lines_naming([THING], Wanted())] == [partnership.leah.reference]
        assert list(reports_naming([THING])) == []


def test_who_and_what_the_same_reports_name_stands_beside(partnership: Partnership) -> None:
    with acting_as(partnership.member):
        first, second = told(partnership, 1), told(partnership, 2)
        for entry in (first, second):
            car(entry)
            named(entry, MentionKind.PERSON, "Dee")
        named(first, MentionKind.PHONE, "07700 900311", "T-7K3QF2MXAB")
        named(first, MentionKind.PERSON, "Leah", role="subject")

        beside = named_beside([THING])
        inside = named_in(first)

    assert [(one.kind, one.words, one.lines) for one in beside] == [("person", "Dee", 2), ("phone", "07700 900311", 1)]
    assert beside[1].about == "T-7K3QF2MXAB"
    assert sorted(one.words for one in inside) == ["07700 900311", PLATE, "Dee"]

"""An episode as the yearly return counts it."""

from datetime import date

import pytest

from erle.practice.missing.rules import EpisodeKind
from erle.practice.missing.rules.collection import Stretch, in_year, looked_after_here, stretches

M, A = EpisodeKind.MISSING, EpisodeKind.AWAY
LEFT, FOUND, BACK = date(2026, 2, 1), date(2026, 2, 3), date(2026, 2, 5)
FIRST, LAST, TODAY = date(2025, 4, 1), date(2026, 3, 31), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("kind", "found", "back", "made"),
    [
        (M, None, None, [Stretch(M, LEFT, None)]),
        (M, None, BACK, [Stretch(M, LEFT, BACK)]),
        (M, FOUND, BACK, [Stretch(M, LEFT, FOUND), Stretch(A, FOUND, BACK)]),
        (M, FOUND, None, [Stretch(M, LEFT, FOUND), Stretch(A, FOUND, None)]),
        (M, BACK, BACK, [Stretch(M, LEFT, BACK)]),
        (A, FOUND, BACK, [Stretch(A, LEFT, BACK)]),
    ],
)
def test_missing_ends_when_the_child_is_found_and_away_when_back(
    kind: EpisodeKind, found: date | None, back: date | None, made: list[Stretch]
) -> None:
    assert stretches(kind, left=LEFT, found=found, back=back, eighteen=None) == made


def test_a_stretch_ends_with_the_eighteenth_birthday_and_none_begins_after_it() -> None:
    assert stretches(M, left=LEFT, found=None, back=None, eighteen=FOUND) == [Stretch(M, LEFT, FOUND)]
    assert stretches(M, left=LEFT, found=None, back=BACK, eighteen=FOUND) == [Stretch(M, LEFT, FOUND)]
    assert stretches(M, left=LEFT, found=FOUND, back=BACK, eighteen=FOUND) == [Stretch(M, LEFT, FOUND)]
    assert stretches(M, left=LEFT, found=None, back=BACK, eighteen=LEFT) == []


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2025, 3, 1), date(2025, 3, 31), None),
        (date(2025, 3, 1), date(2025, 4, 1), Stretch(M, date(2025, 3, 1), date(2025, 4, 1))),
        (date(2026, 3, 30), date(2026, 4, 2), Stretch(M, date(2026, 3, 30), None)),
        (date(2026, 4, 1), None, None),
        (date(2026, 3, 31), None, Stretch(M, date(2026, 3, 31), None)),
    ],
)
def test_a_year_has_what_lies_in_it_and_leaves_open_what_was_open_at_its_end(
    start: date, end: date | None, said: Stretch | None
) -> None:
    assert in_year(Stretch(M, start, end), first=FIRST, last=LAST, today=TODAY) == said


def test_an_end_that_is_still_to_come_is_none_yet() -> None:
    assert in_year(Stretch(M, LEFT, BACK), first=FIRST, last=LAST, today=FOUND) == Stretch(M, LEFT, None)


def test_a_child_placed_here_by_another_authority_is_in_that_ones_return() -> None:
    assert looked_after_here({"cla_s20"})
    assert not looked_after_here({"cla_s20", "placed_here_by_other_la"})
    assert not looked_after_here({"cin_s17"})
    assert not looked_after_here(())

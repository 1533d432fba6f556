"""No figure, and no reckoning with all figures of a year, tells how many a small count is.

The measures of a row range together: every table is gone through that what is shown allows, by the relations.
"""

import itertools
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

import pytest

from erle.board.rules import MEASURES, RELATIONS, SIDES, Counted, Figures, bounds, protected

LEAST = 3
"""Small counts are 1 and 2, and what is shown as 3 is 3 or 4: small enough to go through every table."""
MOST = 8
"""How many episodes there may be where the total is not shown."""
RANGED = ("episodes", "returned", "done", "declined")
"""Those that range together; offered is taken as returned, in time as done, children as episodes, none repeated."""
TIES = ((("returned",), "episodes"), (("done", "declined"), "returned"))
Vector = tuple[int, ...]


def shown(count: int, least: int = LEAST) -> int | None:
    """Return a count as the database gives it."""
    if count == 0:
        return 0
    return None if count < least else int(count / least + 0.5) * least


def counted(by: str, key: str, counts: Vector, least: int = LEAST) -> Counted:
    """Return a row as it leaves the database: of few children nothing."""
    episodes, returned, done, declined = counts
    exact = dict.fromkeys(MEASURES, 0) | {
        "children": episodes, "episodes": episodes, "returned": returned, "offered": returned, "done": done,
        "in_time": done, "declined": declined,
    }  # fmt: skip
    few = episodes < least
    return Counted(by, key, {name: None if few else shown(count, least) for name, count in exact.items()}, few)


def rows_of(sides: Mapping[str, Sequence[Vector]], least: int = LEAST) -> list[Counted]:
    """Return a year as it leaves the database."""
    total = added(next(iter(sides.values())))
    made = [counted("total", "", total, least)]
    return made + [counted(by, str(at), row, least) for by, rows in sides.items() for at, row in enumerate(rows)]


def added(rows: Sequence[Vector]) -> Vector:
    """Return the sum of rows."""
    return tuple(map(sum, zip(*rows, strict=True)))


@cache
def vectors(most: int) -> tuple[Vector, ...]:
    """Return each row that there can be, by the relations: one episode at least, as the row is there."""
    found = []
    for counts in itertools.product(range(1, most + 1), *[range(most + 1)] * 3):
        named = dict(zip(RANGED, counts, strict=True))
        if all(sum(named[one] for one in parts) <= named[whole] for parts, whole in TIES):
            found.append(counts)
    return tuple(found)


def fits(counts: Vector, said: Mapping[str, int | None], least: int) -> bool:
    """Return whether counts may stand behind what is shown of a row."""
    for name, count in zip(RANGED, counts, strict=True):
        stands = said[name]
        if stands is not None and not bounds(stands, least)[0] <= count <= bounds(stands, least)[1]:
            return False
    return True


@cache
def behind(said: tuple[int | None, ...], most: int, least: int) -> frozenset[Vector]:
    """Return each row that may stand behind what is shown of it."""
    named = dict(zip(RANGED, said, strict=True))
    return frozenset(counts for counts in vectors(most) if fits(counts, named, least))


def sums(choices: Sequence[frozenset[Vector]], most: int) -> set[Vector]:
    """Return each sum that rows can come to, up to a number of episodes."""
    reached: set[Vector] = {(0, 0, 0, 0)}
    for choice in choices:
        reached = {
            (a + e, b + f, c + g, d + h)
            for a, b, c, d in reached
            for e, f, g, h in choice
            if a + e <= most
        }  # fmt: skip
    return reached


class Reckoner:
    """Somebody who has all that is shown and the relations, and goes through every table that they allow."""

    def __init__(self, figures: Figures, sides: Sequence[str], least: int) -> None:
        """Take what is shown."""
        stands = figures.total["episodes"]
        self.most = MOST if stands is None else bounds(stands, least)[1]
        self.choices = {
            by: [behind(tuple(said[name] for name in RANGED), self.most, least) for said in figures.tables[by].values()]
            for by in sides
        }
        reached = set.intersection(*(sums(rows, self.most) for rows in self.choices.values()))
        self.totals = {one for one in reached if fits(one, figures.total, least)}

    def may_be(self, by: str, at: int, place: int, count: int) -> bool:
        """Return whether there is a table in which a count of a row is this."""
        rows = self.choices[by]
        others = sums(rows[:at] + rows[at + 1 :], self.most)
        mine = [row for row in rows[at] if row[place] == count]
        return any(
            tuple(a - b for a, b in zip(total, row, strict=True)) in others for row in mine for total in self.totals
        )


def drawn(draw: Random, rows: int) -> list[Vector]:
    """Return rows of few episodes, as they might be."""
    made: list[Vector] = []
    for _ in range(rows):
        episodes = draw.choice([1, 2, 3, 3, 4])
        returned = draw.randint(max(0, episodes - 2), episodes)
        done = draw.randint(0, returned)
        made.append((episodes, returned, done, draw.randint(0, returned - done)))
    return made


def dealt_again(draw: Random, rows: Sequence[Vector]) -> list[Vector]:
    """Return the same episodes in two other rows: by another thing."""
    kinds = []
    for episodes, returned, done, declined in rows:
        kinds += [(1, 1, 1, 0)] * done + [(1, 1, 0, 1)] * declined
        kinds += [(1, 1, 0, 0)] * (returned - done - declined) + [(1, 0, 0, 0)] * (episodes - returned)
    draw.shuffle(kinds)
    cut = draw.randint(1, len(kinds) - 1) if len(kinds) > 1 else 1
    return [added(part) for part in (kinds[:cut], kinds[cut:]) if part]


def told(sides: Mapping[str, Sequence[Vector]], figures: Figures, least: int) -> list[str]:
    """Return each small count of which what is shown leaves fewer than all small numbers."""
    reckoner = Reckoner(figures, [*sides], least)
    return [
        f"{by} {at} {RANGED[place]}: not {count}"
        for by, rows in sides.items()
        for at, row in enumerate(rows)
        for place, exact in enumerate(row)
        if 0 < exact < least
        for count in range(1, least)
        if not reckoner.may_be(by, at, place, count)
    ]


@pytest.mark.parametrize("seed", range(24))
def test_every_small_count_may_still_be_any_small_number(seed: int) -> None:
    draw = Random(seed)
    first = drawn(draw, 2 + seed % 2)
    sides = {"school": first, "area": dealt_again(draw, first)}

    figures = protected(rows_of(sides), least=LEAST)

    assert told(sides, figures, LEAST) == []


def test_the_test_finds_what_measures_held_back_one_by_one_give_away() -> None:
    """Each school had 4 back, 3 held and 1 declined; what is not more than what is left tells how many declined."""
    sides = {"school": [(4, 4, 3, 1)] * 2}
    alone = {name: shown(count) for name, count in zip(RANGED, (4, 4, 3, 1), strict=True)}
    one_by_one = Figures(
        {**alone, "episodes": 9, "returned": 9, "done": 6, "declined": None}, {"school": {"0": alone, "1": alone}}
    )

    assert told(sides, one_by_one, LEAST)
    assert told(sides, protected(rows_of(sides), least=LEAST), LEAST) == []


def test_four_schools_where_held_and_declined_come_to_returned_show_none_of_it() -> None:
    sides = {"school": [(7, 7, 5, 2)] * 4}

    figures = protected(rows_of(sides, 5), least=5)

    assert all(said == dict.fromkeys(MEASURES) for said in figures.tables["school"].values())
    assert figures.total["declined"] == 10


def test_the_relations_tie_every_measure_to_every_other() -> None:
    tied = {"episodes"}
    for _ in RELATIONS:
        for parts, whole in RELATIONS:
            if tied & {*parts, whole}:
                tied |= {*parts, whole}

    assert tied == {*MEASURES}


def test_a_row_with_a_small_count_takes_the_next_smallest_with_it() -> None:
    sides = {"school": [(20, 20, 15, 2), (30, 30, 20, 10), (90, 80, 60, 20)]}

    figures = protected(rows_of(sides, 5), least=5)

    schools = figures.tables["school"]
    assert {*schools["0"].values()} == {*schools["1"].values()} == {None}
    assert (schools["2"]["episodes"], schools["2"]["declined"]) == (90, 20)
    assert figures.total["episodes"] == 140


def test_a_row_that_has_none_of_a_measure_does_not_protect_who_has_few_of_it() -> None:
    sides = {"school": [(20, 20, 15, 2), (30, 30, 20, 0), (90, 80, 60, 20), (99, 80, 60, 20)]}

    figures = protected(rows_of(sides, 5), least=5)

    assert [said["episodes"] for said in figures.tables["school"].values()] == [None, None, None, 100]


def test_a_total_with_a_small_count_is_not_shown_and_no_table_tells_it() -> None:
    sides = {"school": [(4, 4, 4, 0), (4, 4, 0, 4)], "area": [(8, 8, 4, 4)]}

    figures = protected(rows_of(sides, 5), least=5)

    assert {*figures.total.values()} == {None}
    assert {count for by in sides for said in figures.tables[by].values() for count in said.values()} == {None}


def test_large_counts_and_noughts_stand_as_they_are() -> None:
    sides = {"school": [(20, 20, 0, 0), (31, 31, 11, 20)], "area": [(51, 51, 11, 20)]}

    figures = protected(rows_of(sides, 5), least=5)

    assert [said["done"] for said in figures.tables["school"].values()] == [0, 10]
    assert figures.total["episodes"] == figures.tables["area"]["0"]["episodes"] == 50


def test_children_who_stand_in_several_rows_need_not_add_up() -> None:
    rows = [Counted("total", "", dict.fromkeys(MEASURES, 25), few=False)]
    rows += [Counted("month", str(month), dict.fromkeys(MEASURES, 20), few=False) for month in range(3)]

    figures = protected(rows, least=5)

    assert [said["children"] for said in figures.tables["month"].values()] == [20, 20, 20]


def test_a_row_of_few_children_shows_none_of_its_counts_and_neither_does_the_one_beside_it() -> None:
    few = Counted("school", "Alder Court", dict.fromkeys(MEASURES), few=True)
    rows = [Counted("total", "", dict.fromkeys(MEASURES, 60), few=False), few]
    rows += [Counted("school", name, dict.fromkeys(MEASURES, n), few=False) for name, n in (("Bramley", 20), ("C", 40))]

    figures = protected(rows, least=5)

    schools = figures.tables["school"]
    assert {*schools["Alder Court"].values()} == {*schools["Bramley"].values()} == {None}
    assert schools["C"]["episodes"] == 40
    assert figures.total["episodes"] == 60


def test_a_year_without_episodes_is_nought_and_has_no_rows() -> None:
    figures = protected([], least=5)

    assert {*figures.total.values()} == {0}
    assert not any(figures.tables[by] for by in SIDES)

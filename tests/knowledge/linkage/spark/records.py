"""Records as three agencies write them down, and a model with a reference by which they are matched."""

from dataclasses import replace
from datetime import date
from functools import cache

from erle.knowledge.linkage.matching.blocking.blocks import full_blocks
from erle.knowledge.linkage.matching.blocking.keys import Marks
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.proposing import Standing, rows_of
from tests.knowledge.linkage.matching.people import around, population, written_down
from tests.knowledge.linkage.questions.asking import model

FAMILIES = 300


@cache
def standing() -> list[Standing]:
    """Return some two thousand records: each person's, word for word again, misspelt, and without what is not known."""
    people = population(FAMILIES)
    rows = [row for seed in (5, 6, 7) for row in written_down(people, seed=seed, faults=0.25)]
    found = [
        Standing(
            id=place + 1,
            agency_id=place % 3,
            gathers=place % 3 == 0,
            by_file=place % 7 == 0,
            given_names="" if place % 29 == 0 else row.forename,
            family_name=row.surname,
            known_as="",
            born_on=date.fromisoformat(row.born) if row.born and place % 23 else None,
            sex=row.sex.upper() if place % 7 else "U",
            identifiers={"nhs": f"9{row.person:08}1"} if place % 5 == 0 else {},
            lives=f"{row.address}, {row.postcode}" if row.postcode else "With mum",
            around=around(people, row),
        )
        for place, row in enumerate(rows)
    ]
    again = [replace(one, id=len(found) + place, gathers=False) for place, one in enumerate(found[::9], 1)]
    return found + again


@cache
def reference() -> tuple[Model, Marks]:
    """Return the model, and the blocks that a third of the records overfill."""
    return model(), full_blocks(rows_of(standing()[::3], model()), names=model().keys, fullest=6)

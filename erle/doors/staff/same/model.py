"""The model that weighs: of each field how often it agrees so for one child and for two, and what that speaks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.page import Page
from erle.doors.staff.same.weights import LABELS, WORDS, Bar, bar, signed
from erle.doors.staff.words import day
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.queries import newest_model
from erle.knowledge.linkage.rules import strength

RECORDS = "records"
"""What the table is called that the partnership's own records are matched in."""
MOST = 1_000
SELDOM = 0.5
"""Of a thousand pairs, below which fewer than one is said."""


@dataclass(frozen=True)
class Level:
    """One way in which a thing agrees."""

    words: str
    one_child: str
    two_children: str
    bar: Bar
    weight: str


class ModelPage(Page):
    """The page of the model that is kept."""

    template_name = "staff/same/model.html"
    needs: ClassVar[Ability | None] = Ability.JUDGE_SAME_PERSON
    suffices: ClassVar[frozenset[Ability]] = frozenset({Ability.MANAGE_AGENCIES})

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it; before anything was matched there is none."""
        kept = newest_model()
        if kept is None:
            return self.show({"fields": []})
        document: Mapping[str, Any] = kept.document
        prior, asked = float(document["prior"]["one_person"]), float(document["thresholds"]["link"])
        return self.show(
            {
                "model": f"Model {kept.version}",
                "learnt": day(kept.learnt_at, self.today),
                "from": " and ".join(_from(table) for table in document["learnt"]["tables"]),
                "one_in": f"{round(1 / prior):,}" if prior else "",
                "asked_from": signed(log2(asked / (1 - asked))),
                "fields": [
                    {"label": LABELS[field["name"]], "levels": [_level(level) for level in field["levels"]]}
                    for field in document["fields"]
                    if field["name"] in LABELS
                ],
                "judges": Ability.JUDGE_SAME_PERSON in self.abilities,
            }
        )


def _from(table: Mapping[str, Any]) -> str:
    whose = "this partnership" if table["name"] == RECORDS else "the rehearsal partnership, whose people are made up"
    return f"{table['rows']:,} records of {whose}"


def _level(level: Mapping[str, Any]) -> Level:
    bits = float(level["weight"])
    words = str(level["words"])
    return Level(
        words=words[:1].upper() + words[1:],
        one_child=_of_a_thousand(float(level["m"])),
        two_children=_of_a_thousand(float(level["u"])),
        bar=bar(bits),
        weight=f"{WORDS[strength(bits, str(level['name']))]}, {signed(bits)}",
    )


def _of_a_thousand(share: float) -> str:
    many = share * MOST
    if many >= SELDOM:
        return f"{many:.0f}"
    return "fewer than 1" if share > 0 else "none"

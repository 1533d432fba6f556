"""The list of episodes as a file, for an inspection: what it is for is asked, and each child's ledger knows of it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from io import StringIO
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from erle.board.queries import Seen, episodes_held
from erle.doors.exchange.rejects import inert
from erle.doors.staff.figures import listed
from erle.doors.staff.figures.asked import address, asked_of, key_words, year_words
from erle.doors.staff.page import FormPage
from erle.doors.staff.rendering import Look
from erle.doors.staff.words import spell
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act

PURPOSES = {
    "inspection": "An inspection that asks for it",
    "audit": "An audit of practice",
    "review": "A review of one child, or of a practice",
    "managers": "Those who answer for the work at my agency",
}
"""What the list may be for: keys, since the ledger takes no free words."""
COLUMNS = (
    "Episode", "Child", "Gone", "Back", "Recorded by", "School", "Care", "Area", "Missing repeatedly",
    "Interview offered", "Interview accepted", "Interview held",
)  # fmt: skip


class NothingToGiveOut(Refused):
    """No episode is in it."""


class DownloadForm(forms.Form):
    """What the list is for."""

    looks: ClassVar = {"purpose": Look(label="m")}
    purpose = forms.ChoiceField(
        label="What is this list for?",
        widget=forms.RadioSelect,
        choices=[*PURPOSES.items()],
        error_messages={"required": "Choose what the list is for"},
    )


class DownloadBehind(FormPage):
    """Asks what the list is for, and gives it out."""

    needs = Ability.READ_RECORDS
    form_class = DownloadForm

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what will be in it, and that those who answer for each child see that it was taken."""
        asked = asked_of(self.request.GET, self.today)
        rows = episodes_held(asked.year, side=asked.side, key=asked.key, at=self.now)
        of = f", {key_words(asked.side, asked.key)}" if asked.key else ""
        return {
            "form": form,
            "title": "Download the list",
            "lead": "A file for a spreadsheet. Children stand in it by reference and not by name.",
            "summary": [
                ("Of", f"Episodes of {year_words(asked.year)}{of}"),
                ("Holds", spell(len(rows), "episode", "episodes")),
                ("Who will know", "It stands in the ledger of each child in it, with your name and what it is for."),
            ],
            "submit": "Download",
            "cancel_url": address(reverse("figures_behind"), **asked.parameters),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Give it out, with a line in the ledger for each child."""
        asked = asked_of(self.request.GET, self.today)
        rows = episodes_held(asked.year, side=asked.side, key=asked.key, at=self.now)
        if not rows:
            raise NothingToGiveOut("No episode in that time is of a child in whose circle you are.")
        content = table_of(rows)
        ledger.write_each(
            Act.EXPORTED,
            things=[*dict.fromkeys((one.child, one.circle) for one in rows)],
            purpose=f"List of episodes: {PURPOSES[answers['purpose']][:1].lower()}{PURPOSES[answers['purpose']][1:]}",
            detail={"year": asked.year, "lines": len(rows), "digest": hashlib.sha256(content).hexdigest()},
        )
        answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="episodes-{asked.year}.csv"'
        return answer


def table_of(rows: Sequence[Seen]) -> bytes:
    """Return the episodes as CSV; no cell is taken by a spreadsheet for a formula."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([inert(cell) for cell in _cells(row)])
    return text.getvalue().encode("utf-8-sig")


def _cells(one: Seen) -> list[str]:
    return [
        one.episode,
        one.child,
        listed.written(one.left_at, one.left_precision),
        listed.written(one.returned_at, one.returned_precision) if one.returned and one.returned_at else "",
        one.agency,
        one.school,
        key_words("care", one.care),
        one.area,
        "Yes" if one.repeated else "No",
        listed.offered(one),
        listed.accepted(one),
        listed.held(one),
    ]

"""A list whose rows can be chosen: by checkboxes in one plain form, which works without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.bulk import undo
from erle.doors.staff.bulk.undo import Done
from erle.doors.staff.page import Page
from erle.foundation.access import gate
from erle.foundation.database.refusals import Refused

MOST = 200
NONE_CHOSEN = "Choose at least one line, then say what to do with it."
TOO_MANY = f"Choose {MOST} lines at most, and do the rest after it."
UNKNOWN = "Say what is to be done with the lines you chose."


class Choosing(Page):
    """A page of rows and of acts for those chosen.

    Its form sends `chosen`, once for each checkbox that is ticked, and `act`, the key of the button that was pressed;
    a row's own button sends `only`, as `key:row`. Drawn by `parts/bulk_head.html` and `parts/bulk_foot.html`..
    """

    acts: ClassVar[Mapping[str, str]]
    """The words on each button, by its key, in the order in which they stand."""
    without_choice: ClassVar[frozenset[str]] = frozenset()
    """Keys of acts that need no row to be chosen, such as one for all of them."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what was asked to what was chosen, and say what was done; a refusal stands at the top, the choice kept."""
        key, chosen = _asked(request)
        problem = self._problem(key, chosen)
        if problem:
            return self.answer(problem=problem, chosen=chosen, status=422)
        try:
            done = self.do(key, chosen)
        except gate.NotAble:
            raise
        except Refused as refused:
            return self.answer(problem=str(refused), chosen=chosen, status=422)
        place = request.get_full_path()
        if done.undoes and done.things:
            undo.keep(done, place=place, by=self.worker, at=self.now)
        else:
            messages.success(request, done.words)
        return redirect(place)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list."""
        return self.answer()

    def do(self, key: str, chosen: Sequence[str]) -> Done:
        """Do what the key asks to each thing that was chosen, and say what was done."""
        raise NotImplementedError  # every list says what it does

    def rows(self) -> dict[str, Any]:
        """Return what the template shows beside the acts."""
        raise NotImplementedError  # every list has its rows

    def answer(self, *, problem: str = "", chosen: Sequence[str] = (), status: int = 200) -> HttpResponse:
        """Answer with the list, what was chosen still chosen, and what is wrong or what was done at its top."""
        place = self.request.get_full_path()
        bulk = {
            "acts": [{"key": key, "words": words} for key, words in self.acts.items()],
            "chosen": set(chosen),
            "errors": [{"text": problem, "href": "#chosen"}] if problem else [],
            "undo": None if problem else undo.banner(self.worker, place=place, at=self.now),
        }
        return self.show({**self.rows(), "bulk": bulk}, status=status)

    def _problem(self, key: str, chosen: Sequence[str]) -> str:
        if key not in self.acts:
            return UNKNOWN
        if not chosen and key not in self.without_choice:
            return NONE_CHOSEN
        return TOO_MANY if len(chosen) > MOST else ""


def _asked(request: HttpRequest) -> tuple[str, list[str]]:
    only = request.POST.get("only", "")
    if only:
        key, _, row = only.partition(":")
        return key, [row] if row else []
    return request.POST.get("act", ""), list(dict.fromkeys(request.POST.getlist("chosen")))


def counted(done: int, one: str, many: str, *, refused: Sequence[str] = ()) -> str:
    """Return what was done to how many, and why it was not done to the others: each reason once."""
    words = f"{done:,} {one if done == 1 else many}." if done else "Nothing was changed."
    reasons = " ".join(dict.fromkeys(refused))
    return f"{words} {len(refused):,} left as before: {reasons}" if refused else words

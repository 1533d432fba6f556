"""The queue of everything new from every agency, and acts on several reports at once, each of which can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.desk.asked import address, agency_links, chips, order_links, parameters, place_words, wanted_in
from erle.doors.staff.desk.rows import row
from erle.doors.staff.page import Page
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.words import clock_time, spell
from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.practice.desk.actions.holding import Done, claim_each, offer_each, put_back_each, take_back_each
from erle.practice.desk.actions.turns import Read
from erle.practice.desk.queries import queue as desk
from erle.practice.desk.queries.arrivals import which_are_known

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker
    from erle.practice.desk.models import Arrival

LONGEST_REASON = 1000


class Queued(Page):
    """What the page of the queue and that of an arrival beside it share."""

    def queued(self, open_one: str = "") -> dict[str, Any]:
        """Return one page of the queue with its filters and counts, and write which reports it showed."""
        wanted, people = wanted_in(self.request.GET), list(desk.at_the_desk(self.now))
        at_desk = [one.pk for one in people]
        found = list(desk.queue(wanted, worker=self.worker, at_desk=at_desk, at=self.now))
        page, more = found[: desk.PAGE], len(found) > desk.PAGE
        ledger.write_each(Act.LISTED, things=[(one.reference, one.circle_id) for one in page], purpose="MASH desk")
        counts = desk.counts(self.worker, at_desk=at_desk, at=self.now)
        known, kept = which_are_known([one.pk for one in page]), parameters(wanted)
        return {
            "rows": [
                {**row(one, worker=self.worker, now=self.now, today=self.today, known=one.pk in known, kept=kept)}
                for one in page
            ],
            "chips": chips(wanted, counts, desk.to_read_count()),
            "agencies": agency_links(wanted, counts),
            "orders": order_links(wanted),
            "filtered": bool(kept) or wanted.after is not None,
            "queue_url": address(reverse("desk"), kept),
            "next_url": address(reverse("desk"), {**kept, "after": place_words(desk.next_place(page[-1]))})
            if more
            else "",
            "first_url": address(reverse("desk"), kept) if wanted.after else "",
            "open_one": open_one,
            "lede": _lede(counts),
            "at_the_desk": ", ".join(one.name for one in people),
            "colleagues": [one for one in people if one.pk != self.worker.pk],
            "refreshed": clock_time(self.now),
        }


class Queue(Queued):
    """The queue, a page at a time."""

    template_name = "staff/desk/queue.html"
    needs = Ability.TRIAGE

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, and after an act on several the way to undo it."""
        undo = _undo(self.worker, request.GET.get("done", ""))
        shown = {"undo": undo, "done": request.GET.get("done", ""), "views": saved_views(self)}
        return self.show({**self.queued(), **shown})


class Several(Page):
    """Acts on the reports that were chosen; those that changed meanwhile are left as they are and named."""

    http_method_names = ("post",)
    needs = Ability.TRIAGE

    def post(self, request: HttpRequest) -> HttpResponse:
        """Claim them, or hand them over."""
        here = address(reverse("desk"), parameters(wanted_in(request.GET)))
        read = list(_chosen(request.POST.getlist("chosen")))
        if not read:
            messages.warning(request, "Choose the reports first.")
            return redirect(here)
        try:
            done = self._act(read)
        except gate.NotAble:
            raise
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect(here)
        self._say(done)
        return redirect(
            address(reverse("desk"), {**parameters(wanted_in(request.GET)), "done": _stamp(done, self.now)})
        )

    def _act(self, read: list[Read]) -> Done:
        if self.request.POST.get("act") != "offer":
            return claim_each(read=read, by=self.worker, at=self.now)
        colleague = desk.at_the_desk(self.now).filter(reference=self.request.POST.get("to", "")[:12]).first()
        reason = self.request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
        if colleague is None or not reason:
            raise NotSaid("Choose the colleague, and say why you hand them over.")
        return offer_each(read=read, to=colleague, reason=reason, by=self.worker, at=self.now)

    def _say(self, done: Done) -> None:
        verb = "offered" if self.request.POST.get("act") == "offer" else "claimed"
        if done.arrivals:
            messages.success(self.request, f"{spell(len(done.arrivals), 'report', 'reports')} {verb}.")
        if done.left:
            left = spell(len(done.left), "report was", "reports were")
            messages.warning(self.request, f"{left} left as they are: a colleague changed or holds them.")


class NotSaid(Refused):
    """To whom, or why, is missing."""


class Undo(Page):
    """Undoes the last act on several: what nobody changed since."""

    http_method_names = ("post",)
    needs = Ability.TRIAGE

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put them back, or take the offers back."""
        stamp = request.POST.get("done", "")
        undo = _undo(self.worker, stamp)
        number = self._undone(undo, stamp) if undo else 0
        if number:
            messages.success(request, f"Undone for {spell(number, 'report', 'reports')}.")
        else:
            messages.warning(request, "There is nothing to undo: colleagues have gone on with these reports.")
        return redirect(address(reverse("desk"), parameters(wanted_in(request.GET))))

    def _undone(self, undo: dict[str, Any], stamp: str) -> int:
        """Undo it, and return of how many: what was offered and held by nobody before is nobody's again."""
        arrivals: list[Arrival] = undo["arrivals"]
        if undo["offered"]:
            read = [Read(one.pk, one.version) for one in arrivals]
            arrivals = take_back_each(read=read, by=self.worker, at=self.now).arrivals
        began = [one for one in arrivals if one.held_at == datetime.fromisoformat(stamp)]
        put_back_each(read=[Read(one.pk, one.version) for one in began], by=self.worker, at=self.now)
        return len(arrivals)


def _chosen(values: list[str]) -> Iterator[Read]:
    """Yield the reports that were ticked, as they were read; what is no report of hers is passed over."""
    read = dict(value.split("~", 1) for value in values[: desk.PAGE] if value.count("~") == 1)
    for reference, arrival in desk.arrivals_called(list(read)).items():
        version = read[reference]
        yield Read(arrival.pk, int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0)


def _stamp(done: Done, at: datetime) -> str:
    return at.isoformat() if done.arrivals else ""


def _undo(worker: Worker, stamp: str) -> dict[str, Any] | None:
    """Return what the worker did to several at that moment and nobody changed since."""
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    changed: list[tuple[Arrival, bool]] = desk.done_at(worker, at) if at.tzinfo else []
    if not changed:
        return None
    return {"arrivals": [one for one, _ in changed], "offered": changed[0][1], "number": len(changed)}


def _lede(counts: list[desk.Counts]) -> str:
    number, over, today = (sum(getattr(one, name) for one in counts) for name in ("number", "over", "today"))
    parts = [f"{over:,} over the clock"] if over else []
    parts += [f"{today:,} due today"] if today else []
    waiting = f"{number:,} open" + (f": {', '.join(parts)}" if parts else "")
    return f"{waiting}. One working day to decide, by the local calendar."

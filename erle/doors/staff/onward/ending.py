"""Shares that end soon: renewed or ended, one, some or all of them, and undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse

from erle.doors.staff.bulk.choosing import Choosing, counted
from erle.doors.staff.bulk.undo import Done
from erle.doors.staff.children.banner import named
from erle.doors.staff.words import LONDON, spell, until
from erle.foundation.access import queries as access
from erle.foundation.access.actions.renewing import renew_share, share_again
from erle.foundation.access.actions.sharing import withdraw_share
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import standing
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.actions.looking import write_listing
from erle.knowledge.records.disclosing.queries import disclosures_in
from erle.knowledge.records.queries import children_in

if TYPE_CHECKING:
    from erle.foundation.access.models import Share
    from erle.foundation.agencies.models import Worker

SOON, LONGER = timedelta(days=14), timedelta(days=28)
RENEW, END = "renew", "end"
RENEWED, ENDED = "renew_shares", "end_shares"
"""Keys under which both are taken back."""
BECAUSE, UNDONE = "Ended from the list of shares that end soon", "The renewal was undone"
SHOWN = 200


class Ending(Choosing):
    """The list."""

    template_name = "staff/onward/ending.html"
    needs = Ability.SHARE
    acts: ClassVar = {RENEW: "Renew for four weeks", END: "End now"}

    def rows(self) -> dict[str, Any]:
        """Return the shares, the one that ends first before the others, and write whom the page named."""
        shares = list(access.shares_ending(self.worker, self.now, within=SOON)[:SHOWN])
        circles = [share.circle_id for share in shares]
        children, onwards = children_in(circles), disclosures_in(circles)
        write_listing(people=list(children.values()), purpose="Shares that end soon")
        return {
            "shares": [self._row(share, children, onwards) for share in shares],
            "days": SOON.days,
            "back_url": reverse("shared"),
        }

    def _row(self, share: Share, children: dict[int, Any], onwards: dict[int, Any]) -> dict[str, Any]:
        child, onward = children.get(share.circle_id), onwards.get(share.circle_id)
        what = named(child).name if child else onward.about if onward else "A circle"
        url = named(child).url if child else reverse("shared_one", args=[onward.reference]) if onward else ""
        return {
            "key": share.reference,
            "who": f"{share.worker}, {share.worker.agency}" if share.worker else f"Each {share.role} at {share.agency}",
            "what": f"The record of {what}" if child else f"Lines of {what}",
            "url": url,
            "why": share.purpose,
            "standing": standing(share.ends_at, self.now),
            "until": until(share.ends_at, self.today),
        }

    def do(self, key: str, chosen: Sequence[str]) -> Done:
        """Renew or end each; one that cannot be is left, with the reason."""
        known = {share.reference: share for share in access.shares_ending(self.worker, self.now, within=SOON)}
        done: list[str] = []
        refused: list[str] = []
        for reference in chosen:
            share = known.get(reference)
            if share is None:
                refused.append("It is not on the list any more.")
                continue
            try:
                done.append(self._renew(share) if key == RENEW else self._end(share))
            except Refused as error:
                refused.append(str(error))
        if key == RENEW:
            words = counted(len(done), "share is renewed", "shares are renewed", refused=refused)
            return Done(words, RENEWED, done)
        return Done(counted(len(done), "share is ended", "shares are ended", refused=refused), ENDED, done)

    def _renew(self, share: Share) -> str:
        last = share.ends_at.astimezone(LONDON).date() + LONGER
        ends_at = datetime.combine(last, time(), LONDON)
        return renew_share(share=share, ends_at=ends_at, by=self.worker, at=self.now).reference

    def _end(self, share: Share) -> str:
        withdraw_share(share=share, because=BECAUSE, by=self.worker, at=self.now)
        return share.reference


def undo_renewing(*, things: Sequence[Any], by: Worker, at: datetime) -> str:
    """End the renewals: the shares before them stand as they did."""
    return _each(things, lambda share: withdraw_share(share=share, because=UNDONE, by=by, at=at), "taken back")


def undo_ending(*, things: Sequence[Any], by: Worker, at: datetime) -> str:
    """Share again what was ended, until the day agreed before."""
    return _each(things, lambda share: share_again(share=share, by=by, at=at), "shared again")


def _each(references: Sequence[Any], undo: Any, done: str) -> str:
    refused: list[str] = []
    for reference in references:
        try:
            undo(access.share_by_reference(reference))
        except Refused as error:
            refused.append(str(error))
    number = len(references) - len(refused)
    words = f"{spell(number, 'share is', 'shares are')} {done}."
    return f"{words} {len(refused)} could not be: {' '.join(dict.fromkeys(refused))}" if refused else words

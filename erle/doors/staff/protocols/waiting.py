"""What waits of protocols on My work: versions to sign for one's agency, and reviews whose time is coming or past."""

from __future__ import annotations

from typing import Any

from erle.doors.staff.page import Page
from erle.doors.staff.protocols.list import review_standing
from erle.doors.staff.routes import address
from erle.doors.staff.words import day
from erle.foundation.agencies.rules import Ability
from erle.foundation.protocols.queries import agencies_signed_for, every_edition
from erle.foundation.protocols.rules.editions import Edition, State, in_force, review_is_near, state_of


def protocols_wait(page: Page) -> dict[str, Any]:
    """Return what waits for a worker who signs or writes protocols; nothing, and at no cost, for anybody else."""
    if not page.abilities & {Ability.SIGN_PROTOCOLS, Ability.WRITE_PROTOCOLS}:
        return {}
    mine = set(agencies_signed_for(page.worker, page.now).values_list("pk", flat=True))
    writes = Ability.WRITE_PROTOCOLS in page.abilities
    to_sign, to_review = [], []
    for editions in every_edition().values():
        newest, holds = editions[-1], in_force(editions, page.now)
        if state_of(newest, editions, page.now) is State.PROPOSED and mine & newest.waits_for:
            to_sign.append(_to_sign(page, newest))
        if holds and (writes or mine & holds.owners) and review_is_near(holds, page.now):
            to_review.append(_to_review(page, holds, renewed=newest.number > holds.number and not newest.withdrawn))
    return {"protocols_to_sign": to_sign, "protocols_to_review": to_review}


def _to_sign(page: Page, edition: Edition) -> dict[str, Any]:
    return {
        "title": edition.title,
        "url": address("protocols_version", edition.protocol, str(edition.number)),
        "meta": f"Version {edition.number}, to be in force from {day(edition.in_force_from, page.today)}.",
    }


def _to_review(page: Page, edition: Edition, *, renewed: bool) -> dict[str, Any]:
    return {
        "title": edition.title,
        "url": address("protocols_one", edition.protocol),
        "standing": review_standing(page, edition),
        "meta": "The next version is proposed." if renewed else f"Version {edition.number} is to be looked at again.",
    }

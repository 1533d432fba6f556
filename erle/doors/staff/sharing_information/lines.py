"""Whom to ring instead of writing: in sight on every question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from erle.foundation.agencies.queries import open_agencies
from erle.foundation.agencies.rules import AgencyKind

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Lines:
    """The referral line by day and by night; blank where the partnership has none."""

    day: str
    night: str
    whose: str


def lines_to_ring(at: datetime) -> Lines:
    """Return the referral line of children's services."""
    agency = open_agencies().filter(kind=AgencyKind.CHILDRENS_SERVICES).exclude(phone="").first()
    return Lines(agency.phone, agency.night_phone, agency.name) if agency else Lines("", "", "")

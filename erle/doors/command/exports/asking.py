"""Who asks for a table that goes out, of which agency and year: found, or refused in words."""

import argparse
from typing import Any

from erle.foundation.database.refusals import Refused


class NoSuch(Refused):
    """There is no agency, worker or year of that name."""


def agency_of(asked: argparse.Namespace) -> Any:
    """Return the agency."""
    from erle.foundation.agencies.queries import agencies

    agency = agencies().filter(slug=asked.agency).first()
    if agency is None:
        known = ", ".join(agencies().values_list("slug", flat=True)) or "none yet"
        raise NoSuch(f"There is no agency called {asked.agency!r}. Agencies here: {known}.")
    return agency


def worker_of(asked: argparse.Namespace, agency: Any) -> Any:
    """Return who asks for it, of those whom the agency employs."""
    from erle.foundation.agencies.queries import people_of

    worker = people_of(agency).filter(email__iexact=asked.by, left_on__isnull=True).first()
    if worker is None:
        raise NoSuch(f"Nobody at {agency.name} signs in as {asked.by}.")
    return worker


def year_of(asked: argparse.Namespace) -> Any:
    """Return the collection year."""
    from erle.doors.exchange.returning.years import CollectionYear

    try:
        return CollectionYear(asked.year)
    except ValueError as error:
        raise NoSuch(str(error)) from error

"""Loading the background layer of street crime."""

from collections.abc import Iterable, Sequence
from typing import Any

from erle.foundation.database.layers import replace

COLUMNS = (
    "month_on", "force", "area", "kind", "outcome", "location", "latitude", "longitude", "lsoa", "published",
)  # fmt: skip


def load_street_crime(rows: Iterable[Sequence[Any]]) -> int:
    """Load street crime in place of what stands of the same months and forces; return how many rows came."""
    return replace("patterns_streetcrime", COLUMNS, rows, group=("month_on", "force"))

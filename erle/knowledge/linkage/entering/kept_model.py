"""The kept model as a worker's process has it: made ready once, with no frequent values but those asked for."""

import json
from collections.abc import Sequence
from threading import Lock

from django.db import connection

from erle.knowledge.linkage.keeping import starting
from erle.knowledge.linkage.matching.near.weighing import Values, Weigher
from erle.knowledge.linkage.proposing import joined
from erle.knowledge.linkage.weighing import steady

NONE_KEPT = 0
"""The version where no model is kept yet: an installation starts with one that was learnt from the rehearsal."""
KEPT = 65_536
MODEL = "SELECT version, document::text FROM erle.model_to_look_by()"


class Looking:
    """A model made ready to weigh descriptions; how frequent a value is it is told with each look."""

    def __init__(self, version: int, weighs: Weigher) -> None:
        """Know no frequency but those that the model brings."""
        self.version, self.weighs, self._told = version, weighs, 0

    def learn(self, values: Values, frequencies: Sequence[float | None]) -> None:
        """Take how frequent the values are; of those that the model does not have nothing is said."""
        for (name, value), frequency in zip(values.items(), frequencies, strict=False):
            known = self.weighs.steady.get(name)
            if frequency is not None and isinstance(known, dict) and value not in known and self._told < KEPT:
                known[value] = frequency
                self._told += 1


class _Ready:
    """The newest model that this process was asked for."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.looking: Looking | None = None


_READY = _Ready()


def looking_by(version: int | None) -> Looking:
    """Return the model of the version made ready; the newest, where another was kept meanwhile."""
    wanted = version or NONE_KEPT
    with _READY.lock:
        if _READY.looking is None or _READY.looking.version != wanted:
            _READY.looking = _made()
        return _READY.looking


def _made() -> Looking:
    with connection.cursor() as cursor:
        cursor.execute(MODEL)
        row = cursor.fetchone()
    if row is None:
        model = starting().model
        return Looking(NONE_KEPT, Weigher(model, steady(model).frequencies))
    version, document = row
    model = joined(json.loads(document), {})
    return Looking(int(version), Weigher(model, steady(model).frequencies))

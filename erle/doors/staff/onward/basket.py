"""What a worker has chosen to share onwards and not yet shared: a draft of hers, bound to the child or report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from erle.doors.staff import drafts
from erle.doors.staff.fields import DATE_PARTS
from erle.doors.staff.models import Draft
from erle.knowledge.records.disclosing.rules import LeaveOut

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker

FORM = "onwards"
"""Name of the first page, to which the draft leads back."""


@dataclass(frozen=True)
class Basket:
    """The keys of the chosen lines, the words left out of some of them, and what the form was told."""

    lines: Sequence[str] = ()
    leave_out: Mapping[str, LeaveOut] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """What tells that another window has changed it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def data(self) -> dict[str, Any]:
        """Return what the form was told as a browser would send it again."""
        sent: dict[str, Any] = {}
        for name, value in self.said.items():
            if isinstance(value, list) and len(value) == len(DATE_PARTS):
                sent.update({f"{name}-{part.key}": one for part, one in zip(DATE_PARTS, value, strict=True)})
            else:
                sent[name] = value
        return sent


def basket_of(worker: Worker, about: str) -> Basket:
    """Return what the worker has chosen of the child or the report so far."""
    draft = drafts.draft_of(worker, FORM, about)
    if draft is None:
        return Basket()
    kept = draft.fields
    leave_out = {key: LeaveOut(**one) for key, one in kept.get("leave_out", {}).items()}
    return Basket(kept.get("lines", []), leave_out, kept.get("said", {}))


def keep(basket: Basket, *, about: str, by: Worker, at: datetime) -> None:
    """Keep it; of words left out, those of lines that are chosen no longer are forgotten."""
    chosen = set(basket.lines)
    kept = Basket(
        list(basket.lines), {key: one for key, one in basket.leave_out.items() if key in chosen}, dict(basket.said)
    )
    draft = Draft(worker=by, form=FORM, about=about, fields=json.loads(json.dumps(asdict(kept))), saved_at=at)
    Draft.objects.bulk_create(
        [draft], update_conflicts=True, unique_fields=["worker", "form", "about"], update_fields=["fields", "saved_at"]
    )


def empty(worker: Worker, about: str) -> None:
    """Throw it away, once it was shared."""
    drafts.discard(worker, FORM, about)

"""What a worker is about to share: her answers as she typed them, bound to one child, and what changed of them when.

It is one of her drafts, so the database shows it to nobody else. Each step carries the moment at which it was last
kept; whoever keeps a step from another window must have seen that moment, or is told what changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from erle.doors.staff.models import Draft, Enclosure
from erle.foundation.agencies.references import new_reference
from erle.foundation.database.prepared import Prepared
from erle.foundation.database.refusals import Refused

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker
    from erle.knowledge.records.attachments.taking import Taken

FORM = "share_information_draft"
"""The name of the address at which a worker carries on."""
MOST_BYTES = 400_000
MOST_UNSENT = 30
MOST_ITEMS = 20
MOST_OTHERS = 50
WHO = "who"
FILES = "files"

Answers = Mapping[str, Any]


class NotKept(Refused):
    """What was typed cannot be kept."""


class ChangedMeanwhile(Refused):
    """The step was kept from another window since this one was opened."""

    def __init__(self, unsent: Unsent, step: str) -> None:
        """Keep what stands now, and of which step."""
        super().__init__("You changed this in another window since you opened this page.")
        self.unsent, self.step = unsent, step


@dataclass(frozen=True)
class Unsent:
    """The answers so far, as they stand in the draft."""

    draft: Draft

    @property
    def reference(self) -> str:
        """The reference by which the pages call it."""
        return self.draft.about

    @property
    def saved_at(self) -> datetime:
        """When anything of it was last kept."""
        return self.draft.saved_at

    @property
    def person(self) -> str:
        """The reference of the child's record, where it is about one that she may see."""
        return str(self._all.get("person", ""))

    @property
    def is_described(self) -> bool:
        """Whether it is about a child whom she describes."""
        return bool(self._all.get("described"))

    @property
    def has_subject(self) -> bool:
        """Whether it is bound to a child."""
        return bool(self.person) or self.is_described

    @property
    def others(self) -> list[str]:
        """The references of children of whom she said that the one whom she describes is another."""
        return list(self._all.get("others", []))

    @property
    def items(self) -> list[int]:
        """The numbers of what was seen or heard, in order."""
        return list(self._all.get("items", []))

    def answers(self, step: str) -> dict[str, Any]:
        """Return what was typed in the step."""
        return dict(self._all.get("answers", {}).get(step, {}))

    def stamp(self, step: str) -> str:
        """Return when the step was last kept, as its page carries it."""
        return str(self._all.get("stamps", {}).get(step, ""))

    def is_done(self, step: str) -> bool:
        """Tell whether the step was answered."""
        return step in self._all.get("done", [])

    def typed_at(self, step: str) -> datetime | None:
        """Return when the words of a time were typed: "yesterday" is counted from then."""
        said = self._all.get("typed", {}).get(step)
        return datetime.fromisoformat(said["at"]) if said else None

    def beside(self, step: str) -> dict[str, Any]:
        """Return what came too late from another window, and was put beside what stands."""
        return dict(self._all.get("beside", {}).get(step, {}))

    @property
    def has_answers(self) -> bool:
        """Whether anything was typed beyond whom it is about."""
        return any(any(typed.values()) for step, typed in self._all.get("answers", {}).items() if step != "describe")

    @property
    def _all(self) -> dict[str, Any]:
        return dict(self.draft.fields)


def start(worker: Worker, *, person: str = "", at: datetime) -> Unsent:
    """Start to share something, about a child of hers where one is named."""
    if all_unsent(worker).count() >= MOST_UNSENT:
        raise NotKept("You have many drafts that are not shared yet. Share them, or throw some of them away.")
    fields: dict[str, Any] = {"person": person, "items": [1]}
    if person:
        fields |= {"stamps": {WHO: at.isoformat()}, "done": [WHO]}
    draft = Draft.objects.create(worker=worker, form=FORM, about=new_reference("H"), fields=fields, saved_at=at)
    return Unsent(draft)


def all_unsent(worker: Worker) -> Any:
    """Return her drafts of this kind, the newest first."""
    return Draft.objects.filter(worker=worker, form=FORM).order_by("-saved_at")


def unsent_called(worker: Worker, reference: str) -> Unsent:
    """Return her draft, or raise `Draft.DoesNotExist`."""
    found = _DRAFTS.objects(worker.pk, reference)
    if not found:
        raise Draft.DoesNotExist
    return Unsent(found[0])


def _drafts(worker: int, reference: str) -> QuerySet[Draft]:
    return Draft.objects.filter(worker=worker, form=FORM, about=reference)


_DRAFTS = Prepared(_drafts, int, str)


def locked(worker: Worker, reference: str) -> Unsent:
    """Return her draft as it stands now, and let nobody else change it until this request ends."""
    return Unsent(Draft.objects.select_for_update().get(worker=worker, form=FORM, about=reference))


def keep(unsent: Unsent, step: str, typed: Answers, *, seen: str, done: bool | None = None, at: datetime) -> Unsent:
    """Keep what was typed in a step, if the step stands as it was seen; `done` says whether it is answered."""
    now = locked(unsent.draft.worker, unsent.reference)
    if now.answers(step) != dict(typed):
        if now.stamp(step) != seen:
            raise ChangedMeanwhile(now, step)
        fields = _with(now, step, typed, at)
    else:
        fields = dict(now.draft.fields)
    finished = [one for one in fields.get("done", []) if one != step or done is None]
    fields["done"] = [*finished, step] if done else finished
    return _saved(now, fields, at)


def put_beside(unsent: Unsent, step: str, typed: Answers, *, at: datetime) -> Unsent:
    """Put what came too late beside what stands, until the step is kept again."""
    now = locked(unsent.draft.worker, unsent.reference)
    beside = {**now.draft.fields.get("beside", {}), step: dict(typed)}
    return _saved(now, {**now.draft.fields, "beside": beside}, at)


def bind(unsent: Unsent, *, person: str = "", described: bool = False, seen: str, at: datetime) -> Unsent:
    """Bind the draft to a child, once: what was written about one child is never sent about another."""
    now = locked(unsent.draft.worker, unsent.reference)
    same = (now.person, now.is_described) == (person, described)
    if now.has_answers and now.has_subject and not same:
        raise NotKept("What you have written stays with the child it is about. To share about another, start anew.")
    if now.stamp(WHO) != seen and not same:
        raise ChangedMeanwhile(now, WHO)
    stamps = {**now.draft.fields.get("stamps", {}), WHO: at.isoformat()}
    done = [*(one for one in now.draft.fields.get("done", []) if one != WHO), WHO]
    return _saved(
        now, {**now.draft.fields, "person": person, "described": described, "stamps": stamps, "done": done}, at
    )


def known_as(unsent: Unsent, person: str, *, at: datetime) -> Unsent:
    """Bind a draft about a child whom she describes to that child's record, which is hers: what is written stays."""
    now = locked(unsent.draft.worker, unsent.reference)
    if not now.is_described:
        raise ChangedMeanwhile(now, WHO)
    stamps = {**now.draft.fields.get("stamps", {}), WHO: at.isoformat()}
    return _saved(now, {**now.draft.fields, "person": person, "described": False, "stamps": stamps}, at)


def said_another(unsent: Unsent, people: Sequence[str], *, at: datetime) -> Unsent:
    """Keep that the child whom she describes is none of these; she is not asked about them again."""
    now = locked(unsent.draft.worker, unsent.reference)
    others = dict.fromkeys([*now.others, *people])
    return _saved(now, {**now.draft.fields, "others": list(others)[-MOST_OTHERS:]}, at)


def add_item(unsent: Unsent, *, at: datetime) -> tuple[Unsent, int]:
    """Make room for one thing more that was seen or heard; return its number."""
    now = locked(unsent.draft.worker, unsent.reference)
    if len(now.items) >= MOST_ITEMS:
        raise NotKept(f"That is {MOST_ITEMS} things in one report. Share these, and start another for the rest.")
    number = max([*now.items, 0]) + 1
    return _saved(now, {**now.draft.fields, "items": [*now.items, number]}, at), number


def remove_item(unsent: Unsent, number: int, *, steps: Sequence[str], at: datetime) -> Unsent:
    """Take one thing out, with all that was answered about it; the last one leaves an empty place."""
    now = locked(unsent.draft.worker, unsent.reference)
    fields = dict(now.draft.fields)
    for part in ("answers", "stamps", "typed"):
        fields[part] = {step: value for step, value in fields.get(part, {}).items() if step not in steps}
    fields["done"] = [step for step in fields.get("done", []) if step not in steps]
    left = [one for one in now.items if one != number]
    fields["items"] = left or [number + 1]
    return _saved(now, fields, at)


def throw_away(unsent: Unsent) -> None:
    """Throw the draft away, with its files."""
    Enclosure.objects.filter(draft=unsent.draft).delete()
    Draft.objects.filter(pk=unsent.draft.pk).delete()


def enclosures(unsent: Unsent) -> list[Enclosure]:
    """Return the files added so far, in order."""
    return list(Enclosure.objects.filter(draft=unsent.draft).order_by("id"))


def enclose(unsent: Unsent, taken: Taken, *, at: datetime) -> Enclosure:
    """Add a file that was taken in."""
    return Enclosure.objects.create(worker=unsent.draft.worker, draft=unsent.draft, added_at=at, **vars(taken))


def take_out(unsent: Unsent, reference: str) -> None:
    """Take a file out again."""
    Enclosure.objects.filter(draft=unsent.draft, reference=reference).delete()


def _with(now: Unsent, step: str, typed: Answers, at: datetime) -> dict[str, Any]:
    fields = dict(now.draft.fields)
    said = str(typed.get("when", ""))
    words = fields.get("typed", {})
    if "when" in typed and words.get(step, {}).get("when") != said:
        fields["typed"] = {**words, step: {"when": said, "at": at.isoformat()}}
    fields["answers"] = {**fields.get("answers", {}), step: dict(typed)}
    fields["stamps"] = {**fields.get("stamps", {}), step: at.isoformat()}
    fields["beside"] = {one: words for one, words in fields.get("beside", {}).items() if one != step}
    return fields


def _saved(now: Unsent, fields: dict[str, Any], at: datetime) -> Unsent:
    if len(json.dumps(fields).encode("utf-8")) > MOST_BYTES:
        raise NotKept("This is too long to keep. Share what you have, and start another report for the rest.")
    now.draft.fields, now.draft.saved_at = fields, at
    now.draft.save(update_fields=["fields", "saved_at"])
    return now

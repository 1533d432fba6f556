"""Who needs to know about a child: the circle, who looked, who is kept out, and what was not shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.children.acts import ACT_WORDS, ACTS
from erle.doors.staff.children.banner import banner, named, why_words
from erle.doors.staff.children.sharing import share_form
from erle.doors.staff.page import Page
from erle.doors.staff.words import day, day_and_time, spell, until
from erle.foundation.access import queries as access
from erle.foundation.access.rules import EMERGENCY_REASONS
from erle.foundation.agencies.rules import Ability
from erle.foundation.statute.bases import LAWFUL_BASES
from erle.knowledge.records.actions.looking import write_opening
from erle.knowledge.records.queries import child_called, copies_of

if TYPE_CHECKING:
    from erle.knowledge.records.models import Person

LINES = 10
OTHERS = "Anyone else who already knows the child’s full name and date of birth can learn only whom to ring."
REASONS = {reason.key: reason.words for reason in EMERGENCY_REASONS}
BASES = {basis.key: basis.label for basis in LAWFUL_BASES}


class Access(Page):
    """The circle's page."""

    template_name = "staff/access.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show who is in, who looked, and the form to share."""
        person = self.found(child_called, reference)
        write_opening(person=person, purpose="Opened who needs to know")
        first = max(0, int(request.GET.get("from", "0")) if request.GET.get("from", "0").isdecimal() else 0)
        circle = access.members(person.circle)
        inside = {one.worker_id for one in circle if one.is_person and one.starts_at <= self.now}
        return self.show(
            {
                **banner(person, "child_access", self.today),
                "heading": f"Who needs to know about {named(person).first}",
                "lede": f"{spell(len(inside), 'person', 'people')} can see this record. {OTHERS}",
                "why": why_words(circle, circle_of=person, worker=self.worker, now=self.now),
                "members": [self._member(person, member) for member in circle if member.is_person],
                "everything": [self._everything(act) for act in access.sees_everything(self.now)],
                "looked": self._looked(person, first),
                "copies": [self._copy(copy) for copy in copies_of(person.circle)[:LINES]],
                "kept_out": [self._kept_out(person, bar) for bar in access.kept_out(person.circle)],
                "not_shared": [self._not_shared(refusal) for refusal in access.not_shared(person.circle)],
                **self._acts(person),
            }
        )

    def _member(self, person: Person, member: access.Member) -> dict[str, Any]:
        may_end = member.kind != "opened" and Ability.SHARE in self.abilities
        return {
            "name": member.name,
            "role": f"{member.agency}, {member.role}" if member.role else member.agency,
            "why": {"lead": "Lead worker: ", "break_glass": "Emergency: "}.get(member.kind, "") + member.purpose,
            "until": until(member.ends_at, self.today),
            "not_yet": f"From {day(member.starts_at, self.today)}" if member.starts_at > self.now else "",
            "shared_by": f"{member.shared_by}, {day(member.shared_at, self.today)}",
            "basis": BASES.get(member.basis, member.basis),
            "withdraw_url": reverse("child_withdraw", args=[person.reference, member.share]) if may_end else "",
        }

    def _everything(self, act: Any) -> dict[str, str]:
        return {
            "name": f"{act.worker}, {act.worker.agency}",
            "why": act.purpose,
            "until": until(act.ends_at, self.today),
            "shared_by": f"{act.shared_by}, agreed by {act.agreed_by}",
        }

    def _looked(self, person: Person, first: int) -> dict[str, Any]:
        total = access.openings_count(person.circle, acts=ACTS)
        lines = access.openings(person.circle, acts=ACTS, first=first, number=LINES)
        here = reverse("child_access", args=[person.reference])
        return {
            "count": f"{len(lines)} of {spell(total, 'line', 'lines')}",
            "rows": [
                {
                    "when": day_and_time(line.at, self.today),
                    "who": "You" if line.worker_id == self.worker.pk else f"{line.name}, {line.agency}",
                    "what": line.purpose if line.act == "opened" else ACT_WORDS.get(line.act, line.act),
                    "why": ""
                    if line.act in {"opened", "refused"}
                    else BASES.get(line.purpose, REASONS.get(line.purpose, line.purpose)),
                    "strong": line.act in {"broke_glass", "reported_missing", "refused", "sealed"},
                }
                for line in lines
            ],
            "older_url": f"{here}?from={first + LINES}#ledger" if first + LINES < total else "",
            "newer_url": f"{here}?from={max(0, first - LINES)}#ledger" if first else "",
        }

    def _copy(self, copy: Any) -> dict[str, Any]:
        return {
            "number": f"Copy {copy.number}",
            "reference": copy.reference,
            "who": "You" if copy.made_by_id == self.worker.pk else f"{copy.made_by.name}, {copy.made_by.agency.name}",
            "when": day_and_time(copy.made_at, self.today),
            "purpose": copy.purpose,
            "lines": copy.lines,
        }

    def _kept_out(self, person: Person, bar: Any) -> dict[str, Any]:
        lift = reverse("child_let_back", args=[person.reference, bar.pk]) if Ability.KEEP_OUT in self.abilities else ""
        return {
            "name": f"{bar.worker}, {bar.worker.agency}",
            "since": f"Since {day(bar.starts_at, self.today)}",
            "reason": bar.reason,
            "by": f"Bars every door, break-glass included. Recorded by {bar.declared_by}.",
            "lift_url": lift,
        }

    def _not_shared(self, refusal: Any) -> dict[str, Any]:
        return {
            "asked_by": refusal.asked_by,
            "when": day(refusal.decided_at, self.today),
            "words": f"{refusal.purpose} {refusal.reason} {_asked_for(refusal.lines)} Decided by {refusal.decided_by}.",
        }

    def _acts(self, person: Person) -> dict[str, Any]:
        reference, abilities = person.reference, self.abilities
        share = Ability.SHARE in abilities
        return {
            "share_form": share_form(self.worker, self.now) if share else None,
            "share_url": reverse("child_share", args=[reference]) if share else "",
            "not_share_url": reverse("child_not_share", args=[reference]) if share else "",
            "keep_out_url": reverse("child_keep_out", args=[reference]) if Ability.KEEP_OUT in abilities else "",
            "seal_url": reverse("child_seal", args=[reference]) if Ability.SEAL in abilities else "",
            "seal_label": "Take the seal off" if person.sealed else "Seal this record",
        }


def _asked_for(lines: list[str]) -> str:
    return f"Asked for: {spell(len(lines), 'line', 'lines')}." if lines else "Asked for: the record."

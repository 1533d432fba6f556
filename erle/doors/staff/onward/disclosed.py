"""What was shared onwards: the list of it, and each as it was shared, with who read it for the one who shared it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.onward.checking import BASES, NOT_TOLD
from erle.doors.staff.onward.subject import line_words, lines_counted
from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.sharing_information.files import file_row, to_be_saved
from erle.doors.staff.words import clock_time, day_and_time, in_midst, spell, until
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.rules import standing
from erle.foundation.database.refusals import Refused
from erle.foundation.ledger import actions as ledger
from erle.foundation.ledger.rules import Act
from erle.knowledge.records.attachments.taking import give_out
from erle.knowledge.records.disclosing import queries as disclosing
from erle.knowledge.records.disclosing.actions import confirm_read, withdraw_disclosure

if TYPE_CHECKING:
    from erle.foundation.access.models import Share
    from erle.knowledge.records.models import DisclosedFile, Disclosure

PURPOSE = "Opened what was shared"
SHOWN = 100


class SharedList(Page):
    """What is shared with the worker, and what she shared."""

    template_name = "staff/onward/list.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show both lists, and write what they name."""
        received = list(disclosing.shared_with(self.worker)[:SHOWN])
        given = list(disclosing.shared_by(self.worker)[:SHOWN])
        things = [(one.reference, one.circle_id) for one in {one.pk: one for one in (*received, *given)}.values()]
        ledger.write_each(Act.LISTED, things=things, purpose="Shared onwards")
        return self.show(
            {
                "received": [self._received(one) for one in received],
                "given": [self._given(one) for one in given],
                "ending_url": reverse("shares_ending") if Ability.SHARE in self.abilities else "",
            }
        )

    def _received(self, one: Any) -> dict[str, Any]:
        if one.urgent and not one.confirmed and one.confirm_due_at:
            state = {"kind": standing(one.confirm_due_at, self.now).kind, "words": "Say that you read it"}
        else:
            state = {"kind": "plain", "words": "Opened"} if one.opened else {"kind": "wait", "words": "Not opened yet"}
        return {
            "about": one.about,
            "url": reverse("shared_one", args=[one.reference]),
            "purpose": one.purpose,
            "state": state,
            "meta": f"{one.shared_by}, {one.shared_by.agency}, {in_midst(one.shared_at, self.today)}",
        }

    def _given(self, one: Disclosure) -> dict[str, Any]:
        if one.withdrawn_at:
            state = {"kind": "done", "words": "Taken back"}
        elif one.ends_at <= self.now:
            state = {"kind": "plain", "words": "Ended"}
        else:
            state = {"kind": "wait", "words": f"Until {until(one.ends_at, self.today)}"}
        return {
            "about": one.about,
            "url": reverse("shared_one", args=[one.reference]),
            "purpose": one.purpose,
            "state": state,
            "meta": day_and_time(one.shared_at, self.today),
        }


class Shared(Page):
    """One of them, as it was shared."""

    template_name = "staff/onward/shared.html"
    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show it, and write that it was opened and how much of it."""
        return self._answer(self.found(disclosing.disclosure_called, reference))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Say that one has read it."""
        disclosure = self.found(disclosing.disclosure_called, reference)
        try:
            confirm_read(disclosure=disclosure, by=self.worker, at=self.now)
        except Refused as refused:
            return self._answer(disclosure, problem=str(refused))
        return redirect("shared_one", reference)

    def _answer(self, disclosure: Disclosure, *, problem: str = "") -> HttpResponse:
        lines = disclosing.lines_of(disclosure)
        detail = {"lines": len(lines)}
        ledger.write(
            Act.OPENED, about=disclosure.reference, circle_id=disclosure.circle_id, purpose=PURPOSE, detail=detail
        )
        receives = disclosing.is_recipient(disclosure, self.worker)
        confirmations = disclosing.confirmations_of(disclosure)
        mine = [one for one in confirmations if one.read_by_id == self.worker.pk]
        context = {
            "title": disclosure.about,
            "reference": disclosure.reference,
            "shared_by": f"{disclosure.shared_by}, {disclosure.shared_by.agency}",
            "summary": self._summary(disclosure),
            "lines": [line_words(line) for line in lines],
            "count": lines_counted(len(lines)),
            "files": [self._file(disclosure, one) for one in disclosing.files_in(disclosure)],
            "errors": [{"text": problem, "href": ""}] if problem else [],
            "confirmed": f"You said that you read this, {in_midst(mine[0].read_at, self.today)}." if mine else "",
            "confirm": self._confirm(disclosure) if receives and not mine and disclosure.urgent else None,
            "with_conditions": disclosure.conditions_accepted and any(line.conditions for line in lines),
            **(self._of_sharer(disclosure, lines=len(lines)) if not receives else {}),
        }
        return self.show(context, status=422 if problem else 200)

    def _file(self, disclosure: Disclosure, one: DisclosedFile) -> dict[str, Any]:
        return {**file_row(one), "url": reverse("shared_file", args=[disclosure.reference, one.reference])}

    def _confirm(self, disclosure: Disclosure) -> dict[str, Any] | None:
        return {"standing": standing(disclosure.confirm_due_at, self.now)} if disclosure.confirm_due_at else None

    def _summary(self, disclosure: Disclosure) -> list[tuple[str, str]]:
        rows = [
            ("What for", disclosure.purpose),
            ("Lawful basis", BASES.get(disclosure.basis, disclosure.basis)),
            ("Why this, and no less", disclosure.necessity),
            ("Child and family", disclosure.told),
            ("Not told because", NOT_TOLD.get(disclosure.not_told, disclosure.not_told)),
            ("Risks", disclosure.risk),
            ("Advice", disclosure.advice),
            ("Shared", day_and_time(disclosure.shared_at, self.today)),
            ("Until", until(disclosure.ends_at, self.today)),
            ("Reference", disclosure.reference),
        ]
        return [(key, value) for key, value in rows if value]

    def _of_sharer(self, disclosure: Disclosure, *, lines: int) -> dict[str, Any]:
        """Return what the one who shared it, or who holds the record, sees beside it."""
        shares, opened = disclosing.shares_of(disclosure), disclosing.read_by_recipients(disclosure)
        standing_still = [share for share in shares if share.withdrawn_at is None and share.ends_at > self.now]
        may_end = Ability.SHARE in self.abilities and disclosing.may_take_back(disclosure, self.worker)
        back = disclosure.withdrawn_at
        return {
            "sharer": True,
            "recipients": [self._recipient(share) for share in shares],
            "opened": [self._opening(one, lines) for one in opened],
            "said": [
                {"who": str(one.read_by), "when": day_and_time(one.read_at, self.today)}
                for one in disclosing.confirmations_of(disclosure)
            ],
            "nobody": not opened,
            "urgent": disclosure.urgent,
            "due": f"By {in_midst(disclosure.confirm_due_at, self.today)}" if disclosure.confirm_due_at else "",
            "taken_back": f"{disclosure.withdrawn_by}, {in_midst(back, self.today)}" if back else "",
            "because": disclosure.withdrawn_because,
            "take_back_url": reverse("shared_take_back", args=[disclosure.reference])
            if may_end and standing_still
            else "",
        }

    def _recipient(self, share: Share) -> dict[str, str]:
        who = f"{share.worker}, {share.worker.agency}" if share.worker else f"Each {share.role} at {share.agency}"
        if share.withdrawn_at:
            ends = f"Taken back {in_midst(share.withdrawn_at, self.today)}"
        elif share.ends_at <= self.now:
            ends = f"Ended {in_midst(share.ends_at, self.today)}"
        else:
            ends = f"Until {until(share.ends_at, self.today)}"
        return {"who": who, "ends": ends}

    def _opening(self, one: disclosing.Opening, lines: int) -> dict[str, str]:
        what = f"all {lines} lines" if lines > 1 and one.lines >= lines else lines_counted(one.lines)
        saved = f", saved {spell(one.files, 'file', 'files')}" if one.files else ""
        last = f", last at {clock_time(one.last_at)}" if one.times > 1 else ""
        return {
            "who": f"{one.worker}, {one.worker.agency}",
            "when": day_and_time(one.first_at, self.today),
            "what": f"Saw {what}{saved}. Opened {spell(one.times, 'time', 'times')}{last}.",
        }


class GiveOutShared(Page):
    """Give a file out that was shared, to be saved: whole, and written in the ledger before its first byte leaves."""

    needs = Ability.READ_RECORDS

    def get(self, request: HttpRequest, reference: str, file: str) -> HttpResponse:
        """Decrypt it and hand it over."""
        disclosure = self.found(disclosing.disclosure_called, reference)
        one = self.found(lambda asked: disclosing.file_called(asked, of=disclosure), file)
        content = give_out(reference=one.reference, sealed=bytes(one.content))
        ledger.write(Act.OPENED, about=one.reference, circle_id=one.circle_id, purpose="File that was shared")
        return to_be_saved(content, name=one.name, media_type=one.media_type)


class BecauseForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class TakeBack(FormPage):
    """Take back what was shared: access ends at once."""

    needs = Ability.SHARE
    form_class = BecauseForm
    disclosure: Disclosure

    def about(self) -> str:
        """Return its reference."""
        return str(self.kwargs["reference"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then show."""
        self.disclosure = self.found(disclosing.disclosure_called, self.about())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, then act."""
        self.disclosure = self.found(disclosing.disclosure_called, self.about())
        return super().post(request, *args, **kwargs)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say what it does, and what has been seen."""
        seen = [
            (f"{one.worker}, {one.worker.agency}", f"Opened {in_midst(one.first_at, self.today)}")
            for one in disclosing.read_by_recipients(self.disclosure)
        ]
        ends = "From this moment nobody with whom it was shared opens it, and each is told so."
        was_read = "What was read stays read; it stands below, and in the ledger." if seen else "Nobody has opened it."
        return {
            **super().context(form),
            "title": f"Take back what was shared of {self.disclosure.about}",
            "lead": f"{ends} {was_read}",
            "summary": seen,
            "submit": "Take it back now",
            "cancel_url": reverse("shared_one", args=[self.about()]),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Take it back."""
        withdraw_disclosure(disclosure=self.disclosure, because=answers["reason"], by=self.worker, at=self.now)
        self.done("Taken back. Nobody with whom it was shared opens it any more.")
        return redirect("shared_one", self.about())

"""Addresses that the rules hold to be one, however they are written: several confirmed in one act, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.page import FormPage
from erle.doors.staff.routes import address
from erle.doors.staff.things.held import BETWEEN
from erle.doors.staff.things.same import READ_BY
from erle.doors.staff.things.worklist import row, write_listed
from erle.doors.staff.words import spell
from erle.foundation.agencies.rules import Ability
from erle.knowledge.linkage.rules import LONGEST_REASON
from erle.knowledge.linkage.things.actions import hold_addresses_the_same
from erle.knowledge.linkage.things.worklist import to_judge

if TYPE_CHECKING:
    from erle.knowledge.linkage.things.worklist import ToJudge

MOST = 20


class AddressesForm(forms.Form):
    """Which pairs, and the one reason for all of them."""

    chosen = forms.MultipleChoiceField(
        label="Which of these are one address?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose the pairs that are one address",
            "invalid_choice": "One of these pairs does not wait any more. Look at the list again.",
        },
    )
    reason = forms.CharField(
        label="Your reason, for all that you chose",
        help_text=READ_BY,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={"required": "Write your reason"},
    )


class Addresses(FormPage):
    """The pairs of addresses that differ in how they are written alone."""

    needs: ClassVar[Ability | None] = Ability.READ_RECORDS
    form_class = AddressesForm
    template_name = "staff/things/addresses.html"
    waiting: list[ToJudge]

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        """Offer the pairs that wait."""
        self.waiting = [one for one in to_judge() if one.same_address][:MOST]
        form = super().make_form(*args, **kwargs)
        form.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (one["pair"], f"{one['one']} and {one['other']}") for one in map(row, self.waiting)
        ]
        return form

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return the pairs, and write which things they named."""
        write_listed(self.waiting)
        sent = set(form["chosen"].value() or [])
        rows = [{**row(one), "id": f"pair-{at}"} for at, one in enumerate(self.waiting)]
        return {
            **super().context(form),
            "rows": [{**one, "chosen": one["pair"] in sent} for one in rows],
            "back_url": address("things_near"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Hold each pair the same, all of them or none."""
        pairs = [tuple(one.split(BETWEEN)) for one in answers["chosen"]]
        hold_addresses_the_same(pairs=pairs, reason=answers["reason"], by=self.worker, at=self.now)
        number = spell(len(pairs), "pair", "pairs")
        self.done(f"{number} held to be the same, each by itself: the page of each thing shows it and takes it back.")
        return redirect("things_near")

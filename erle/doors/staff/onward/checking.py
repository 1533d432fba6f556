"""The last look before sharing: with whom, why, and every line as they will read it; and words left out of a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.fields import offer
from erle.doors.staff.onward.basket import empty
from erle.doors.staff.onward.details import AboutForm
from erle.doors.staff.onward.grounds import DetailsForm, ends_at, grounds_of, recipients_of
from erle.doors.staff.onward.subject import LEFT_OUT, handling_words, line_words
from erle.doors.staff.sharing_information.files import file_row
from erle.doors.staff.words import until
from erle.foundation.access import gate
from erle.foundation.database.refusals import Refused
from erle.foundation.statute.bases import LAWFUL_BASES, NOT_TOLD_REASONS
from erle.knowledge.records.disclosing.actions import (
    Chosen,
    NotARecipient,
    Recipients,
    share_onwards,
)
from erle.knowledge.records.disclosing.freezing import leave_out
from erle.knowledge.records.disclosing.rules import LEAVE_OUT_REASONS, Handling, LeaveOut
from erle.knowledge.records.disclosing.sources import files_of, sources_of

if TYPE_CHECKING:
    from erle.knowledge.records.disclosing.sources import Source

BASES = {basis.key: basis.label for basis in LAWFUL_BASES}
NOT_TOLD = {reason.key: reason.words for reason in NOT_TOLD_REASONS}
CHANGED = "What you chose was changed in another window. Look at it again, then share it."


class ConditionsForm(forms.Form):
    """Whether the conditions of lines are kept."""

    accepted = forms.BooleanField(
        label="The conditions are kept: they fit whom and what it is shared for", required=False
    )


class Check(AboutForm):
    """Check, then share."""

    form_class = ConditionsForm
    template_name = "staff/onward/check.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Share what was looked at; a refusal stands at the top."""
        self.load()
        before = self.before()
        if before:
            return redirect(before)
        form = ConditionsForm(request.POST)
        form.is_valid()
        if request.POST.get("version") != self.basket.version:
            form.add_error(None, CHANGED)
            return self.show(self.context(form), status=422)
        try:
            return self._share(accepted=bool(form.cleaned_data.get("accepted")))
        except gate.NotAble:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
        return self.show(self.context(form), status=422)

    def _details(self) -> DetailsForm:
        return DetailsForm(
            self.basket.data(),
            worker=self.worker,
            now=self.now,
            circles=self.circles(),
            sealed=self.subject.circle.sealed,
        )

    def before(self) -> str:
        """Choose lines, and say with whom and why, first."""
        if not self.basket.lines:
            return self.url("onwards")
        self.details = self._details()
        return "" if self.details.is_valid() else self.url("onwards_details")

    def _recipients(self) -> Recipients:
        return recipients_of(self.details.cleaned_data, circles=self.circles(), by=self.worker, at=self.now)

    def _share(self, *, accepted: bool) -> HttpResponse:
        answers, basket, recipients = self.details.cleaned_data, self.basket, self._recipients()
        if not recipients.workers and not recipients.posts:
            raise NotARecipient
        disclosure = share_onwards(
            subject=self.subject,
            chosen=Chosen(basket.lines, basket.leave_out),
            recipients=recipients,
            grounds=grounds_of(answers),
            ends_at=ends_at(answers),
            urgent=answers["urgent"],
            conditions_accepted=accepted,
            by=self.worker,
            at=self.now,
        )
        empty(self.worker, self.about())
        self.done("Shared. They have been told that something waits for them.")
        return redirect("shared_one", disclosure.reference)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Return what is shared, as they will read it."""
        sources, files = sources_of(self.subject, self.basket.lines), files_of(self.subject, self.basket.lines)
        lines = [self._line(source) for source in sources]
        conditions = [source for source in sources if source.handling is Handling.CONDITIONS]
        if not conditions:
            form.fields.pop("accepted", None)
        return {
            **self.around(),
            "form": form,
            "title": "Check before sharing",
            "summary": self._summary(),
            "lines": lines,
            "files": [file_row(one) for one in files],
            "gone": len(self.basket.lines) - len(sources) - len(files),
            "version": self.basket.version,
            "details_url": self.url("onwards_details"),
            "lines_url": self.url("onwards"),
        }

    def _summary(self) -> list[tuple[str, str]]:
        answers, recipients = self.details.cleaned_data, self._recipients()
        people = [f"{one.name}, {one.agency}" for one in recipients.workers]
        people += [f"Each {role.name.lower()} at {agency.name}" for agency, role in recipients.posts]
        rows = [
            ("With whom", "; ".join(people)),
            ("What for", answers["purpose"]),
            ("Lawful basis", BASES[answers["basis"]]),
            ("Why this, and no less", answers["necessity"]),
            ("Child and family", answers["told"]),
            ("Not told because", NOT_TOLD.get(answers["not_told"], "")),
            ("Risks", answers["risk"]),
            ("Advice", answers["advice"]),
            ("Until", until(ends_at(answers), self.today)),
            ("Urgent", "Yes: they say that they have read it" if answers["urgent"] else ""),
        ]
        return [(key, value) for key, value in rows if value]

    def _line(self, source: Source) -> dict[str, Any]:
        less = self.basket.leave_out.get(source.key)
        words = line_words(source)
        if less:
            words["title"], words["text"], words["quote"] = leave_out(source, less)
            words["left_out"] = LEFT_OUT[less.because]
        return {
            **words,
            "handling": handling_words(source),
            "leave_out_url": reverse("onwards_leave_out", args=[self.about(), source.key]),
        }


class LeaveOutForm(forms.Form):
    """Which words, and why."""

    words = forms.CharField(
        label="Which words are left out?",
        help_text="Copy them from the line, one passage to a line. Leave it empty to share the line whole.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    because = forms.ChoiceField(label="Why?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the reasons."""
        super().__init__(*args, **kwargs)
        offer(self, "because", [("", "Choose why"), *((one.key, one.words) for one in LEAVE_OUT_REASONS)])

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where there are words."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("words") and not answers.get("because"):
            self.add_error("because", "Choose why the words are left out")
        return answers


class LeaveWordsOut(AboutForm):
    """Leave words of one line out of what is shared; the record keeps them."""

    form_class = LeaveOutForm
    template_name = "staff/onward/leave_out.html"
    source: Source

    def load(self) -> None:
        """Load the line too, of those chosen."""
        super().load()
        key = str(self.kwargs["line"])
        found = sources_of(self.subject, [key]) if key in self.basket.lines else []
        if not found:
            raise Http404
        [self.source] = found

    def initial(self) -> dict[str, Any]:
        """Return what is left out so far."""
        less = self.basket.leave_out.get(self.source.key)
        return {"words": "\n".join(less.words), "because": less.because} if less else {}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Show the line."""
        return {
            **super().context(form),
            **self.around(),
            "title": "Leave words out of a line",
            "line": line_words(self.source),
            "submit": "Leave them out",
            "cancel_url": self.url("onwards_check"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Keep which."""
        words = [line.strip() for line in answers["words"].splitlines() if line.strip()]
        basket = self.basket
        others = {key: less for key, less in basket.leave_out.items() if key != self.source.key}
        if words:
            less = LeaveOut(words, answers["because"])
            leave_out(self.source, less)
            others[self.source.key] = less
        self.keep(replace(basket, leave_out=others))
        return redirect(self.url("onwards_check"))

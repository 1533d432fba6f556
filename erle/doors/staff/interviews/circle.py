"""From the child's circle: what the interviewer must know; and after the talk, risk and plan looked at again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.missing.plan import PARTS
from erle.doors.staff.missing.sitting import AtEpisode, EpisodeForm
from erle.doors.staff.words import day_and_time
from erle.foundation.access import gate
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import running_about
from erle.foundation.database.refusals import Refused
from erle.practice.missing.actions.learning import answer_offer, brief_interviewer, record_reviewed
from erle.practice.missing.queries import steps
from erle.practice.missing.queries.interviewed import briefed
from erle.practice.missing.queries.interviewing import offers_of
from erle.practice.missing.rules import INTERVIEW_TITLES, InterviewStatus
from erle.practice.missing.rules.interviewing import REVIEW_AFTER

PLACES = {name: label for label, name in PARTS}
NOT_OPEN = "No interview is open for this time missing: nobody was told."


class BriefForm(forms.Form):
    """What an interviewer must know."""

    reach = forms.CharField(
        label="Where and how does one reach the child?",
        help_text="Through whom, at which times, by which number.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    may_be_told = forms.CharField(
        label="Who may be told, and who must not be?",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    risks = forms.CharField(
        label="Risks to the child and to the interviewer",
        help_text="What she must know to be safe, and no more of the child’s story.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    wishes = forms.CharField(
        label="What does the child ask for?", widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )


class Brief(EpisodeForm):
    """Tell the interviewer what she must know."""

    needs = Ability.HAND_IN
    form_class = BriefForm
    title, submit = "For the interviewer", "Tell the interviewer"
    lead = "An independent person holds the talk. She sees this and the times missing, and nothing else of the record."

    def initial(self) -> dict[str, Any]:
        """Begin with what she was told last."""
        told = briefed(self.episode)
        return {name: getattr(told, name) for name in BriefForm.base_fields} if told else {}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say which service holds it."""
        told = briefed(self.episode)
        rows = [
            ("Service", told.service.name if told else "No service holds an interview for this child now"),
            ("Told last", self._told(told) if told else "Nothing yet"),
        ]
        return {**super().context(form), "summary": rows}

    def _told(self, told: Any) -> str:
        return f"{day_and_time(told.written_at, self.today)}, {told.written_by.name}, {told.written_by.agency.name}"

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Tell her."""
        if running_about(self.episode.reference, key="return_interview") is None or briefed(self.episode) is None:
            messages.warning(self.request, NOT_OPEN)
            return redirect(self.url())
        brief_interviewer(episode=self.episode, **answers, by=self.worker, at=self.now)
        return self.back("The interviewer is told.")


class ReviewForm(forms.Form):
    """What was changed."""

    words = forms.CharField(
        label="What did you change in risk and plan, or why nothing?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class Review(EpisodeForm):
    """Look at risk and plan again."""

    needs = Ability.HAND_IN
    form_class = ReviewForm
    template_name = "staff/interviews/review.html"
    title, submit = "After the return interview", "Record it"
    lead = "Read what was said, look at risk and plan again, and write what you changed."

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Show what is known of the interview here, and the lines that it offers for the plan."""
        person = self.episode.person
        return {
            **super().context(form),
            "steps": [
                {
                    "title": INTERVIEW_TITLES[InterviewStatus(step.status)],
                    "meta": f"{day_and_time(step.happened_at, self.today)}, {step.interviewer}",
                    "note": step.note,
                }
                for step in steps(self.episode)
            ],
            "offers": [
                {"place": place, "part": PLACES.get(one.part, one.part), "words": one.words}
                for place, one in offers_of(self.episode.person_id).items()
            ],
            "episode": self.episode,
            "waits": running_about(self.episode.reference, key=REVIEW_AFTER) is not None,
            "chronology_url": reverse("child_chronology", args=[person.reference]),
            "plan_url": reverse("child_plan", args=[person.reference]),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Record it."""
        record_reviewed(episode=self.episode, **answers, by=self.worker, at=self.now)
        return self.back("Recorded: risk and plan were looked at again.")


class AnswerOffer(AtEpisode):
    """Put a line that an interview offers into the plan, or leave it."""

    http_method_names = ("post",)
    needs = Ability.HAND_IN

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Leave it, or go to the plan with the line written in."""
        self.load()
        sent = request.POST.get("offer", "")
        offers = offers_of(self.episode.person_id)
        if sent not in offers:
            messages.warning(request, "Somebody answered this already.")
            return redirect("episode_review", self.episode.reference)
        if request.POST.get("choice") != "leave":
            return redirect(f"{reverse('child_plan', args=[self.episode.person.reference])}?offer={sent}")
        try:
            answer_offer(offer=offers[sent], taken=False, by=self.worker, at=self.now)
        except gate.NotAble:
            raise
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            self.done("The line is left out of the plan.")
        return redirect("episode_review", self.episode.reference)

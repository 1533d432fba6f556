"""Check what will be shared, share it, or decide not to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.sharing_information.hints import to_suggest
from erle.doors.staff.sharing_information.sending.gathering import about, handed
from erle.doors.staff.sharing_information.sending.summary import LABELS, missing_words, summary
from erle.doors.staff.sharing_information.sharing_page import SharingPage
from erle.doors.staff.sharing_information.steps import CHECK, ITEMS, WHAT, Place, still_to_answer
from erle.doors.staff.sharing_information.unsent import ChangedMeanwhile, NotKept, Unsent, keep, locked, throw_away
from erle.doors.staff.words import clock_time
from erle.foundation.access import gate
from erle.foundation.database.refusals import Refused
from erle.practice.desk.actions.arriving import share_information


class Check(SharingPage):
    """Everything that will be shared, with a way back to each of it."""

    kind = CHECK
    template_name = "staff/sharing/check.html"

    def asked(self) -> HttpResponse:
        """Show it."""
        return self._shown([])

    def sent(self) -> HttpResponse:
        """Share it, if it stands as it was read."""
        self.unsent = locked(self.worker, self.unsent.reference)
        if self.request.POST.get("seen", "") != self.unsent.saved_at.isoformat():
            at = clock_time(self.unsent.saved_at)
            words = f"This changed at {at} in another window. Read it once more, and share it then."
            return self._shown([words], status=409)
        if still_to_answer(self.unsent, grades=self.grades):
            return self._shown([], status=422)
        try:
            shared = share_information(
                about=about(self), agency=self.agency, handed=handed(self), by=self.worker, at=self.now
            )
        except gate.NotAble:
            raise
        except Refused as refused:
            return self._shown([str(refused)], status=422)
        throw_away(self.unsent)
        return redirect("handed_in_report", shared.report.reference)

    def _shown(self, problems: list[str], *, status: int = 200) -> HttpResponse:
        reference = self.unsent.reference
        missing = still_to_answer(self.unsent, grades=self.grades)
        lines = [{"text": words, "href": ""} for words in problems]
        if status == 422 or not problems:
            lines += [
                {"text": missing_words(place), "href": place.url(reference)} for place in missing if status == 422
            ]
        context = {
            **self.shell(),
            "seen": self.unsent.saved_at.isoformat(),
            "saved_at": clock_time(self.unsent.saved_at),
            "problems": lines,
            "missing": [(missing_words(place), f"{place.url(reference)}?then={CHECK}") for place in missing],
            "sections": summary(self),
            "suggestions": suggested(self.unsent),
            "words_url": Place("words").url(reference),
            "not_url": Place("not").url(reference),
        }
        return self.show(context, status=status)


class Words(SharingPage):
    """Take a suggestion about words from the check, or keep the words."""

    kind = "words"

    def asked(self) -> HttpResponse:
        """It is only sent."""
        return redirect(Place(CHECK).url(self.unsent.reference))

    def sent(self) -> HttpResponse:
        """Change the words in that place, or remember that they are kept."""
        step, words = self.request.POST.get("step", ""), self.request.POST.get("words", "")
        said = self.unsent.answers(step) if step in worded(self.unsent) else {}
        found = [one for one in to_suggest(said.get("text", ""), said.get("kept_words", "")) if one.words == words]
        if found:
            one, text = found[0], said["text"]
            if self.request.POST.get("choice") == "use":
                said["text"] = text[: one.start] + one.instead + text[one.end :]
            else:
                said["kept_words"] = "\n".join(filter(None, (said.get("kept_words", ""), one.words)))
            try:
                keep(self.unsent, step, said, seen=self.request.POST.get("seen", ""), done=True, at=self.now)
            except (ChangedMeanwhile, NotKept) as refused:
                self.done(str(refused))
        return redirect(Place(CHECK).url(self.unsent.reference) + "#words")


def worded(unsent: Unsent) -> dict[str, str]:
    """Return the steps in whose text words are pointed out, with what each is called."""
    return {**{Place(WHAT, number).step: LABELS[ITEMS] for number in unsent.items}, "strengths": LABELS["strengths"]}


def suggested(unsent: Unsent) -> list[dict[str, Any]]:
    """Return every suggestion about words, with the step in which they stand."""
    rows = []
    for step, label in worded(unsent).items():
        said = unsent.answers(step)
        for one in to_suggest(said.get("text", ""), said.get("kept_words", "")):
            rows.append({**vars(one), "step": step, "label": label, "seen": unsent.stamp(step)})
    return rows

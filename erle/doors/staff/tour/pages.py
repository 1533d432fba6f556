"""The pages of the tour, which stand on the demo alone: all steps, one step, and the file that a step hands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from erle.doors.staff.tour.reading import ROOM, Step, said
from erle.doors.staff.words import spell
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.queries import working
from erle.knowledge.linkage.judging import judged, to_judge
from erle.knowledge.records.queries import children

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker


QUESTION = "{question}"


@dataclass(frozen=True)
class Found:
    """What a step says of a child by `{maisie.reference}` and `{zofia.born}`."""

    reference: str
    born: str


class Tour(View):
    """Every step, by whose day it is."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        steps = list(said().steps())
        places = {step.key: place for place, step in enumerate(steps, start=1)}
        people = [
            {"heading": person.heading, "rows": [_row(step, places[step.key]) for step in person.steps]}
            for person in said().people
        ]
        return render(request, "staff/tour/list.html", {"people": people, "count": spell(len(steps), "step", "steps")})


class TourStep(View):
    """One step, with the button that signs in at the desk where it is done."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show it, and the ways to the step before and after."""
        steps = list(said().steps())
        place = next((place for place, step in enumerate(steps) if step.key == key), None)
        if place is None:
            raise Http404
        step = steps[place]
        words = {**_children(), **_question(step)}
        context = {
            "step": step,
            "place": f"Step {place + 1} of {len(steps)}",
            "desk": _desk(step),
            "next": step.at.format(**words),
            "acts": [act.format(**words) for act in step.acts],
            "first": _link(steps, next((n for n, one in enumerate(steps) if one.key == step.after), -1)),
            "previous": _link(steps, place - 1),
            "following": _link(steps, place + 1),
        }
        return render(request, "staff/tour/step.html", context)


class TourFile(View):
    """The file that a step hands in, to be saved."""

    http_method_names = ("get",)

    def get(self, request: HttpRequest, name: str) -> FileResponse:
        """Give it out; it has rows about nobody."""
        if name not in {step.file for step in said().steps() if step.file}:
            raise Http404
        return FileResponse((ROOM / name).open("rb"), as_attachment=True, filename=name, content_type="text/csv")


def _row(step: Step, place: int) -> dict[str, Any]:
    return {"place": place, "url": reverse("tour_step", args=[step.key]), "title": step.title, "who": step.who}


def _link(steps: list[Step], place: int) -> dict[str, Any] | None:
    return _row(steps[place], place + 1) if 0 <= place < len(steps) else None


def _desk(step: Step) -> dict[str, Any]:
    worker = _called(step.who)
    now = timezone.now()
    held = worker.posts.select_related("role", "agency").filter(starts_at__lte=now, ends_at__gt=now)
    return {"number": worker.pk, "name": worker.name, "role": ", ".join(f"{post.role}, {post.agency}" for post in held)}


def _called(name: str) -> Worker:
    worker = working(timezone.now()).filter(name=name).first()
    if worker is None:
        raise Http404
    return worker


def _question(step: Step) -> dict[str, str]:
    """Return, for a step at a question, the first of those about the first child that are asked of whoever does it."""
    if QUESTION not in step.at:
        return {}
    worker, about = _called(step.who), next(iter(said().children.values())).name
    with acting_as(worker):
        for one in judged(to_judge(), worker):
            if f"{one.question.picture.given_names} {one.question.picture.family_name}" == about:
                return {"question": one.question.reference}
    raise Http404


def _children() -> dict[str, Found]:
    """Return the children whom the steps need, each as a worker in the circle sees the child; no record is opened."""
    found = {}
    for key, named in said().children.items():
        given, _, family = named.name.partition(" ")
        with acting_as(_called(named.known_to)):
            child = (
                children().filter(given_names=given, family_name=family, born_on__isnull=False).order_by("id").first()
            )
        if child is None or child.born_on is None:
            raise Http404
        found[key] = Found(child.reference, f"{child.born_on.day} {child.born_on:%b %Y}")
    return found

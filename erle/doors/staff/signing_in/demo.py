"""The demo's way in: one click on a worker's name. Its address exists on the demo alone."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from erle.doors.staff.signing_in import steps
from erle.doors.staff.signing_in.assurance import Method
from erle.doors.staff.signing_in.sign_in import words_after_the_end
from erle.foundation.agencies.queries import working


class DemoSignIn(View):
    """Show who works where, and sign in as whoever is clicked; who has a password is no demo worker."""

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them by agency."""
        wanted = steps.safe_next(request, request.GET.get("next", ""))
        context = {"groups": _groups(), "next": wanted, "action": request.path, "said": words_after_the_end(request)}
        return render(request, "staff/demo_sign_in.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in as the worker of the number."""
        number = request.POST.get("worker", "")
        worker = steps.worker_numbered(int(number)) if number.isascii() and number.isdigit() else None
        if not settings.DEMO or worker is None or worker.has_usable_password():
            raise Http404
        wanted, at = steps.safe_next(request, request.POST.get("next", "")), timezone.now()
        request.was_no_guess = True  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            if request.user.pk == worker.pk:
                return redirect(wanted or "/")
            steps.leave(request, because="Another desk", at=at)
        token = request.META.get("CSRF_COOKIE")
        steps.enter(request, worker=worker, methods=[Method.DEMO], at=at)
        if token:
            request.META["CSRF_COOKIE"] = token  # the tour stays open in its own tab, and can be gone on with there
        return redirect(wanted or "/")


def _groups() -> list[dict[str, Any]]:
    now = timezone.now()
    found = working(now).order_by("agency__name", "name").prefetch_related("posts__role")
    people = [worker for worker in found if not worker.has_usable_password()]
    return [
        {"agency": agency, "workers": [_worker(worker, now) for worker in workers]}
        for agency, workers in groupby(people, key=lambda worker: worker.agency.name)
    ]


def _worker(worker: Any, now: Any) -> dict[str, Any]:
    posts = [post for post in worker.posts.all() if post.starts_at <= now < post.ends_at]
    roles = ", ".join(sorted(post.role.name for post in posts))
    return {"number": worker.pk, "name": worker.name, "role": roles, "sees": ""}

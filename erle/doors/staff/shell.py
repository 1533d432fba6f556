"""What stands around every page: who is signed in, as whom, where one can go, and how long one stays signed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from erle.doors.staff.routes import address
from erle.doors.staff.signing_in.stays.timeouts import session_context
from erle.doors.staff.words import LONDON, clock_time, long_day
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import HeldPost, Waiting, posts_and_waiting
from erle.practice.desk.queries.queue import waiting_count

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Worker


PLACES_OF_THE_LAYOUT = ("search", "account", "sign_in", "sign_out", "help", "protocols")


@dataclass(frozen=True)
class Place:
    """A place that the navigation leads to."""

    label: str
    url: str
    current: bool
    count: int | None = None
    late: bool = False


def acting_worker(request: HttpRequest) -> Worker | None:
    """Return the worker who is signed in, may still work here, and has shown what this installation asks for."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return cast("Worker", user)


def held(request: HttpRequest, worker: Worker, now: datetime) -> tuple[Sequence[HeldPost], Waiting]:
    """Return the posts that the worker holds at this request, and what waits for her; read once."""
    known: tuple[Sequence[HeldPost], Waiting] | None = getattr(request, "held_posts", None)
    if known is None:
        known = posts_and_waiting(worker, now)
        request.held_posts = known  # type: ignore[attr-defined]
    return known


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout shows."""
    worker = acting_worker(request)
    shared: dict[str, Any] = {"partnership": settings.PARTNERSHIP, "demo": settings.DEMO, "worker": worker}
    shared |= {f"{name}_url": address(name) for name in PLACES_OF_THE_LAYOUT}
    if settings.DEMO:
        shared["tour_url"] = address("tour")
    if worker is None or request.resolver_match is None:
        return shared
    now = timezone.now()
    posts, waiting = held(request, worker, now)
    roles = ", ".join(f"{post.role}, {post.agency}" for post in posts)
    abilities = {ability for post in posts for ability in post.abilities}
    share_url = address("share_information") if Ability.HAND_IN in abilities else ""
    return {
        **shared,
        "role_words": roles or f"No post now, {worker.agency}",
        "navigation": navigation(tuple(_places(request, abilities, waiting)), share_url),
        "share_information_url": share_url,
        "may_search": Ability.READ_RECORDS in abilities,
        "may_share": Ability.SHARE in abilities,
        "session": session_context(request),
        "made_at": f"{clock_time(now)} on {long_day(now.astimezone(LONDON).date())}",
    }


@lru_cache(maxsize=2_000)
def navigation(places: tuple[Place, ...], share_url: str) -> SafeString:
    """Return the navigation as it is shown, drawn once for the same places with the same counts."""
    return render_to_string("parts/service_navigation.html", {"nav": places, "share_url": share_url})


def _places(request: HttpRequest, abilities: set[str], waiting: Waiting) -> list[Place]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    places = [_place("My work", "my_work", here, count=waiting.overdue, late=True)]
    if Ability.TRIAGE in abilities:
        places.append(_place("MASH desk", "desk", here, count=waiting_count()))
    if Ability.HOLD_INTERVIEWS in abilities:
        places.append(_place("Return interviews", "interviews", here))
    if Ability.READ_RECORDS in abilities:
        places.append(_place("Missing now", "missing_now", here))
        places.append(_place("Children", "children", here))
    if Ability.ASK_WHETHER_KNOWN in abilities:
        places.append(_place("Is this child known?", "ask", here))
    if Ability.HAND_IN in abilities:
        places.append(_place("Shared by me", "handed_in", here))
    if Ability.HAND_IN_FILES in abilities:
        places.append(_place("Files", "imports", here))
    if Ability.REVIEW_BREAK_GLASS in abilities:
        places.append(_place("Reviews", "reviews", here, count=waiting.to_review))
    if Ability.SEE_FIGURES in abilities and Ability.READ_RECORDS not in abilities:
        places.append(_place("Figures", "figures", here))
    if abilities & {Ability.WRITE_PROTOCOLS, Ability.SIGN_PROTOCOLS}:
        places.append(_place("Protocols", "protocols", here))
    places.append(_place("Told to me", "notices", here, count=waiting.told))
    if abilities & {Ability.MANAGE_AGENCIES, Ability.MANAGE_WORKERS, Ability.SET_LIMITS, Ability.SHARE_EVERYTHING}:
        places.append(_place("Administration", "administration", here))
    return places


def _place(label: str, name: str, here: str, *, count: int | None = None, late: bool = False) -> Place:
    among_children = name == "children" and here.startswith(("child", "line", "thing"))
    among_missing = name == "missing_now" and here.startswith(("missing", "episode", "figures"))
    at_interviews = name == "interviews" and here.startswith(("interview", "withheld")) and here != "interview_services"
    current = at_interviews or here == name or here.startswith(f"{name}_") or among_children or among_missing
    return Place(label, address(name), current, count or None, late)

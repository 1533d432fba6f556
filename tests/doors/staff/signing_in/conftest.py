"""A worker who has a password and an authenticator app, a browser, and a clock that can be moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from erle.doors.staff.signing_in import factors
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from tests.partnership import Partnership

PASSWORD = "mallow tram quiet lantern"


class Clock:
    """The moment that the staff door takes for now."""

    def __init__(self) -> None:
        self.now = timezone.now().replace(microsecond=0)

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Enrolled:
    """A worker with both factors."""

    worker: Worker
    seed: str
    clock: Clock

    def code(self, *, steps: int = 0) -> str:
        return code_of(self.seed, self.clock.now, steps=steps)


def code_of(seed: str, at: datetime, *, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(seed, int(at.timestamp()) // 30 + steps)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def enrol(worker: Worker, clock: Clock) -> Enrolled:
    worker = Worker.objects.get(pk=worker.pk)
    worker.password = hashed()
    with acting_as(worker):
        worker.save(update_fields=["password"])
    seed = factors.new_seed()
    assert factors.set_up_app(seed=seed, code=code_of(seed, clock.now), by=worker, at=clock.now)
    clock.go(seconds=60)
    return Enrolled(worker, seed, clock)


@cache
def hashed() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def joanna(partnership: Partnership, clock: Clock) -> Enrolled:
    return enrol(partnership.lead, clock)


@pytest.fixture
def imran(partnership: Partnership, clock: Clock) -> Enrolled:
    return enrol(partnership.member, clock)


@pytest.fixture
def browser() -> Client:
    return Client()


def password_step(browser: Client, email: str, password: str = PASSWORD, *, then: str = "", **extra: Any) -> Any:
    return browser.post("/sign-in/", {"email": email, "password": password, "next": then}, **extra)


def sign_in(browser: Client, who: Enrolled, *, then: str = "", **extra: Any) -> Any:
    assert password_step(browser, who.worker.email, then=then, **extra).status_code == 302
    answer = browser.post("/second-factor/", {"code": who.code()}, **extra)
    who.clock.go(seconds=30)
    return answer


def is_signed_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200

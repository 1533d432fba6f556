"""Brakes stop a guesser, and nobody can turn them on a colleague."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client, RequestFactory

from erle.doors.staff.signing_in import brakes, middleware, places
from erle.doors.staff.signing_in.buckets import Bucket, forget_before
from erle.doors.staff.signing_in.urls import addresses
from tests.doors.staff.signing_in.conftest import PASSWORD, Clock, Enrolled, is_signed_in, password_step, sign_in

OFFICE, HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9", "192.0.2.44"
TOO_MANY = 429


def test_every_address_at_which_tries_are_counted_begins_as_it_is_looked_up() -> None:
    counted = middleware.BY_PASSWORD | middleware.BY_CODE | middleware.OWN
    begins = {one.name: f"/{one.pattern}" for one in addresses(demo=False) if one.name in counted}

    assert begins.keys() == counted
    assert [path for path in begins.values() if not path.startswith(middleware.COUNTED)] == []


def fail(browser: Client, email: str, times: int, *, source: str) -> list[int]:
    return [password_step(browser, email, "wrong guess", REMOTE_ADDR=source).status_code for _ in range(times)]


def test_a_guesser_is_stopped(joanna: Enrolled, browser: Client) -> None:
    statuses = fail(browser, joanna.worker.email, brakes.PAIR.size + 3, source=ELSEWHERE)

    assert statuses == [422] * brakes.PAIR.size + [TOO_MANY] * 3
    assert password_step(browser, joanna.worker.email, REMOTE_ADDR=ELSEWHERE).status_code == TOO_MANY


def test_a_guesser_elsewhere_never_stops_the_worker(joanna: Enrolled, browser: Client) -> None:
    fail(Client(), joanna.worker.email, brakes.PAIR.size + 5, source=ELSEWHERE)

    sign_in(browser, joanna, REMOTE_ADDR=HOME)

    assert is_signed_in(browser)


def test_a_guesser_in_her_own_office_never_stops_her_on_her_own_device(joanna: Enrolled, browser: Client) -> None:
    sign_in(browser, joanna, REMOTE_ADDR=OFFICE)
    browser.post("/sign-out/")
    fail(Client(), joanna.worker.email, brakes.SOURCE.size + 5, source=OFFICE)

    sign_in(browser, joanna, REMOTE_ADDR=OFFICE)

    assert is_signed_in(browser)


def test_a_device_is_known_for_those_who_signed_in_on_it_alone(
    joanna: Enrolled, imran: Enrolled, browser: Client
) -> None:
    sign_in(browser, joanna, REMOTE_ADDR=OFFICE)
    browser.post("/sign-out/")

    statuses = fail(browser, imran.worker.email, brakes.PAIR.size + 1, source=OFFICE)

    assert statuses[-1] == TOO_MANY


def test_a_changed_device_cookie_is_no_device(joanna: Enrolled, browser: Client) -> None:
    sign_in(browser, joanna)
    request = RequestFactory().get("/")
    request.COOKIES[places.cookie_name()] = browser.cookies[places.cookie_name()].value + "x"

    assert places.known_device(request, joanna.worker.email) is None
    assert browser.cookies[places.cookie_name()]["httponly"]


def test_a_storm_leaves_each_source_some_tries(joanna: Enrolled, clock: Clock) -> None:
    for number in range(brakes.WORKER.size):
        fail(Client(), joanna.worker.email, 1, source=f"203.0.113.{number + 100}")

    statuses = fail(Client(), joanna.worker.email, 4, source=ELSEWHERE)
    browser = Client()
    sign_in(browser, joanna, REMOTE_ADDR=HOME)

    assert statuses == [422, 422, TOO_MANY, TOO_MANY]
    assert is_signed_in(browser)


def test_whoever_signs_in_costs_her_office_nothing(joanna: Enrolled, clock: Clock) -> None:
    for _ in range(brakes.SOURCE.size + 5):
        assert password_step(Client(), joanna.worker.email, REMOTE_ADDR=OFFICE).status_code == 302


def test_waiting_lets_one_try_again(joanna: Enrolled, browser: Client, clock: Clock) -> None:
    fail(browser, joanna.worker.email, brakes.PAIR.size + 1, source=HOME)
    clock.go(minutes=5)

    sign_in(browser, joanna, REMOTE_ADDR=HOME)

    assert is_signed_in(browser)


def test_codes_are_braked_too(joanna: Enrolled, clock: Clock) -> None:
    statuses = []
    for _ in range(brakes.CODE_PAIR.size + 1):
        browser = Client()
        password_step(browser, joanna.worker.email, REMOTE_ADDR=HOME)
        statuses.append(browser.post("/second-factor/", {"code": "000000"}, REMOTE_ADDR=HOME).status_code)

    assert statuses == [422] * brakes.CODE_PAIR.size + [TOO_MANY]


def test_unknown_and_known_addresses_get_the_same_words_and_work(
    joanna: Enrolled, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    work: list[str] = []

    def counted(act: Any) -> Any:
        def count(*given: Any) -> Any:
            work.append("hash")
            return act(*given)

        return count

    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counted(getattr(Argon2PasswordHasher, name)))
    browser.get("/sign-in/")
    answers, works = [], []
    for email in (joanna.worker.email, "nobody@else.invalid", "import@childrens-services.invalid"):
        work.clear()
        page = password_step(browser, email, "wrong guess").content.decode()
        answers.append(page.replace(email, ""))
        works.append(len(work))

    assert "is not right" in answers[0]
    assert len({len(page) for page in answers}) == 1
    assert works == [1, 1, 1]


def test_a_forged_forwarding_header_is_not_believed(settings: object) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=OFFICE, HTTP_X_FORWARDED_FOR=f"{HOME}, {ELSEWHERE}")

    assert places.address(request) == OFFICE
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]
    assert places.address(request) == ELSEWHERE


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", "127.0.0.1"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_source_is_an_address_or_a_network_of_ipv6(address: str, network: str) -> None:
    assert places.network(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_a_bucket_fills_again_up_to_its_size(db: None, clock: Clock) -> None:
    bucket = Bucket("test", 3, 10)

    assert [bucket.take("a", at=clock.now) for _ in range(4)] == [True, True, True, False]
    assert bucket.take("b", at=clock.now)
    assert bucket.take("a", at=clock.now + timedelta(seconds=10))
    assert not bucket.take("a", at=clock.now + timedelta(seconds=11))
    assert [bucket.take("a", at=clock.now + timedelta(hours=1)) for _ in range(4)] == [True, True, True, False]


def test_a_bucket_names_nobody(db: None, clock: Clock) -> None:
    Bucket("test", 3, 10).take("joanna@agency.invalid", at=clock.now)

    with connection.cursor() as cursor:
        cursor.execute("SELECT bucket FROM staff_attempt WHERE bucket LIKE 'test:%%'")
        assert "joanna" not in cursor.fetchone()[0]
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'staff_attempt'")
        assert cursor.fetchone()[0] == "u"


def test_old_buckets_are_forgotten(db: None, clock: Clock) -> None:
    Bucket("test", 3, 10).take("a", at=clock.now - timedelta(days=2))

    assert forget_before(clock.now - timedelta(days=1)) >= 1


def test_many_at_once_never_take_more_than_there_is(django_db_setup: None, django_db_blocker: Any) -> None:
    bucket, at, start = Bucket("race", 20, 3600), datetime.now(UTC), threading.Barrier(4)
    granted: list[bool] = []

    def guess() -> None:
        start.wait()
        granted.extend(bucket.take("one", at=at) for _ in range(15))
        connections.close_all()

    with django_db_blocker.unblock():
        threads = [threading.Thread(target=guess) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        forget_before(at + timedelta(days=1))

    assert len(granted) == 60
    assert sum(granted) == 20


def test_the_password_stands_in_no_answer(joanna: Enrolled, browser: Client) -> None:
    assert PASSWORD not in password_step(browser, "nobody@else.invalid").content.decode()

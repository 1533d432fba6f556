"""An agency's own sign-in lets in whom it was let in for: by issuer and subject, never by e-mail address."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from erle.doors.staff.signing_in import openid, steps
from erle.doors.staff.signing_in.invitation import INVITATION, make_link
from erle.doors.staff.signing_in.openid_settings import BadWayIn, WayIn, providers, ways_in
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import leave
from erle.foundation.agencies.models import Worker
from tests.doors.staff.signing_in.conftest import Clock, Enrolled, enrol
from tests.partnership import Partnership, as_administrator

OURS = WayIn("childrens-services", "Children's Services", "https://login.example", "erle", "s", amr=frozenset({"mfa"}))
THEIRS = WayIn("northmere-police", "Police", "https://id.example", "erle", "s", acr=frozenset({"aal2"}))


@pytest.fixture(autouse=True)
def two_issuers(settings: Any) -> None:
    settings.OPENID_WAYS = (OURS, THEIRS)


def login(way: WayIn, subject: str = "u1", **claims: Any) -> Any:
    told = {
        "iss": way.issuer,
        "sub": subject,
        "email": "joanna.pryce@childrens-services.invalid",
        "email_verified": True,
        **claims,
    }
    return SimpleNamespace(account=SimpleNamespace(provider=way.key, uid=subject, extra_data={"id_token": told}))


class Visit:
    """A request whose session stays."""

    def __init__(self) -> None:
        self.session = Client().session

    def arrive(self, sent: Any, clock: Clock) -> Any:
        self.request = RequestFactory().get("/")
        self.request.session = self.session
        self.request.user = AnonymousUser()
        return openid.receive(self.request, openid.arrival(sent), at=clock.now)


def tie(worker: Worker, way: WayIn, subject: str = "u1") -> None:
    SocialAccount.objects.create(user=worker, provider=way.key, uid=subject)


def test_a_known_account_with_two_factors_is_let_in(partnership: Partnership, clock: Clock) -> None:
    tie(partnership.lead, OURS)
    visit = Visit()

    answer = visit.arrive(login(OURS, amr=["pwd", "mfa"]), clock)

    assert answer.headers["Location"] == "/"
    assert visit.request.user == partnership.lead


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "aal2"}, {"amr": "mfa"}])
def test_a_known_account_without_two_factors_must_show_one_here(
    partnership: Partnership, clock: Clock, claims: dict[str, Any]
) -> None:
    tie(partnership.lead, OURS)
    visit = Visit()

    answer = visit.arrive(login(OURS, **claims), clock)

    assert answer.headers["Location"] == "/second-factor/"
    assert not visit.request.user.is_authenticated


def test_the_same_address_from_another_issuer_is_nobody(partnership: Partnership, clock: Clock) -> None:
    tie(partnership.lead, OURS)
    visit = Visit()

    answer = visit.arrive(login(THEIRS, acr="aal2"), clock)

    assert answer.status_code == 403
    assert not visit.request.user.is_authenticated
    assert SocialAccount.objects.count() == 1


def test_a_verified_address_without_an_invitation_is_nobody(partnership: Partnership, clock: Clock) -> None:
    assert Visit().arrive(login(OURS, amr=["mfa"]), clock).status_code == 403


def test_an_issuer_that_speaks_for_another_is_nobody(partnership: Partnership, clock: Clock) -> None:
    tie(partnership.lead, OURS)

    assert Visit().arrive(login(OURS, iss=THEIRS.issuer, amr=["mfa"]), clock).status_code == 403
    assert Visit().arrive(login(OURS, sub=""), clock).status_code == 403


@pytest.fixture
def invited(partnership: Partnership, clock: Clock) -> Visit:
    administrator: Enrolled = enrol(partnership.administrator, clock)
    with acting_as(administrator.worker):
        worker = Worker.objects.get(pk=partnership.coordinator.pk)
        path = make_link(worker=worker, by=administrator.worker, at=clock.now)
    visit = Visit()
    visit.session[INVITATION] = path.split("/")[2]
    return visit


def test_an_invitation_ties_the_account_once(partnership: Partnership, invited: Visit, clock: Clock) -> None:
    token = invited.session[INVITATION]

    invited.arrive(login(OURS, amr=["mfa"]), clock)
    second = Visit()
    second.session[INVITATION] = token

    assert SocialAccount.objects.get().user_id == partnership.coordinator.pk
    assert second.arrive(login(OURS, "u2", amr=["mfa"]), clock).status_code == 403


def test_an_invitation_ties_no_account_of_another_agencys_issuer(invited: Visit, clock: Clock) -> None:
    assert invited.arrive(login(THEIRS, acr="aal2"), clock).status_code == 403
    assert not SocialAccount.objects.exists()


def test_without_two_factors_the_account_is_tied_with_the_local_one(invited: Visit, clock: Clock) -> None:
    answer = invited.arrive(login(OURS), clock)

    assert answer.headers["Location"] == "/second-factor/"
    assert not SocialAccount.objects.exists()
    assert invited.session[steps.HALF_WAY]["new_openid"] == (OURS.key, "u1")


def test_a_worker_who_has_left_is_not_let_in_by_her_agency(partnership: Partnership, clock: Clock) -> None:
    tie(partnership.lead, OURS)
    with as_administrator(partnership):
        leave(worker=Worker.objects.get(pk=partnership.lead.pk), at=clock.now)

    assert Visit().arrive(login(OURS, amr=["mfa"]), clock).status_code == 403


def test_another_issuer_gives_another_key_and_only_safe_ones_are_read(tmp_path: Any) -> None:
    file = tmp_path / "openid.json"
    told = '{"agency": "a", "name": "A", "issuer": "%s", "client_id": "c", "client_secret": "s"}'

    assert OURS.key != WayIn(OURS.agency, OURS.name, THEIRS.issuer, "erle", "s").key
    assert ways_in(file) == ()
    file.write_text(f"[{told % 'https://login.example'}]")
    app = providers(ways_in(file))["openid_connect"]["APPS"][0]
    assert app["settings"]["oauth_pkce_enabled"]
    for bad in (told % "http://login.example", told % ""):
        file.write_text(f"[{bad}]")
        with pytest.raises(BadWayIn):
            ways_in(file)

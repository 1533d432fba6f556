"""Whatever is typed, chosen, left out or put in an address, no page breaks: it answers, refuses or turns away."""

from itertools import groupby
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import FileField, Form
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erle.doors.staff.routes import routes
from erle.foundation.agencies.models import Worker
from tests.house.test_routes import browser
from tests.house.things import Things
from tests.partnership import Partnership, as_administrator

ROUTES = [route for route in routes() if route.name not in ("sign_out", "openid_connect_login")]
PLACES = {
    place: [*found]
    for place, found in groupby(sorted(ROUTES, key=lambda one: one.path), lambda one: one.path.split("/")[1])
}
"""The addresses by what they begin with."""
NASTY = st.sampled_from(
    [
        "",
        " ",
        "\0",
        "a\0b",
        "'; DROP TABLE records_person; --",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "%s%n",
        "../../etc/passwd",
        "-1",
        "0",
        "9" * 40,
        "1e400",
        "NaN",
        "31",
        "02",
        "2012",
        "0000-00-00",
        "9999-12-31T23:59:60+99:99",
        "\u202eright to left",
        "\U0001f9d2" * 30,
        "e\u0301\u0328" * 50,
        "\ud83d",
        "x" * 5_000,
        "E-NNNNNN22",
        "on",
        "true",
        "null",
        "[]",
        "[1]",
    ]
)
TYPED = NASTY | st.text(max_size=40)
NAMES = st.sampled_from(
    ["q", "page", "from", "before", "kind", "agency", "all", "next", "view", "version", "step", "item", "days"]
) | st.text(alphabet="abcdefghijklmnopqrstuvwxyz_-", min_size=1, max_size=12)
EXAMPLES = 4
LOOSE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _form_of(path: str) -> type[Form] | None:
    view = getattr(resolve(path).func, "view_class", None)
    return getattr(view, "form_class", None)


def _sendable(words: str) -> str:
    """Return the words as a browser can send them: half a pair of surrogates cannot be."""
    return words.encode("utf-8", "replace").decode("utf-8")


def _fields(form: type[Form] | None) -> st.SearchStrategy[dict[str, Any]]:
    names = list(form.base_fields) if form else []
    boxes = [f"{name}-{part}" for name in names for part in ("day", "month", "year")]
    chosen = st.sampled_from([*names, *boxes]) | NAMES if names else NAMES
    return st.dictionaries(chosen, TYPED.map(_sendable) | st.lists(TYPED.map(_sendable), max_size=3), max_size=12)


def _files(form: type[Form] | None) -> st.SearchStrategy[dict[str, SimpleUploadedFile]]:
    names = [name for name, field in (form.base_fields if form else {}).items() if isinstance(field, FileField)]
    if not names:
        return st.just({})
    content = st.binary(max_size=300) | st.sampled_from([b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"<svg/>"])
    made = st.builds(SimpleUploadedFile, st.sampled_from(["a.csv", "a.xlsx", "../a", "a.svg", "a"]), content)
    return st.dictionaries(st.sampled_from(names), made, max_size=1)


def _client(partnership: Partnership, key: str) -> Client:
    client = browser(partnership.workers[key])
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("place", PLACES)
def test_no_page_breaks_whatever_is_sent(partnership: Partnership, children: dict[str, Things], place: str) -> None:
    clients = {key: _client(partnership, key) for key in ("manager", "administrator", "governance")}
    with as_administrator(partnership):
        clients["desk"] = browser(Worker.objects.get(name="Priya Menon"))
    clients["desk"].raise_request_exception = False

    for route in PLACES[place]:
        with transaction.atomic():
            _send(children["leah"].path(route, partnership.lead), clients)
            transaction.set_rollback(True)  # what one page took in is nothing to the next


def _send(path: str, clients: dict[str, Client]) -> None:
    """Ask the page, and send it its form, with what nobody would type."""
    form = _form_of(path)

    @LOOSE
    @given(key=st.sampled_from(sorted(clients)), asked=_fields(None), typed=_fields(form), files=_files(form))
    def send(key: str, asked: dict[str, Any], typed: dict[str, Any], files: dict[str, Any]) -> None:
        got = clients[key].get(path, asked)
        sent = clients[key].post(path, {**typed, **files})

        assert got.status_code < 500, (path, key, asked)
        assert sent.status_code < 500, (path, key, typed)

    send()

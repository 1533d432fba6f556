"""A safeguarding lead at her desk, a file in her hand."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from erle.doors.exchange.handed.working import work_off
from tests.house.test_routes import browser
from tests.partnership import Partnership

HandIn = Callable[..., str]

CONCERNS = (
    "Pupil,DOB,Date,Time,Type,Concern,Logged by\n"
    '"Finch, Amara",04/05/2011,03/02/2024,16:05,Attendance,Tired and without a coat.,Ms Reed\n'
    '"Finch, Amara",04/05/2011,31/02/2024,,Attendance,Late again.,Ms Reed\n'
    '"Oak, Bilal",06/07/2010,05/02/2024,,Bruise,=cmd|calc,Mr Hale\n'
)


@pytest.fixture
def office(partnership: Partnership) -> Client:
    """The browser of a designated safeguarding lead."""
    return browser(partnership.lapsed)


@pytest.fixture
def hand_in(office: Client) -> HandIn:
    """Hand a file in on the page; return where it stands from then on."""

    def handing_in(content: str | bytes, name: str = "concerns.csv") -> str:
        said = content.encode() if isinstance(content, str) else content
        answer = office.post("/imports/new/", {"file": SimpleUploadedFile(name, said)})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer.headers["Location"])

    return handing_in


def columns(office: Client, where: str, **more: str) -> HttpResponse:
    """Send the page of columns as it is filled in, with some answers changed."""
    page = office.get(f"{where}columns/")
    filled = {name: field.initial for name, field in page.context["form"].fields.items()}
    return office.post(f"{where}columns/", {**filled, **page.context["form"].initial, **more})  # type: ignore[return-value]


def checked(office: Client, where: str, *, take: bool = False) -> str:
    """Say what the columns and words mean, have the file checked, and taken if that is wanted; return the page."""
    columns(office, where)
    page = office.get(f"{where}words/")
    if page.status_code == 200:
        office.post(f"{where}words/", {"w0": "concern", "w1": "concern"})
    work_off()
    if take:
        office.post(where, {"act": "take"})
        work_off()
    return office.get(where).content.decode()

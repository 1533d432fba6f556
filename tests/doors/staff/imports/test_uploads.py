"""Files that are not what they say, or that would harm whoever opens them: refused in one sentence, never a 500."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erle.doors.exchange.handed.models import Block, HandedFile
from erle.doors.staff.middleware import LARGEST_REQUEST
from erle.foundation.access.acting import acting_as
from tests.partnership import Partnership


def _workbook(**parts: bytes) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Date", "What"])
    sheet.write_row(1, 0, ["Amara Finch", "03/02/2024", "Seen"])
    book.close()
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
AROUND = b"<Message><Children><Child>%s</Child></Children></Message>"
LAUGHS = b'<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + AROUND % b"&b;"
FILE_READER = b'<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + AROUND % b"&x;"
REFUSED = {
    "a PDF": ("a.csv", b"%PDF-1.7 hello", "this is a PDF, not CSV"),
    "a PDF with a workbook behind it": ("a.xlsx", b"%PDF-1.7\n" + _workbook(), "is no spreadsheet in truth"),
    "a workbook called CSV": ("a.csv", _workbook(), "is in truth a .xlsx file"),
    "CSV called a workbook": ("a.xlsx", b"A,B\n1,2\n", "is no spreadsheet in truth"),
    "an archive of something else": (
        "a.xlsx",
        b"PK\x03\x04" + b"x" * 40,
        "its directory cannot be read",
    ),
    "a workbook with macros": ("a.xlsx", _workbook(**{"xl__vbaProject.bin": b"x"}), "has macros"),
    "a bomb": ("a.xlsx", _bomb(), "is packed as no spreadsheet program packs"),
    "a picture with a script": ("a.csv", SVG, "is no census: it begins with svg"),
    "entities within entities": ("a.xml", LAUGHS, "document type declaration"),
    "an entity that reads a file": ("a.xml", FILE_READER, "document type declaration"),
    "half a document": ("a.xml", b"<Message><Children><Child>", "is not XML that can be read"),
    "an empty table": ("a.csv", b"\n\n", "is empty"),
    "columns without commas": ("a.csv", b"A;B\n1;2\n", "does not part its columns with commas"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_file_of_ours_is_refused_in_a_sentence(office: Client, what: str) -> None:
    name, content, words = REFUSED[what]

    answer = office.post("/imports/new/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "root:" not in answer.content.decode()


def test_a_workbook_is_read_and_the_name_it_came_by_is_only_a_name(office: Client) -> None:
    answer = office.post("/imports/new/", {"file": SimpleUploadedFile("../../etc/pässwd .xlsx", _workbook())})

    page = office.get(f"{answer.headers['Location']}columns/").content.decode()
    assert "pässwd .xlsx" in page
    assert "For example: Amara Finch" in page


def test_a_request_that_is_too_large_is_turned_away_unread(office: Client) -> None:
    answer = office.post(
        "/imports/new/",
        b"x",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(LARGEST_REQUEST + 1)},
    )

    assert answer.status_code == 413


def test_no_file_at_all_is_an_error_of_the_form(office: Client) -> None:
    answer = office.post("/imports/new/", {})

    assert answer.status_code == 422
    assert "Choose the file" in answer.content.decode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.xlsx", "a.xml", "a.xls", "a", "a.ods", ".csv"])
)
def test_whatever_the_bytes_the_page_answers(office: Client, content: bytes, name: str) -> None:
    answer = office.post("/imports/new/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        office.post(answer.headers["Location"], {"act": "give_up"})


def test_of_a_file_that_can_be_none_of_any_format_nothing_is_kept(office: Client, partnership: Partnership) -> None:
    answer = office.post("/imports/new/", {"file": SimpleUploadedFile("a.xlsx", b"\0\1\2\3" * 200)})

    assert answer.status_code == 422
    assert "Waiting for you" not in office.get("/imports/").content.decode()
    with acting_as(partnership.lapsed):
        assert not HandedFile.objects.exists()
        assert not Block.objects.exists()

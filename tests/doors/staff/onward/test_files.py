"""A file shared with a report: saved by its recipients alone, as long as it is shared, and written each time."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.ledger.models import Line
from erle.knowledge.records.attachments.sealing import DoesNotOpen
from erle.knowledge.records.attachments.taking import give_out
from erle.knowledge.records.disclosing import queries
from erle.knowledge.records.disclosing.actions import LineGone
from erle.knowledge.records.models import Attachment, DisclosedFile, Disclosure, Report
from tests.house.test_routes import browser
from tests.knowledge.records.disclosing.acts import hand_in_about_leah, share, with_a_file
from tests.partnership import NOW, Partnership

CONTENT = b"The plan, as it was sent."


@pytest.fixture
def report(partnership: Partnership) -> Report:
    return hand_in_about_leah(partnership)


@pytest.fixture
def made(partnership: Partnership, report: Report) -> Disclosure:
    """The report's item and its file, shared with Beth Lindqvist."""
    file = with_a_file(partnership, report)
    return share(partnership, partnership.future, by=partnership.lapsed, subject=report, keys=["1", file])


@pytest.fixture
def reader(partnership: Partnership) -> Client:
    return browser(partnership.future)


def _path(partnership: Partnership, made: Disclosure) -> str:
    with acting_as(partnership.future):
        [file] = queries.files_in(made)
    return f"/shared/{made.reference}/files/{file.reference}/"


def test_it_is_saved_whole_and_never_shown(partnership: Partnership, made: Disclosure, reader: Client) -> None:
    assert b"plan.txt" in reader.get(f"/shared/{made.reference}/").content

    answer = reader.get(_path(partnership, made))

    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="plan.txt"')
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]


def test_saving_is_written_and_the_sharer_reads_of_it(
    partnership: Partnership, made: Disclosure, reader: Client
) -> None:
    reader.get(f"/shared/{made.reference}/")
    path = _path(partnership, made)
    reader.get(path)

    assert "Saw 1 line, saved 1 file." in browser(partnership.lapsed).get(f"/shared/{made.reference}/").content.decode()
    with acting_as(partnership.lapsed):
        assert Line.objects.filter(act="opened", about=path.split("/")[-2], worker_id=partnership.future.pk).exists()


def test_the_recipient_does_not_reach_the_file_it_was_made_of(
    partnership: Partnership, report: Report, made: Disclosure, reader: Client
) -> None:
    with acting_as(partnership.lapsed):
        first = Attachment.objects.get(report=report)
        [copy] = DisclosedFile.objects.filter(disclosure=made)
    assert reader.get(f"/attachments/{first.reference}/").status_code == 404
    assert copy.reference != first.reference
    with pytest.raises(DoesNotOpen):
        give_out(reference=copy.reference, sealed=bytes(first.content))


def test_a_file_of_another_share_is_not_there(partnership: Partnership, made: Disclosure, reader: Client) -> None:
    other = share(partnership, partnership.future)
    file = _path(partnership, made).split("/")[-2]

    assert reader.get(f"/shared/{other.reference}/files/{file}/").status_code == 404


@pytest.mark.parametrize("who", ["never", "conflicted", "lead"])
def test_others_are_answered_as_if_it_were_not_there(partnership: Partnership, made: Disclosure, who: str) -> None:
    path = _path(partnership, made)
    client = browser(partnership.workers[who])

    assert client.get(path).status_code == client.get("/shared/D-NNNNNN22/files/A-NNNNNN22/").status_code == 404


def test_taken_back_during_a_download_what_left_is_whole_and_written_and_nothing_leaves_again(
    partnership: Partnership, made: Disclosure, reader: Client
) -> None:
    path = _path(partnership, made)
    downloading = reader.get(path)
    with acting_as(partnership.lapsed):
        written = Line.objects.filter(act="opened", about=path.split("/")[-2]).count()

    browser(partnership.lapsed).post(f"/shared/{made.reference}/take-back/", {"reason": "Wrong file"})

    assert written == 1
    assert b"".join(downloading) == CONTENT
    assert reader.get(path).status_code == 404
    assert reader.get(path, headers={"Range": "bytes=5-"}).status_code == 404


def test_kept_out_during_a_download_nothing_leaves_again(
    partnership: Partnership, made: Disclosure, reader: Client
) -> None:
    path = _path(partnership, made)
    assert reader.get(path).status_code == 200

    with acting_as(partnership.manager):
        keep_out(circle=partnership.leah.circle, worker=partnership.future, reason="x", by=partnership.manager, at=NOW)

    assert reader.get(path).status_code == 404


def test_a_file_that_is_gone_or_of_another_report_refuses_the_whole(partnership: Partnership, report: Report) -> None:
    other = with_a_file(partnership, hand_in_about_leah(partnership))

    for file in ("A-NNNNNN22", other):
        with pytest.raises(LineGone):
            share(partnership, partnership.future, by=partnership.lapsed, subject=report, keys=["1", file])


def test_nobody_changes_it_and_a_recipient_adds_none(partnership: Partnership, made: Disclosure) -> None:
    with acting_as(partnership.lapsed), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        DisclosedFile.objects.update(name="y")
    with acting_as(partnership.future):
        [file] = DisclosedFile.objects.filter(disclosure=made)
        file.pk, file.number, file.reference, file._state.adding = None, 2, "A-ANOTHER2", True
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            file.save()

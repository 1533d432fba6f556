"""From the upload to the undoing, as a safeguarding office does it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from erle.doors.exchange.handed import working
from erle.doors.exchange.handed.actions import hand_in_file
from erle.doors.exchange.handed.keeping import Spoiled, kept
from erle.doors.exchange.handed.models import Block, HandedFile, RememberedMapping
from erle.doors.exchange.handed.rules import MOST_WAITING, Sort, State
from erle.foundation.agencies.queries import import_worker
from erle.knowledge.records.models import Entry, Person, Report
from tests.doors.staff.imports.conftest import CONCERNS, HandIn, checked, columns
from tests.house.test_routes import browser
from tests.partnership import Partnership

Acting = Callable[..., AbstractContextManager[None]]


def test_a_file_is_mapped_checked_taken_and_undone(
    office: Client, hand_in: HandIn, partnership: Partnership, acting: Acting
) -> None:
    where = hand_in(CONCERNS)
    assert office.get(where).headers["Location"] == f"{where}columns/"
    found = checked(office, where)

    assert "2 good rows" in found
    assert "Row 3, Date: &#x27;31/02/2024&#x27; is not a date that exists" in found
    assert "Amara Finch, born 4 May 2011" in found
    with acting(import_worker(partnership.agencies["school"])):
        assert not Report.objects.filter(kind="rows").exists()

    office.post(where, {"act": "take"})
    assert "Being taken" in office.get(where).content.decode()
    working.work_off()
    taken = office.get(where).content.decode()
    assert "Reports taken" in taken
    batch = re.search(r"Batch (B-\w+)", taken)
    assert batch is not None
    with acting(import_worker(partnership.agencies["school"])):
        assert {e.title for e in Entry.objects.filter(batch__isnull=False)} == {"Concern"}
        assert Person.objects.filter(batch__isnull=False).count() == 2

    page = office.get("/imports/").content.decode()
    assert f"/imports/batches/{batch[1]}/undo/" in page
    office.post(f"/imports/batches/{batch[1]}/undo/")
    with acting(import_worker(partnership.agencies["school"])):
        assert not Person.objects.filter(batch__isnull=False, withdrawn_at__isnull=True).exists()
    assert "Undone" in office.get("/imports/?state=undone").content.decode()


def test_run_again_the_same_file_changes_nothing(office: Client, hand_in: HandIn) -> None:
    checked(office, hand_in(CONCERNS), take=True)

    again = checked(office, hand_in(CONCERNS), take=True)

    assert "Nothing new: every good row was here already" in again


def test_the_agencys_next_file_of_the_same_headings_is_mapped_already(office: Client, hand_in: HandIn) -> None:
    columns(
        office,
        hand_in("Anything,When,What\na,03/02/2024,b\n"),
        c0="known_as",
        c1="happened_on",
        c2="text",
        kind="concern",
    )

    other, again = hand_in("What,Anything,When,Other\n"), hand_in("What,Anything,When\nx,y,03/02/2024\n")
    page, same = office.get(f"{other}columns/"), office.get(f"{again}columns/")

    assert page.context["form"].initial["c1"] == ""
    assert [same.context["form"].initial[f"c{n}"] for n in range(3)] == ["text", "known_as", "happened_on"]
    assert same.context["form"].initial["kind"] == "concern"


def test_the_rows_that_came_back_are_fetched_with_their_reasons_and_no_formula(office: Client, hand_in: HandIn) -> None:
    where = hand_in(CONCERNS.replace("05/02/2024", "yesterday-ish"))
    checked(office, where)

    answer = office.get(f"{where}came-back/")

    said = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="came-back-F-')
    assert "is not a date that exists" in said
    assert '"\'=cmd|calc"' in said


@pytest.mark.parametrize("key", ["manager", "withdrawn", "never"])
def test_a_handed_file_is_its_workers_alone(
    office: Client, hand_in: HandIn, partnership: Partnership, key: str
) -> None:
    where = hand_in(CONCERNS)
    checked(office, where)
    other = browser(partnership.workers[key])

    for path in (where, f"{where}columns/", f"{where}words/", f"{where}came-back/"):
        assert other.get(path).status_code in (403, 404)
        assert other.post(path, {"act": "take"}).status_code in (403, 404, 405)
    assert HandedFile.objects.filter(state=State.TO_TAKE).count() == 0


def test_another_agencys_batch_cannot_be_undone(office: Client, hand_in: HandIn, partnership: Partnership) -> None:
    checked(office, hand_in(CONCERNS), take=True)
    reference = re.search(r"/imports/batches/(B-\w+)/undo/", office.get("/imports/").content.decode())
    assert reference is not None

    answer = browser(partnership.manager).post(f"/imports/batches/{reference[1]}/undo/")

    assert answer.status_code == 404


def test_a_role_that_hands_in_no_files_finds_none_of_it(partnership: Partnership) -> None:
    client = browser(partnership.never)

    for path in ("/imports/", "/imports/new/"):
        assert client.get(path).status_code == 403
        assert client.post(path, {}).status_code == 403


def test_what_is_kept_is_ciphertext_bound_to_its_file(
    hand_in: HandIn, partnership: Partnership, acting: Acting
) -> None:
    hand_in(CONCERNS)
    hand_in(CONCERNS.replace("Finch", "Other"))

    with acting(partnership.lapsed):
        first, second = HandedFile.objects.order_by("pk")
        [block] = Block.objects.filter(file=first)
        assert b"Finch" not in bytes(block.content)
        assert b"".join(kept(first, Sort.FILE)) == CONCERNS.encode()
        [swapped] = Block.objects.filter(file=second)
        swapped.delete()
        Block.objects.create(
            file=second, worker=partnership.lapsed, sort=Sort.FILE, place=1, content=bytes(block.content)
        )
        with pytest.raises(Spoiled):
            b"".join(kept(second, Sort.FILE))


def test_a_taken_file_is_thrown_away_and_one_that_nobody_takes_a_day_later(
    office: Client, hand_in: HandIn, partnership: Partnership, acting: Acting
) -> None:
    checked(office, hand_in(CONCERNS), take=True)
    hand_in(CONCERNS.replace("Finch", "Other"))
    with acting(partnership.lapsed):
        assert Block.objects.filter(sort=Sort.FILE).count() == 1

    working.sweep(timezone.now() + timedelta(hours=1))
    with acting(partnership.lapsed):
        assert Block.objects.filter(sort=Sort.FILE).count() == 1
    working.sweep(timezone.now() + timedelta(days=1, minutes=1))

    with acting(partnership.lapsed):
        assert not Block.objects.filter(sort=Sort.FILE).exists()
        assert set(HandedFile.objects.values_list("state", flat=True)) == {State.TAKEN, State.GIVEN_UP}
        assert Block.objects.filter(sort=Sort.CAME_BACK).exists()
    working.sweep(timezone.now() + timedelta(days=8))
    with acting(partnership.lapsed):
        assert not Block.objects.exists()
        assert not HandedFile.objects.filter(found__has_key="faults").exists()


def test_a_file_that_is_given_up_is_gone_at_once(
    office: Client, hand_in: HandIn, acting: Acting, partnership: Partnership
) -> None:
    where = hand_in(CONCERNS)
    checked(office, where)

    office.post(where, {"act": "give_up"})

    with acting(partnership.lapsed):
        assert not Block.objects.exists()
    assert "Given up" in office.get(where).content.decode()


def test_a_second_window_is_told_that_the_file_went_on(office: Client, hand_in: HandIn) -> None:
    where = hand_in(CONCERNS)
    checked(office, where, take=True)

    answer = office.post(where, {"act": "give_up"}, follow=True)

    assert "This file stands elsewhere by now" in answer.content.decode()


def test_a_job_that_died_is_taken_up_anew_and_a_living_one_left_alone(
    office: Client, hand_in: HandIn, partnership: Partnership, acting: Acting
) -> None:
    where = hand_in(CONCERNS)
    columns(office, where)
    office.post(f"{where}words/", {"w0": "concern", "w1": "concern"})
    with acting(partnership.lapsed):
        HandedFile.objects.update(heard_of_at=timezone.now())
    assert (working.waiting(), working.work_off()) == (False, 0)

    with acting(partnership.lapsed):
        HandedFile.objects.update(heard_of_at=timezone.now() - timedelta(minutes=2))

    assert (working.waiting(), working.work_off()) == (True, 1)


def test_what_breaks_in_a_job_is_said_and_the_file_kept(
    office: Client, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = hand_in(CONCERNS)
    columns(office, where)
    office.post(f"{where}words/", {"w0": "concern", "w1": "concern"})

    def broken(*args: object, **given: object) -> None:
        raise RuntimeError("x")

    with monkeypatch.context() as patched:
        patched.setattr(working, "import_file", broken)
        with pytest.raises(RuntimeError):
            working.work_off()

    assert "Something broke in Erle" in office.get(where).content.decode()
    office.post(where, {"act": "again"})
    working.work_off()
    assert "2 good rows" in office.get(where).content.decode()


def test_a_census_and_a_return_need_no_columns(office: Client, hand_in: HandIn) -> None:
    census = (
        "<Message><Children><Child><ChildIdentifiers><LAchildID>7</LAchildID><PersonBirthDate>2015-03-27</PersonBirthDate>"
        "<Sex>F</Sex></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>"
        "<CINdetails><CINreferralDate>2024-02-05</CINreferralDate><ReferralSource>2A</ReferralSource>"
        "<ReferralNFA>true</ReferralNFA></CINdetails></Child></Children></Message>"
    )
    for content, name in (
        (census, "cin.xml"),
        ("CHILD,DOB,REVIEW,REVIEW_CODE\n7,01/02/2012,03/02/2024,PN1\n", "r.csv"),
    ):
        where = hand_in(content, name)
        working.work_off()
        assert "Checked: waits for you to take it" in office.get(where).content.decode()
        assert office.get(f"{where}columns/").headers["Location"] == where


def test_too_many_waiting_files_are_refused(partnership: Partnership, acting: Acting) -> None:
    school, worker = partnership.agencies["school"], partnership.lapsed
    with acting(worker):
        for _ in range(MOST_WAITING):
            hand_in_file(agency=school, name="a.csv", size=9, content=[b"A,B\n1,2\n"], by=worker, at=timezone.now())

    answer = browser(worker).post("/imports/new/", {"file": SimpleUploadedFile("a.csv", b"A,B\n1,2\n")})

    assert answer.status_code == 422
    assert b"of your files wait already" in answer.content
    assert not RememberedMapping.objects.exists()

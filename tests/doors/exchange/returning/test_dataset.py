"""The standard data set: its items, what is known of interviews and of enquiries, and blanks where nothing is known."""

import csv
import io
import json
import stat
from contextlib import nullcontext
from pathlib import Path

import pytest

from erle.doors.command.exports import exporting
from erle.doors.command.main import main
from erle.doors.exchange.cin.reading import read_census
from erle.doors.exchange.importing import import_file
from erle.doors.exchange.returning.dataset import OUTCOMES, SHAPE, Care, make_data_set
from erle.doors.exchange.returning.years import CollectionYear
from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import import_worker
from erle.foundation.ledger.models import Line
from erle.practice.missing.actions.steps import record_return_interview
from erle.practice.missing.models import Episode
from erle.practice.missing.queries import episode_called
from erle.practice.missing.rules import InterviewStatus
from tests.doors.exchange.conftest import Given
from tests.doors.exchange.returning.test_making import AT, TODAY, YEAR, care, numbered
from tests.doors.exchange.test_census import ENQUIRIES, REFERRAL, census
from tests.partnership import NOW, Partnership
from tests.practice.missing.conftest import missing
from tests.practice.missing.test_turns import found

assert missing  # the fixture, by its name


def made(partnership: Partnership, by: Worker, which: Care = Care.LOOKED_AFTER) -> dict[str, list[dict[str, str]]]:
    """Return the tables of this year."""
    agency = partnership.agencies["childrens_services"]
    return {**make_data_set(agency=agency, year=YEAR, care=which, today=TODAY, by=by, at=NOW).tables}


@pytest.mark.parametrize(
    ("steps", "offered", "accepted"),
    [
        ([], "N", ""),
        ([InterviewStatus.NO_CONTACT], "N", ""),
        ([InterviewStatus.OFFERED], "Y", ""),
        ([InterviewStatus.OFFERED, InterviewStatus.DECLINED], "Y", "N"),
        ([InterviewStatus.BOOKED], "Y", "Y"),
        ([InterviewStatus.COMPLETED], "Y", "Y"),
    ],
)
def test_an_episode_says_whether_an_interview_was_offered_and_accepted(
    partnership: Partnership,
    missing: Episode,
    data_officer: Worker,
    steps: list[InterviewStatus],
    offered: str,
    accepted: str,
) -> None:
    numbered(partnership, "2001")
    care(missing, "cla_s20", by=partnership.lead)
    with acting_as(partnership.member):
        found(missing, partnership.member)
    with acting_as(partnership.coordinator):
        for status in steps:
            record_return_interview(
                episode=episode_called(missing.reference), status=status, happened_at=NOW, interviewer="", note="",
                by=partnership.coordinator, at=AT,
            )  # fmt: skip

    [row] = made(partnership, data_officer)["ssd_missing"]

    assert tuple(row) == SHAPE["ssd_missing"]
    assert (row["miss_table_id"], row["miss_la_person_id"], row["miss_mis_epi_type"]) == (
        missing.reference,
        "2001",
        "M",
    )
    assert row["miss_mis_epi_end"] != ""
    assert (row["miss_mis_epi_rhi_offered"], row["miss_mis_epi_rhi_accepted"]) == (offered, accepted)


def test_a_child_missing_from_home_is_in_it_where_the_authority_says_so(
    partnership: Partnership, missing: Episode, data_officer: Worker
) -> None:
    care(missing, "cin_s17", by=partnership.lead)

    assert made(partnership, data_officer)["ssd_missing"] == []
    [row] = made(partnership, data_officer, Care.ALL)["ssd_missing"]
    assert (row["miss_mis_epi_end"], row["miss_mis_epi_rhi_offered"]) == ("", "")


LATER = ENQUIRIES.replace("2024-02-26", "2024-04-02").replace("<DateOfInitialCPC>2024-03-12</DateOfInitialCPC>", "")


def test_enquiries_that_a_census_told_of_are_in_it_with_the_conference_that_followed(
    partnership: Partnership, data_officer: Worker, given: Given
) -> None:
    agency, path = partnership.agencies["childrens_services"], given(census(REFERRAL + ENQUIRIES + LATER), "cin.xml")
    import_file(read_census(path, today=NOW.date(), name="cin.xml"), agency=agency, name="cin.xml", at=NOW)

    of_year = {
        year: make_data_set(
            agency=agency, year=CollectionYear(year), care=Care.ALL, today=TODAY, by=data_officer, at=NOW
        ).tables["ssd_s47_enquiry"]
        for year in (2023, 2024, 2025)
    }

    assert [len(rows) for rows in of_year.values()] == [0, 1, 1]
    first, later = of_year[2024][0], of_year[2025][0]
    assert (first["s47e_person_id"], first["s47e_s47_start_date"], first["s47e_s47_end_date"]) == (
        "7",
        "2024-02-26",
        "",
    )
    assert later["s47e_s47_start_date"] == "2024-04-02"
    outcomes = [json.loads(row["s47e_s47_outcome_json"]) for row in (first, later)]
    assert [tuple(outcome) for outcome in outcomes] == [OUTCOMES, OUTCOMES]
    assert [outcome["CP_CONFERENCE_FLAG"] for outcome in outcomes] == ["Y", ""]


def test_whose_role_does_not_let_her_makes_none(partnership: Partnership) -> None:
    with pytest.raises(gate.NotAble):
        made(partnership, partnership.lead)


def test_the_command_writes_a_folder_that_is_its_owners_alone_and_tells_the_ledger(
    partnership: Partnership,
    missing: Episode,
    data_officer: Worker,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(exporting, "product", lambda **_: nullcontext())
    numbered(partnership, "2001")
    care(missing, "cla_s20", by=partnership.lead)
    asked = ["export", "ssd", "--agency", "childrens-services", "--by", data_officer.email, "--year", str(YEAR.ends_in)]
    out = tmp_path / "ssd"

    assert main(asked) == 0
    assert main([*asked, "--out", str(out)]) == 0
    assert main([*asked, "--out", str(out)]) == 1

    heard = capsys.readouterr()
    assert f"ssd_missing of {YEAR.words}: 1 rows." in heard.out
    assert "ssd cannot be made: File exists." in heard.err
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}
    [row] = csv.DictReader(io.StringIO((out / "ssd_missing.csv").read_text("utf-8")))
    assert row["miss_la_person_id"] == "2001"
    with acting_as(import_worker(partnership.agencies["childrens_services"])):
        told = Line.objects.filter(act="exported", purpose="standard_dataset").values_list("about", flat=True)
        assert {*told} == {"childrens-services", partnership.leah.reference}

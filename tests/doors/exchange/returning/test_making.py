"""Making a year's missing table from the records: what is in it, who may make it, and what the ledger keeps of it."""

import json
import stat
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from erle.doors.command.exports import exporting
from erle.doors.command.main import main
from erle.doors.exchange.returning.making import MissingTable, NotHers, Tables, hand_out, make_missing_table
from erle.doors.exchange.returning.years import CollectionYear
from erle.foundation.access import gate
from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.actions import open_agency
from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import import_worker
from erle.foundation.ledger.models import Line as LedgerLine
from erle.foundation.statute.moments import local_day
from erle.knowledge.records.models import Identifier
from erle.knowledge.records.queries import child_called
from erle.knowledge.records.rules import Precision
from erle.practice.missing.actions import finding, record_episode, searching
from erle.practice.missing.actions.finding import Found
from erle.practice.missing.actions.reporting import report_missing
from erle.practice.missing.actions.searching import Care
from erle.practice.missing.models import Episode
from erle.practice.missing.rules import EpisodeKind, Moment
from tests.partnership import NOW, Partnership, as_administrator
from tests.practice.missing.conftest import LEFT, missing, reads, reported

TODAY = local_day(NOW)
YEAR = CollectionYear(TODAY.year + (TODAY.month > 3))
AT = NOW + timedelta(seconds=1)
FOUND = Found(by_whom="found_police", name="PC Lal", place="Bus station", harm=["not_asked"], words="Cold.")
Command = Callable[..., tuple[int, str, str]]

__all__ = ["missing"]


def numbered(partnership: Partnership, number: str, *, sealed: bool = False) -> None:
    """Have children's services know a child by a number."""
    person = partnership.sealed if sealed else partnership.leah
    agency = partnership.agencies["childrens_services"]
    with acting_as(import_worker(agency)):
        Identifier.objects.create(
            circle_id=person.circle_id,
            sealed=sealed,
            person_id=person.pk,
            agency=agency,
            scheme="la_child",
            value=number,
        )


def care(episode: Episode, *statuses: str, by: Worker) -> None:
    """Record the care that a child was in."""
    said = Care(statuses=list(statuses), missing_from="foster", placement="", responsible="", host="")
    with acting_as(by):
        searching.record_care(read=reads(episode), care=said, by=by, at=AT)


def make(partnership: Partnership, by: Worker, year: CollectionYear = YEAR) -> MissingTable:
    """Make the table of a year."""
    agency = partnership.agencies["childrens_services"]
    return make_missing_table(agency=agency, year=year, tables=Tables(), file="missing.csv", today=TODAY, by=by, at=NOW)


def said(made: MissingTable) -> list[tuple[str, ...]]:
    """Return the table's cells."""
    return [tuple(line.said.values()) for line in made.lines]


def test_a_child_who_is_still_missing_has_no_end(
    partnership: Partnership, missing: Episode, data_officer: Worker
) -> None:
    numbered(partnership, "2001")
    care(missing, "cla_s20", by=partnership.lead)

    made = make(partnership, data_officer)

    assert said(made) == [("2001", "03/03/2012", "M", f"{local_day(LEFT.at):%d/%m/%Y}", "")]
    assert made.checked.faults == []
    assert said(make(partnership, data_officer, CollectionYear(YEAR.ends_in - 1))) == []


def test_a_child_who_is_found_and_stays_away_is_away_from_then_on(
    partnership: Partnership, data_officer: Worker
) -> None:
    numbered(partnership, "2001")
    days = [NOW - timedelta(days=count) for count in (5, 3, 1)]
    left, found, back = (Moment(day, Precision.MINUTE) for day in days)
    lead = partnership.lead
    with acting_as(lead):
        leah = child_called(partnership.leah.reference)
        episode = report_missing(person=leah, reported=reported(left=left), by=lead, at=NOW).episode
    care(episode, "cla_s31_full", by=lead)
    with acting_as(lead):
        finding.record_located(read=reads(episode), found=FOUND, located=found, by=lead, at=AT)
        finding.record_found(read=reads(episode), found=FOUND, returned=back, by=lead, at=AT)

    made = said(make(partnership, data_officer))

    on = [f"{local_day(day):%d/%m/%Y}" for day in days]
    assert [row[2:] for row in made] == [("M", on[0], on[1]), ("A", on[1], on[2])]


@pytest.mark.parametrize("statuses", [("cin_s17",), ("cla_s20", "placed_here_by_other_la")])
def test_whom_the_authority_does_not_look_after_is_not_in_it(
    partnership: Partnership, missing: Episode, data_officer: Worker, statuses: tuple[str, ...]
) -> None:
    numbered(partnership, "2001")
    care(missing, *statuses, by=partnership.lead)

    made = make(partnership, data_officer)

    assert (made.lines, made.care_unknown) == ([], [])


def test_an_episode_of_which_nobody_recorded_the_care_is_named_to_be_mended(
    partnership: Partnership, missing: Episode, data_officer: Worker
) -> None:
    made = make(partnership, data_officer)

    assert (made.lines, made.care_unknown) == ([], [missing.reference])


def test_a_child_without_the_authoritys_number_is_told_as_a_fault(
    partnership: Partnership, missing: Episode, data_officer: Worker
) -> None:
    care(missing, "cla_s20", by=partnership.lead)

    [fault] = make(partnership, data_officer).checked.faults

    assert fault.words() == "Row 2, CHILD: is blank; expected the authority's number for the child"


def test_a_sealed_child_is_in_it_and_who_asked_is_in_the_ledger_for_each_child(
    partnership: Partnership, missing: Episode, data_officer: Worker
) -> None:
    numbered(partnership, "2001")
    numbered(partnership, "2002", sealed=True)
    care(missing, "cla_s20", by=partnership.lead)
    with acting_as(partnership.lead):
        wren = child_called(partnership.sealed.reference)
        hidden = record_episode(
            person=wren, agency=partnership.lead.agency, kind=EpisodeKind.AWAY, left=LEFT, by=partnership.lead, at=NOW
        )
    care(hidden, "cla_s20", by=partnership.lead)
    written: list[str] = []

    made = make(partnership, data_officer)
    hand_out(made, write=written.append, by=data_officer)

    assert [row[0] for row in said(made)] == ["2001", "2002"]
    assert written == [made.text]
    with acting_as(import_worker(partnership.agencies["childrens_services"])):
        lines = LedgerLine.objects.filter(act="exported", purpose="ssda903_missing")
        assert {line.about for line in lines} == {
            "childrens-services", partnership.leah.reference, partnership.sealed.reference,
        }  # fmt: skip
        assert {line.detail["by"] for line in lines} == {data_officer.reference}
        assert len({line.detail["digest"] for line in lines}) == 1


def test_what_cannot_be_written_is_not_in_the_ledger(
    partnership: Partnership, missing: Episode, data_officer: Worker
) -> None:
    made = make(partnership, data_officer)

    def full(text: str) -> None:
        raise OSError("No space left")

    with pytest.raises(OSError, match="No space left"):
        hand_out(made, write=full, by=data_officer)

    with acting_as(import_worker(partnership.agencies["childrens_services"])):
        assert not LedgerLine.objects.filter(purpose="ssda903_missing").exists()


def test_only_whose_post_at_the_agency_lets_her_makes_it(partnership: Partnership, data_officer: Worker) -> None:
    with pytest.raises(gate.NotAble, match="make the yearly returns of your own agency"):
        make(partnership, partnership.manager)

    police = partnership.agencies["police"]
    with pytest.raises(Exception, match="makes no such return"):
        make_missing_table(agency=police, year=YEAR, tables=Tables(), file="x", today=TODAY, by=data_officer, at=NOW)


def test_a_data_officer_of_another_authority_is_refused(partnership: Partnership, data_officer: Worker) -> None:
    opened = {"kind": "csc", "regime": "uk_gdpr", "phone": "01632 960199", "at": NOW}
    with as_administrator(partnership):
        other = open_agency(slug="other-authority", name="Other Services", **opened)  # type: ignore[arg-type]

    with pytest.raises(NotHers, match="holds no post at Other Services"):
        make_missing_table(agency=other, year=YEAR, tables=Tables(), file="x", today=TODAY, by=data_officer, at=NOW)


@pytest.fixture
def command(
    partnership: Partnership, data_officer: Worker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run the command in the database that stands; return its exit, and what it said and complained of."""
    monkeypatch.setattr(exporting, "product", lambda **_: nullcontext())

    def run(
        *words: str | Path, by: str = data_officer.email, agency: str = "childrens-services"
    ) -> tuple[int, str, str]:
        asked = ["--agency", agency, "--by", by, "--year", str(YEAR.ends_in)]
        code = main(["export", "ssda903", *asked, *map(str, words)])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    return run


def test_the_file_is_its_owners_alone_and_writes_over_nothing(
    partnership: Partnership, missing: Episode, command: Command, tmp_path: Path
) -> None:
    numbered(partnership, "2001")
    care(missing, "cla_s20", by=partnership.lead)
    out = tmp_path / "missing.csv"

    code, said_, _ = command("--out", out)
    again = command("--out", out)

    assert code == 0
    assert "Written to missing.csv, readable by you alone." in said_
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_bytes().startswith(b"CHILD,DOB,MISSING,MIS_START,MIS_END\r\n2001,03/03/2012,M,")
    assert again[0] == 1
    assert "missing.csv is there already" in again[2]


def test_with_faults_nothing_is_written_until_it_is_asked_for(
    partnership: Partnership, missing: Episode, command: Command, tmp_path: Path
) -> None:
    care(missing, "cla_s20", by=partnership.lead)
    out = tmp_path / "missing.csv"

    code, told, _ = command("--out", out)

    assert code == 1
    assert not out.exists()
    assert "missing.csv: Row 2, CHILD: is blank" in told
    assert "Not written." in told
    assert command("--out", out, "--with-faults")[0] == 1
    assert out.exists()


def test_the_json_is_one_document(partnership: Partnership, missing: Episode, command: Command) -> None:
    code, told, _ = command("--json")

    document = json.loads(told)
    assert code == 0
    assert document["year"] == YEAR.words
    assert document["care_unknown"] == [missing.reference]
    assert document["not_checked"]["the header"] == ["INT04", "INT13"]
    assert (document["faults"], document["written"]) == ([], None)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"agency": "nowhere"}, "There is no agency called 'nowhere'"),
        ({"by": "nobody@demo.invalid"}, "Nobody at Children's Services signs in as nobody@demo.invalid."),
    ],
)
def test_whom_nobody_knows_is_refused(command: Command, asked: dict[str, str], words: str) -> None:
    code, _, complained = command(**asked)

    assert code == 1
    assert words in complained

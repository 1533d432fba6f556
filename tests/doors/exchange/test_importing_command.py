"""`erle import`: what it exits with, what it says to people and to programs, and what it writes."""

import csv
import json
import stat
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from erle.doors.command.files import importing
from erle.doors.command.main import main
from tests.doors.exchange.conftest import Given
from tests.partnership import Partnership

Command = Callable[..., tuple[int, str, str]]

GOOD = "CHILD,DOB,MISSING,MIS_START,MIS_END\n2001,04/05/2010,M,29/03/2024,30/03/2024\n"
FAULTY = GOOD + "2002,31/02/2010,M,29/03/2024,\n"


@pytest.fixture
def command(partnership: Partnership, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in the database that stands; return its exit, and what it said and complained of."""
    monkeypatch.setattr(importing, "product", nullcontext)

    def run(*words: str | Path, agency: str = "childrens-services") -> tuple[int, str, str]:
        code = main(["import", "ssda903", *map(str, words), "--agency", agency])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def told(command: Command, *words: str | Path) -> dict[str, Any]:
    """Run the command with --json, and return its one document."""
    _, said, _ = command(*words, "--json")
    document: dict[str, Any] = json.loads(said)
    return document


def test_a_file_without_fault_exits_with_0_and_says_how_to_undo_it(command: Command, given: Given) -> None:
    code, said, _ = command(given(GOOD, "missing.csv"))

    assert code == 0
    assert "1 reports taken, 0 known already, 1 children new, 1 episodes of being missing or away." in said
    assert "To undo it: erle import ssda903 --agency childrens-services --undo B-" in said


def test_a_file_with_faulty_rows_exits_with_1_and_its_good_rows_stay(command: Command, given: Given) -> None:
    code, said, _ = command(given(FAULTY, "missing.csv"))

    assert code == 1
    assert "Row 3, DOB: '31/02/2010' is not a date that exists; expected a date written dd/mm/yyyy" in said
    assert "1 reports taken" in said


def test_the_json_is_one_document_of_the_contract(command: Command, given: Given) -> None:
    document = told(command, given(FAULTY, "missing.csv"))

    assert {key: document[key] for key in ("taken", "known", "children", "episodes", "dry_run")} == {
        "taken": 1,
        "known": 0,
        "children": 1,
        "episodes": 1,
        "dry_run": False,
    }
    assert document["batch"].startswith("B-")
    assert document["tables"] == {"missing": {"read": 2, "taken": 1, "repeated": 0, "refused": 1, "asked": 0}}


def test_rejected_rows_are_written_with_the_reason_for_their_owner_alone(
    command: Command, given: Given, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects" / "rejects.csv"
    rejects.parent.mkdir()

    command(given(FAULTY, "missing.csv"), "--rejects", rejects)

    with rejects.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["file"], row["row"], row["CHILD"], row["DOB"]) == ("missing.csv", "3", "2002", "31/02/2010")
    assert "is not a date that exists" in row["what is wrong"]
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600


def test_a_dry_run_says_so_and_has_no_batch(command: Command, given: Given) -> None:
    file = given(FAULTY, "missing.csv")

    code, said, _ = command(file, "--dry-run")

    assert (code, said.endswith("Checked only: nothing was kept.\n")) == (1, True)
    assert told(command, file, "--dry-run")["batch"] is None
    assert told(command, file)["taken"] == 1


def test_a_file_that_is_here_already_says_that_nothing_is_new(command: Command, given: Given) -> None:
    file = given(GOOD, "missing.csv")
    command(file)

    code, said, _ = command(file)

    assert code == 0
    assert said.endswith("Nothing new: every good row is here already, word for word. Nothing was changed.\n")


def test_undo_takes_a_batch_back_once(command: Command, given: Given) -> None:
    file = given(GOOD, "missing.csv")
    batch = told(command, file)["batch"]

    assert told(command, "--undo", batch) == {"batch": batch, "withdrawn": 1}

    code, _, complaint = command("--undo", batch)
    assert (code, complaint) == (1, "Refused: That import has been undone already.\n")
    assert told(command, file)["taken"] == 1


def test_a_batch_of_another_agency_is_not_there_to_undo(command: Command, given: Given) -> None:
    batch = told(command, given(GOOD, "missing.csv"))["batch"]

    code, _, complaint = command("--undo", batch, agency="northmere-police")

    assert (code, complaint) == (1, f"Refused: Northmere Police handed in no batch {batch}.\n")


def test_an_agency_that_is_not_there_is_refused_with_those_that_are(command: Command, given: Given) -> None:
    code, _, complaint = command(given(GOOD, "missing.csv"), agency="nobody")

    assert code == 1
    assert complaint.startswith("Refused: There is no agency called 'nobody'. Agencies here: ")
    assert "childrens-services" in complaint


def test_a_file_that_is_not_there_is_refused(command: Command, tmp_path: Path) -> None:
    code, _, complaint = command(tmp_path / "none.csv")

    assert (code, complaint) == (1, "Refused: none.csv: there is no such file.\n")


def test_a_place_where_rejects_cannot_be_written_is_refused_and_nothing_kept(
    command: Command, given: Given, tmp_path: Path
) -> None:
    file = given(FAULTY, "missing.csv")

    code, _, complaint = command(file, "--rejects", tmp_path / "none" / "rejects.csv")

    refused = "Refused: rejects.csv cannot be written: No such file or directory. Nothing was kept.\n"
    assert (code, complaint) == (1, refused)
    assert told(command, file)["taken"] == 1


def test_the_file_itself_is_no_place_for_its_rejects_and_stays_as_it_was(command: Command, given: Given) -> None:
    file = given(FAULTY, "missing.csv")

    code, _, complaint = command(file, "--rejects", file)

    refused = "Refused: missing.csv is to be imported: name another file for the rejected rows.\n"
    assert (code, complaint, file.read_text("utf-8")) == (1, refused, FAULTY)


@pytest.mark.parametrize("words", [(), ("missing.csv", "--undo", "B-22222222")])
def test_neither_a_file_nor_a_batch_or_both_is_a_wrong_call(command: Command, words: tuple[str, ...]) -> None:
    code, said, complaint = command(*words)

    assert (code, said, complaint) == (2, "", "erle import: give a file, or --undo BATCH\n")


def test_a_format_that_is_not_known_is_a_wrong_call() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "postcards", "cards.csv", "--agency", "childrens-services"])

    assert ended.value.code == 2

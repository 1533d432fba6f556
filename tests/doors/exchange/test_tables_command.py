"""`erle import generic` and `erle layer`: mappings beside files, what is said, and the process that jobs run in."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from erle.doors.command import jobs
from erle.doors.command.files import importing, layers
from erle.doors.command.main import main
from erle.doors.exchange.handed import working
from erle.doors.exchange.layers import LAYERS, Layer
from tests.doors.exchange.conftest import Given
from tests.partnership import Partnership

Command = Callable[..., tuple[int, str, str]]

TABLE = "No,When,What\n1,03/02/2024,Seen.\n2,31/02/2024,Seen.\n"
MAPPING = json.dumps({"kind": "concern", "columns": {"No": "number", "When": "happened_on", "What": "text"}})


@pytest.fixture
def command(partnership: Partnership, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `erle import generic` in the database that stands; return its exit, and what it said and complained of."""
    monkeypatch.setattr(importing, "product", nullcontext)

    def run(*words: str | Path) -> tuple[int, str, str]:
        code = main(["import", "generic", *map(str, words), "--agency", "alder-court"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_mapping_beside_a_file_is_used(command: Command, given: Given) -> None:
    given(MAPPING, "school--log.mapping.json")

    code, said, _ = command(given(TABLE, "school--log.csv"))

    assert code == 1
    assert "Row 3, When: '31/02/2024' is not a date that exists; expected a date written day/month/year" in said
    assert "1 reports taken" in said
    assert "To undo it: erle import generic --agency alder-court --undo B-" in said


def test_a_mapping_is_named_and_its_faults_are_told(command: Command, given: Given) -> None:
    path, mapping = given(TABLE, "log.csv"), given('{"columns": {"No": "numbre"}}', "m.json")

    code, _, complained = command(path, "--mapping", mapping)

    assert code == 1
    assert "The column 'No' is mapped to 'numbre'; expected one of number" in complained


def test_without_a_mapping_the_command_says_that_one_is_needed(command: Command, given: Given) -> None:
    code, _, complained = command(given(TABLE, "log.csv"))

    assert code == 1
    assert "log.csv needs a mapping" in complained


@pytest.mark.parametrize(
    ("said", "words"), [(b"\xff\xfe\x00", "is not text in UTF-8"), (b"x" * 2_000_000, "is too long")]
)
def test_a_mapping_that_is_no_text_or_endless_is_refused(
    command: Command, given: Given, said: bytes, words: str
) -> None:
    code, _, complained = command(given(TABLE, "log.csv"), "--mapping", given(said, "m.json"))

    assert code == 1
    assert words in complained


def test_the_json_says_which_reports_go_to_the_desk(command: Command, given: Given) -> None:
    given(MAPPING, "log.mapping.json")

    _, said, _ = command(given(TABLE, "log.csv"), "--json")

    document: dict[str, Any] = json.loads(said)
    assert (document["taken"], document["to_desk"], document["total"]["refused"]) == (1, [], 1)


def test_a_layer_is_loaded_and_its_attribution_said(
    given: Given, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken: list[tuple[Any, ...]] = []
    monkeypatch.setattr(layers, "product", nullcontext)
    monkeypatch.setitem(LAYERS, "schools", _counting(LAYERS["schools"], taken))
    path = given("urn,name\n100001,Alder Court\n1,Too Short\n", "schools.csv")

    code = main(["layer", "schools", str(path)])
    words = capsys.readouterr().out
    as_data = main(["layer", "schools", str(path), "--json"])

    assert (code, as_data) == (1, 1)
    assert "schools: 1 rows loaded, 1 passed over." in words
    assert "Row 3: '1' is not a school's unique reference number." in words
    assert "Open Government Licence" in words
    assert json.loads(capsys.readouterr().out)["passed_over"] == 1
    assert [row[:2] for row in taken] == [(100001, "Alder Court")] * 2


def _counting(layer: Layer, taken: list[tuple[Any, ...]]) -> Layer:
    def load(rows: Any) -> int:
        taken.extend(rows)
        return len(taken)

    return Layer(layer.words, layer.headings, layer.read, load)


def test_a_process_is_started_where_files_wait_and_not_beside_another(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    real = subprocess.Popen

    def popen(words: list[str], **more: Any) -> Any:
        started.append(words)
        return real([sys.executable, "-c", "import time; time.sleep(60)"], **more)

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr(working, "waiting", lambda: True)
    files = jobs.FileJobs()

    files.look()
    files.look()
    began = time.monotonic()
    files.end()

    assert [words[-2:] for words in started] == [["worker", "--files"]]
    assert time.monotonic() - began < 30


def test_the_process_for_files_does_what_waits_and_ends(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "product", lambda **given: nullcontext())

    assert main(["worker", "--files"]) == 0

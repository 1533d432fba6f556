"""`erle match` with a model that Splink learnt, as somebody types it."""

import csv
import json
from pathlib import Path

import pytest

from erle.doors.command.main import DONE, REFUSED, main
from tests.knowledge.linkage.splink_models.models import document
from tests.knowledge.linkage.splink_models.test_matching import by_hand, crowd

COLUMNS = ("id", "forename", "surname", "born", "postcode")
ROWS: list[dict[str, str | None]] = [{name: text or None for name, text in row.items()} for row in crowd(120, 7)]


def _write(path: Path, rows: list[dict[str, str | None]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([at, *(row[name] for name in COLUMNS[1:])] for at, row in enumerate(rows))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file and a model."""
    _write(tmp_path / "ours.csv", ROWS)
    (tmp_path / "splink.json").write_text(document(), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def match(*words: str, files: tuple[str, ...] = ("ours.csv",)) -> int:
    """Match the files by the model."""
    return main(["match", *files, "--model", "splink.json", "--out", "links.csv", *words])


def test_pairs_weights_and_people_are_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = by_hand(ROWS)

    assert match("--clusters", "people.csv", "--json") == DONE

    told = json.loads(capsys.readouterr().out)
    links = _read(folder / "links.csv")
    found = {(int(one["row_1"]) - 2, int(one["row_2"]) - 2): float(one["weight"]) for one in links}
    assert found == pytest.approx({pair: bits for pair, bits in wanted.items() if bits >= -3.169925}, abs=6e-4)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert {one["decision"] for one in links} == {"link", "possible"}
    assert all((float(one["probability"]) >= 0.5) == (one["decision"] == "link") for one in links)
    people = _read(folder / "people.csv")
    assert [int(one["row"]) for one in people] == list(range(2, len(ROWS) + 2))
    assert told["people"] == len({one["person"] for one in people})
    assert (told["compared"], told["rows"]) == (len(wanted), len(ROWS))
    assert (folder / "links.csv").stat().st_mode & 0o777 == 0o600


def test_the_figures_are_said_in_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert match() == DONE

    said = capsys.readouterr().out
    assert "ours.csv: 120 rows" in said
    assert "Compared by: born, forename, postcode, surname. The model is Splink's." in said
    assert not any(str(row["surname"]) in said for row in ROWS if row["surname"])


def test_several_files_for_a_model_of_several(folder: Path) -> None:
    _write(folder / "theirs.csv", ROWS[:50])
    (folder / "splink.json").write_text(document(link_type="link_only"), "utf-8")

    assert match(files=("ours.csv", "theirs.csv")) == DONE

    assert {(one["file_1"], one["file_2"]) for one in _read(folder / "links.csv")} == {("ours.csv", "theirs.csv")}


@pytest.mark.parametrize(
    ("model", "words", "said"),
    [
        (document(), ("--map", "splink.toml"), "leave --map and --save-model out"),
        (document(), ("--save-model", "again.json"), "leave --map and --save-model out"),
        (document(link_type="link_only"), (), "splink.json is for link_only: expected two files or more."),
        (
            document(sql_dialect="spark"),
            (),
            "splink.json is a model of Splink's that cannot be used: ",
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], model: str, words: tuple[str, ...], said: str
) -> None:
    (folder / "splink.json").write_text(model, "utf-8")
    (folder / "splink.toml").write_text("", "utf-8")

    assert match(*words) == REFUSED

    assert said in capsys.readouterr().err
    assert not (folder / "links.csv").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"id,forename,surname,born\n1,Ada,Thorn,2010-01-01\n", "ours.csv has no column"),
        (b"forename,surname,born,postcode\nSecret,Thorn\n", "row 2 has 2 values; expected 4."),
        ("forename,surname,born,postcode\nZoë,Secret,,\n".encode("latin-1"), "is not UTF-8"),
        (b"", "is no CSV that can be read"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_without_what_it_says(
    folder: Path, capsys: pytest.CaptureFixture[str], text: bytes | None, said: str
) -> None:
    (folder / "ours.csv").unlink()
    if text is not None:
        (folder / "ours.csv").write_bytes(text)

    assert match() == REFUSED

    told = capsys.readouterr().err
    assert said in told
    assert "Secret" not in told


def test_without_a_model_or_a_map_it_is_said_what_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "ours.csv", "--out", "links.csv"]) == REFUSED
    assert "--map FIELDS.toml" in capsys.readouterr().err


def test_one_record_again_and_again_is_refused_before_it_takes_hours(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(folder / "ours.csv", ROWS[:1] * 150_000)

    assert match() == REFUSED

    said = capsys.readouterr().err
    assert "splink.json: blocking rule 1 brings 11,249,925,000 pairs together: expected 5,000,000,000 at most" in said
    assert not (folder / "links.csv").exists()


def test_more_pairs_than_memory_holds_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erle.knowledge.linkage.splink_models.matching.MOST_FOUND", 10)

    assert match() == REFUSED

    assert "more than 10 pairs weigh enough: the same rows seem to be in the files again" in capsys.readouterr().err
    assert not (folder / "links.csv").exists()

"""`erle between`, as two partnerships and a unit type it."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from erle.doors.command.main import DONE, REFUSED, main
from tests.knowledge.linkage.matching.people import Said, population, written_down

PEOPLE = population(150)
OURS, THEIRS = written_down(PEOPLE, seed=1), written_down(PEOPLE, seed=2)
NHS = "9434765919"
MAP = """
[columns]
reference = "Id"
forename = "First name"
surname = "Last name"
sex = "Sex"
postcode = "Postcode"
born = "Born"
[columns.identifiers]
NHS = "NHS number"
upn = "UPN"
"""
Step = Callable[[], int]
MADE = ("key.json", "one.enc", "one.rows", "other.enc", "other.rows", "one.answer", "other.answer", "known.csv")


def write(path: Path, rows: Sequence[Said], *, number: str = "") -> None:
    """Write rows as an agency would; the first has the number."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Id", "First name", "Last name", "Born", "Sex", "Postcode", "NHS number", "UPN", "Notes"])
        for at, row in enumerate(rows):
            born = row.born and f"{row.born[:4]}-{row.born[4:6]}-{row.born[6:]}"
            said = [row.forename, row.surname, born, row.sex, row.postcode]
            writer.writerow([f"={at}", *said, "" if at else number, "UN1", "a secret worry"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two partnerships' files and a map."""
    write(tmp_path / "ours.csv", OURS)
    write(tmp_path / "theirs.csv", THEIRS)
    (tmp_path / "fields.toml").write_text(MAP, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def between(*words: str) -> int:
    """Do one step."""
    return main(["between", *words])


def encode(side: str, *words: str, file: str = "", key: str = "key.json") -> int:
    """Encode the file of one side."""
    name = file or {"one": "ours.csv", "other": "theirs.csv"}[side]
    places = ("--out", f"{side}.enc", "--rows", f"{side}.rows")
    return between("encode", name, "--map", "fields.toml", "--key", key, "--side", side, *places, *words)


def compare(*words: str, one: str = "one.enc", other: str = "other.enc") -> int:
    """Compare what both sides sent."""
    return between("compare", one, other, "--answer-one", "one.answer", "--answer-other", "other.answer", *words)


def read(side: str, *words: str, rows: str = "") -> int:
    """Read the answer of one side."""
    return between("read", f"{side}.answer", "--rows", rows or f"{side}.rows", "--out", "known.csv", *words)


def exchange() -> None:
    """Go through all steps but the last."""
    assert between("key", "key.json") == DONE
    assert encode("one") == DONE
    assert encode("other") == DONE
    assert compare() == DONE


def known(path: Path) -> list[dict[str, str]]:
    """Return who is known to the other side too."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_two_partnerships_find_whom_both_know_and_a_pair_has_one_number_on_both_sides(folder: Path) -> None:
    exchange()
    assert read("one") == DONE
    ours = known(folder / "known.csv")
    (folder / "known.csv").unlink()
    assert read("other") == DONE
    theirs = {row["pair"]: int(row["row"]) - 2 for row in known(folder / "known.csv")}

    found = {(OURS[int(row["row"]) - 2].person, THEIRS[theirs[row["pair"]]].person) for row in ours}
    both = {row.person for row in OURS} & {row.person for row in THEIRS}
    assert sum(one == other for one, other in found) / len(found) > 0.9  # which pairs are near hangs on the key
    assert sum(one == other for one, other in found) / len(both) > 0.7
    assert set(ours[0]) == {"pair", "file", "row", "reference", "by", "likeness"}
    assert ours[0]["reference"] == f"'={int(ours[0]['row']) - 2}"


def test_what_is_handed_to_the_unit_and_back_says_nothing_of_anybody(folder: Path) -> None:
    exchange()

    key = json.loads((folder / "key.json").read_text("utf-8"))["key"]
    names = {row.surname.casefold() for row in OURS if len(row.surname) > 8}  # a short one may come about by chance
    assert len(names) > 20
    for name in ("one.enc", "other.enc", "one.answer", "other.answer"):
        text = (folder / name).read_text("utf-8").casefold()
        assert not [each for each in names if each in text]
        assert not [at for at in range(0, 64, 8) if key[at : at + 8] in text]
        assert not {"ours.csv", "theirs.csv", "secret"} & {
            word for word in ("ours.csv", "theirs.csv", "secret") if word in text
        }


def test_an_answer_has_the_matched_records_of_its_own_side_alone(folder: Path) -> None:
    exchange()

    own = {side: numbers(folder / f"{side}.enc", 0) for side in ("one", "other")}
    told = {side: numbers(folder / f"{side}.answer", 1) for side in ("one", "other")}
    assert told["one"] <= own["one"]
    assert told["other"] <= own["other"]
    assert not told["one"] & own["other"]
    assert len(told["one"]) < len(own["one"])


def numbers(path: Path, place: int) -> set[str]:
    """Return the numbers in one column of a file."""
    return {line.split(",")[place] for line in path.read_text("utf-8").splitlines()[2:]}


def test_a_valid_number_makes_a_pair_certain_and_one_that_is_none_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder / "ours.csv", OURS, number=f"{NHS[:3]} {NHS[3:]}")
    write(folder / "theirs.csv", OURS[:40], number=NHS)
    exchange()
    capsys.readouterr()

    assert read("one", "--json") == DONE
    assert json.loads(capsys.readouterr().out)["by_number"] == 1

    write(folder / "wrong.csv", OURS, number="9434765918")
    assert (
        between(
            "encode",
            "wrong.csv",
            "--map",
            "fields.toml",
            "--key",
            "key.json",
            "--side",
            "one",
            "--out",
            "w.enc",
            "--rows",
            "w.rows",
            "--json",
        )
        == DONE
    )
    [unread] = json.loads(capsys.readouterr().out)["unread"]
    assert unread == {
        "field": "nhs",
        "problem": "is no NHS number",
        "expected": "ten digits of which the last fits the others",
        "instead": "Kept without it.",
        "count": 1,
        "first_rows": [2],
    }


def test_each_step_tells_figures_and_no_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "ours.csv").open("a", encoding="utf-8") as stream:
        stream.write("1,Ann,,31/02/2010,f,,,,\r\n2,,,,,,,,x\r\n")
    exchange()
    read("one")

    said = capsys.readouterr().out
    assert "key of one exchange" in said
    assert f"ours.csv: in 1 row born is no date that there was (row {len(OURS) + 2})" in said
    assert "too little is known (row" in said
    assert "Expected: two of forename, surname and date of birth, or one of them and a number" in said
    assert "Then delete all four files" in said
    assert "A pair is a proposal" in said
    assert "Ann" not in said


def test_each_step_tells_the_same_to_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    steps: list[Step] = [
        lambda: between("key", "key.json", "--without", "postcode", "--without", "upn", "--unsalted", "--json"),
        lambda: encode("one", "--json"),
        lambda: encode("other", "--json"),
        lambda: compare("--json"),
        lambda: read("one", "--json"),
    ]
    for step in steps:
        assert step() == DONE
        told.append(json.loads(capsys.readouterr().out))

    key, one, other, unit, found = told
    assert key["parameters"]["fields"] == ["forename", "surname", "born", "sex"]
    assert key["parameters"]["identifiers"] == ["nhs"]
    assert not key["parameters"]["salted"]
    assert one["used"] == ["forename", "surname", "born", "sex", "nhs"]
    assert key["check"] == one["check"] == other["check"] == unit["check"]
    assert unit["rows"] == {"one.enc": one["encoded"], "other.enc": other["encoded"]}
    assert found["pairs"] == unit["matched"] > 50


def test_what_is_written_only_its_owner_can_read_and_nothing_is_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exchange()
    read("one")

    assert {(folder / name).stat().st_mode & 0o777 for name in MADE} == {0o600}
    before = {name: (folder / name).read_bytes() for name in MADE}
    steps: list[Step] = [lambda: between("key", "key.json"), lambda: encode("one"), compare, lambda: read("one")]
    for again in steps:
        assert again() == REFUSED
        assert "is there already: name another file" in capsys.readouterr().err
    assert {name: (folder / name).read_bytes() for name in MADE} == before


def test_where_the_second_file_is_there_the_first_is_not_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    between("key", "key.json")
    (folder / "one.rows").write_text("mine", "utf-8")

    assert encode("one") == REFUSED

    assert "one.rows is there already" in capsys.readouterr().err
    assert not (folder / "one.enc").exists()
    assert (folder / "one.rows").read_text("utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert between("key", "nowhere/key.json") == REFUSED
    assert "key.json cannot be written: No such file or directory" in capsys.readouterr().err
    between("key", "key.json")
    places = ("--out", "same", "--rows", "./same")
    assert (
        between("encode", "ours.csv", "--map", "fields.toml", "--key", "key.json", "--side", "one", *places) == REFUSED
    )
    assert "same is named twice" in capsys.readouterr().err


def test_files_that_do_not_belong_together_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exchange()
    between("key", "another.json")
    between("key", "fewer.json", "--without", "postcode")
    for key, said in (("another.json", "by different keys"), ("fewer.json", "by different parameters")):
        (folder / "other.enc").unlink()
        (folder / "other.rows").unlink()
        encode("other", key=key)
        assert compare() == REFUSED
        assert said in capsys.readouterr().err
    assert compare(one="other.enc", other="one.enc") == REFUSED
    assert "name the files the other way about" in capsys.readouterr().err
    assert compare(other="one.enc") == REFUSED
    assert "both are side one" in capsys.readouterr().err
    assert compare("--most-rows", "10") == REFUSED
    assert "expected 10 at most" in capsys.readouterr().err
    assert read("one", rows="other.rows") == REFUSED
    assert "answers another file of encodings" in capsys.readouterr().err


def test_a_file_that_was_changed_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exchange()
    steps: dict[str, Step] = {"one.enc": compare, "one.answer": lambda: read("one"), "one.rows": lambda: read("one")}
    for name, step in steps.items():
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text[:-3] + "x" + text[-2:], "utf-8")

        assert step() == REFUSED

        assert f"{name}: its check sum does not fit" in capsys.readouterr().err
        (folder / name).write_text(text, "utf-8")
    (folder / "one.enc").write_bytes(b"\xff\xfe")
    assert compare() == REFUSED
    assert "one.enc is no text in UTF-8" in capsys.readouterr().err
    assert compare(one="none.enc") == REFUSED
    assert "none.enc cannot be read" in capsys.readouterr().err


def test_an_answer_about_rows_that_are_not_there_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from erle.knowledge.linkage.between.envelopes import enclosed, sum_of

    exchange()
    of = sum_of((folder / "one.enc").read_text("utf-8"))
    forged = enclosed("erle between answer", {"of": of}, "pair,row,by,likeness", [f"1,{'0' * 16},number,1.00"])
    (folder / "one.answer").write_text(forged, "utf-8")

    assert read("one") == REFUSED

    assert "one.answer, line 3: one.rows has no such row" in capsys.readouterr().err
    assert not (folder / "known.csv").exists()


def test_a_file_larger_than_can_be_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erle.doors.command.between.places.LARGEST", 100)
    (folder / "key.json").write_text("x" * 101, "utf-8")

    assert encode("one") == REFUSED

    assert "key.json is larger than 100 bytes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--without", "shoe size"], "shoe size is not known; expected one of forename, surname, born"),
        (["--without", "forename", "--without", "born"], "two of forename, surname, born among them"),
    ],
)
def test_a_key_that_compares_by_nothing_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert between("key", "key.json", *words) == REFUSED
    assert said in capsys.readouterr().err
    assert not (folder / "key.json").exists()


def test_a_map_that_names_nothing_that_is_compared_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    between("key", "key.json")
    (folder / "fields.toml").write_text('[columns]\nphone = "Notes"\n', "utf-8")

    assert encode("one") == REFUSED

    assert "the map names no field that the key compares by; expected some of forename" in capsys.readouterr().err


def test_no_step_needs_a_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object, **more: object) -> None:
        raise AssertionError("a database was asked for")

    monkeypatch.setattr("psycopg.connect", refuse)
    exchange()

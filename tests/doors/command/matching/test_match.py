"""`erle match`, as somebody types it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from erle.doors.command.main import DONE, REFUSED, main
from tests.knowledge.linkage.matching.people import Said, agreement, population, written_down

PEOPLE = population(150)
OURS, THEIRS = written_down(PEOPLE, seed=1), written_down(PEOPLE, seed=2)
MAP = """
[columns]
reference = "Id"
forename = "First name"
surname = "Last name"
sex = "Sex"
address = "Address"
postcode = "Postcode"
born = "Born"

[files."theirs.csv"]
dates = ["dd/mm/yyyy", "ddmmyyyy"]
"""

Match = Callable[..., int]


def write(path: Path, rows: list[Said], dates: Callable[[str], str]) -> None:
    """Write rows as an agency would."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Id", "First name", "Last name", "Born", "Sex", "Address", "Postcode"])
        writer.writerows(
            [f"={at}", row.forename, row.surname, row.born and dates(row.born), row.sex, row.address, row.postcode]
            for at, row in enumerate(rows)
        )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files and a map."""
    write(tmp_path / "ours.csv", OURS, lambda day: f"{day[:4]}-{day[4:6]}-{day[6:]}")
    write(tmp_path / "theirs.csv", THEIRS, lambda day: f"{day[6:]}/{day[4:6]}/{day[:4]}")
    (tmp_path / "fields.toml").write_text(MAP, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def match(*words: str, files: tuple[str, ...] = ("ours.csv", "theirs.csv")) -> int:
    """Match the files."""
    return main(["match", *files, "--map", "fields.toml", "--out", "links.csv", *words])


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return a CSV file's rows."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def refused(
    capsys: pytest.CaptureFixture[str], *words: str, files: tuple[str, ...] = ("ours.csv", "theirs.csv")
) -> str:
    """Match what cannot be matched, and return what is said of it."""
    assert match(*words, files=files) == REFUSED
    assert not Path("links.csv").exists()
    return capsys.readouterr().err


def test_two_files_are_linked_and_every_row_has_its_person(folder: Path) -> None:
    assert match("--clusters", "clusters.csv") == DONE

    clusters = rows_of(folder / "clusters.csv")
    assert [(row["file"], row["row"]) for row in clusters[:2]] == [("ours.csv", "2"), ("ours.csv", "3")]
    assert len(clusters) == len(OURS) + len(THEIRS)
    precision, recall = agreement([int(row["person"]) for row in clusters], [row.person for row in (*OURS, *THEIRS)])
    assert precision > 0.95
    assert recall > 0.95


def test_links_have_a_weight_for_every_field_and_these_add_up(folder: Path) -> None:
    match()

    links = rows_of(folder / "links.csv")
    parts = ("prior", "forename", "surname", "born", "sex", "address", "postcode", "relatives")
    assert {link["decision"] for link in links} <= {"link", "possible", "held"}
    for link in links:
        assert sum(float(link[part]) for part in parts) == pytest.approx(float(link["weight"]), abs=0.01)
    assert links[0]["reference_1"].startswith("'=")


def test_one_file_is_de_duplicated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder / "ours.csv", [*OURS, *THEIRS], lambda day: f"{day[:4]}-{day[4:6]}-{day[6:]}")
    (folder / "fields.toml").write_text(MAP.partition("[files")[0], "utf-8")

    assert match("--json", files=("ours.csv",)) == DONE

    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == len(OURS) + len(THEIRS)
    assert told["people"] == pytest.approx(len({row.person for row in (*OURS, *THEIRS)}), rel=0.05)
    assert told["model"]["learnt"]


def test_a_file_said_to_have_no_repeats_has_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "fields.toml").write_text(MAP + '[files."ours.csv"]\nno_repeats = true\n', "utf-8")
    write(folder / "ours.csv", [*OURS, OURS[0]], lambda day: f"{day[:4]}-{day[4:6]}-{day[6:]}")

    assert match("--clusters", "clusters.csv", "--json") == DONE

    own = [row["person"] for row in rows_of(folder / "clusters.csv") if row["file"] == "ours.csv"]
    assert len(set(own)) == len(own) == len(OURS) + 1
    written = [row["decision"] for row in rows_of(folder / "links.csv")]
    told = json.loads(capsys.readouterr().out)
    assert (told["links"], told["possible"]) == (written.count("link"), written.count("possible"))


def test_a_saved_model_is_used_again_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    match("--save-model", "model.json", "--clusters", "one.csv")

    assert match("--model", "model.json", "--clusters", "two.csv") == DONE

    assert (folder / "one.csv").read_text("utf-8") == (folder / "two.csv").read_text("utf-8")
    assert "The model is of" in capsys.readouterr().out
    assert json.loads((folder / "model.json").read_text("utf-8"))["version"] == 1


def test_what_is_written_only_its_owner_can_read(folder: Path) -> None:
    match("--clusters", "clusters.csv", "--save-model", "model.json")

    assert {(folder / name).stat().st_mode & 0o777 for name in ("links.csv", "clusters.csv", "model.json")} == {0o600}
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_date_that_cannot_be_read_is_counted_and_the_row_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "theirs.csv").open("a", encoding="utf-8") as stream:
        stream.write(
            'T1,Ann,Lee,31/02/2010,f,"1 Hill Road",PE1 1AB\r\nT2,Ann,Lee,01/01/2999,f,"1 Hill Road",PE1 1AB\r\n'
        )

    assert match("--json", "--clusters", "clusters.csv") == DONE

    unread = json.loads(capsys.readouterr().out)["files"][1]["unread"]
    first = len(THEIRS) + 2
    assert [(one["field"], one["first_rows"], one["instead"]) for one in unread] == [
        ("born", [first + 1], "Kept without it."),
        ("born", [first], "Compared by its digits."),
    ]
    assert all("dd/mm/yyyy" in one["expected"] for one in unread)
    assert len(rows_of(folder / "clusters.csv")) == len(OURS) + len(THEIRS) + 2


@pytest.mark.parametrize(
    ("mark", "encoding"), [(";", "cp1252"), (";", "utf-8-sig"), ("\t", "utf-16"), ("|", "utf-8"), (",", "cp1252")]
)
def test_a_file_is_read_whatever_program_saved_it(folder: Path, mark: str, encoding: str) -> None:
    text = (folder / "theirs.csv").read_text("utf-8")
    rows = [*csv.reader(text.splitlines()), ["T1", "Zoë", "Lee", "03/02/2010", "f", "1, Hill Road", "PE1 1AB"]]
    with (folder / "theirs.csv").open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)

    assert match("--clusters", "clusters.csv") == DONE

    clusters = rows_of(folder / "clusters.csv")
    assert clusters[-1]["reference"] == "T1"
    assert len(clusters) == len(OURS) + len(THEIRS) + 1


def test_of_equal_rows_each_is_linked(folder: Path) -> None:
    text = (folder / "ours.csv").read_text("utf-8")
    (folder / "ours.csv").write_text(text + text.split("\n", 1)[1], "utf-8", newline="")

    assert match() == DONE

    links = rows_of(folder / "links.csv")
    assert len({(row["file_1"], row["row_1"], row["file_2"], row["row_2"]) for row in links}) == len(links)
    here = [row["row_1"] for row in links if row["decision"] == "link" and row["file_2"] == "theirs.csv"]
    assert {str(int(row) + len(OURS)) for row in here if int(row) <= len(OURS) + 1} <= set(here)


def test_of_a_year_alone_dates_are_read(folder: Path) -> None:
    write(folder / "theirs.csv", THEIRS, lambda day: day[:4])
    (folder / "fields.toml").write_text(MAP.replace('["dd/mm/yyyy", "ddmmyyyy"]', '"yyyy"'), "utf-8")

    assert match("--clusters", "clusters.csv") == DONE

    people = [int(row["person"]) for row in rows_of(folder / "clusters.csv")]
    precision, recall = agreement(people, [row.person for row in (*OURS, *THEIRS)])
    assert precision > 0.95
    assert recall > 0.7


def test_a_row_that_is_no_text_is_counted_and_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "ours.csv").open("ab") as stream:
        stream.write(b"X1,An\x00n,Lee,2010-01-01,f,,\r\n\r\nX2,Ann\r\n")

    assert match("--clusters", "clusters.csv") == DONE

    said = capsys.readouterr().out
    assert f"in 1 row the row has a NUL character (a byte that is zero) in it (row {len(OURS) + 2})" in said
    assert len(rows_of(folder / "clusters.csv")) == len(OURS) + len(THEIRS) + 2


def test_a_full_name_is_parted_where_there_are_no_parts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f'{at},"{row.surname.upper()}, {row.forename}",{row.born}' for at, row in enumerate(THEIRS)]
    (folder / "theirs.csv").write_text("\n".join(["Id,Name,Birth", *lines]), "utf-8")
    (folder / "fields.toml").write_text(
        MAP.replace('dates = ["dd/mm/yyyy", "ddmmyyyy"]', 'dates = "yyyymmdd"')
        + '[files."theirs.csv".columns]\nfull_name = "Name"\nborn = "Birth"\n[files."theirs.csv".columns.identifiers]\n'
        'theirs = ["Id"]\n',
        "utf-8",
    )

    assert match("--json") == DONE

    told = json.loads(capsys.readouterr().out)
    assert told["files"][1]["fields"] == ["born", "forename", "identifier:theirs", "middle", "surname"]
    assert told["links"] > 0.8 * len({row.person for row in OURS} & {row.person for row in THEIRS})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("= 3", "is not TOML"),
        ('colums = "x"', "colums is not known; expected one of columns, dates, files"),
        ("[columns]\nforname = 'First name'", "[columns]: forname is not known; expected one of"),
        ("[columns]\nforename = 3", "[columns] forename: expected a column's heading or a list of them, found 3"),
        ("columns = 3", "[columns]: expected a section, found 3"),
        ("[columns]\nidentifiers = 'x'", "expected a section of names and columns"),
        ("[columns]\nforename = 'Given'", "ours.csv: the map names none of its columns. Its columns: Id, First name"),
        ("[columns]\nforename = 'First name'\nmiddle = 'Middle'", "middle: no file has the column Middle"),
        (
            "dates = 'day/month'\n[columns]\nforename = 'First name'",
            "ours.csv, dates: 'day/month' is no format of dates",
        ),
        ("dates = 3\n[columns]\nforename = 'First name'", "expected a format such as dd/mm/yyyy"),
        ("no_repeats = 'yes'\n[columns]\nforename = 'First name'", "no_repeats: expected true or false, found 'yes'"),
        ("[files.'other.csv']\ndates = 'yyyymmdd'", "other.csv is not known; expected one of ours.csv, theirs.csv"),
        ("[files]\n'ours.csv' = 3", 'files."ours.csv": expected a section, found 3'),
        ("[files.'ours.csv']\ndate = 'x'", "date is not known; expected one of columns, dates, no_repeats, sheet"),
        (
            "[files.'ours.csv'.columns]\nforename = 'Given'",
            "ours.csv, forename: there is no column Given. Its columns: Id, First name",
        ),
    ],
)
def test_a_map_that_cannot_be_used_says_where_and_what_was_expected(
    folder: Path, capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    (folder / "fields.toml").write_text(words, "utf-8")

    assert said in refused(capsys)


def test_a_common_column_may_be_in_one_file_only(folder: Path) -> None:
    (folder / "fields.toml").write_text(MAP.replace("[columns]", '[columns]\nphone = "Phone"'), "utf-8")
    with (folder / "theirs.csv").open(encoding="utf-8") as stream:
        lines = stream.read().splitlines()
    (folder / "theirs.csv").write_text(
        "\n".join([f"{lines[0]},Phone", *(f"{line},01733 5551{at:03}" for at, line in enumerate(lines[1:]))]), "utf-8"
    )

    assert match() == DONE


def test_files_that_cannot_be_used_are_refused_before_anything_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "fields.toml").write_text(MAP.partition("[files")[0], "utf-8")
    assert "nowhere.csv: there is no such file" in refused(capsys, files=("ours.csv", "nowhere.csv"))
    assert "ours.csv is named twice" in refused(capsys, files=("ours.csv", "./ours.csv"))
    assert "ours.csv is to be read" in refused(capsys, "--clusters", "ours.csv")
    assert "links.csv is named twice" in refused(capsys, "--clusters", "links.csv")
    assert "none.json cannot be read" in refused(capsys, "--model", "none.json")
    assert "fields.toml is named twice" in refused(capsys, "--model", "fields.toml")
    (folder / "model.json").write_text("{}", "utf-8")
    assert "model.json is no model that can be used" in refused(capsys, "--model", "model.json")
    assert main(["match", "ours.csv", "--map", "none.toml", "--out", "links.csv"]) == REFUSED
    assert "none.toml cannot be read" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "ours.csv", "theirs.csv", "--map", "fields.toml", "--out", "nowhere/links.csv"]) == REFUSED

    assert "links.csv cannot be written: No such file or directory" in capsys.readouterr().err


def test_rows_that_say_nothing_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ours.csv").write_text("Id,First name\n1,Ann\n2,Ann\n", "utf-8")

    (folder / "fields.toml").write_text('[columns]\nforename = "First name"\n', "utf-8")

    assert "nothing to compare" in refused(capsys, files=("ours.csv",))


def test_rows_that_are_too_many_of_one_kind_are_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{at},{at % 40},0173{at % 3} 555" for at in range(400)]
    (folder / "ours.csv").write_text("\n".join(["Id,House,Phone", *rows]), "utf-8")
    (folder / "fields.toml").write_text('[columns]\nphone = "Phone"\naddress = "House"\n', "utf-8")

    assert match(files=("ours.csv",)) == DONE

    assert (
        "Too many rows share the same value to be compared by: phone+forename:1 (120 rows)" in capsys.readouterr().out
    )

"""The published sample, let in and made again: the same lines."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from erle.doors.command.exports import exporting
from erle.doors.command.main import main
from erle.doors.exchange.importing import import_return
from erle.doors.exchange.ssda903.returns import read_return
from erle.foundation.agencies.models import Worker
from tests.doors.exchange.returning.tables import rows
from tests.doors.exchange.test_ssda903_sample import SAMPLE
from tests.partnership import NOW, Partnership

pytestmark = pytest.mark.skipif(
    not SAMPLE.is_dir(), reason="the published sample is not beside this checkout (../shared/data)"
)
Exported = Callable[..., tuple[int, str]]


@pytest.fixture
def exported(
    partnership: Partnership, data_officer: Worker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Exported:
    """Let the sample's missing table, header and episodes in; return what exports."""
    monkeypatch.setattr(exporting, "product", lambda **_: nullcontext())
    agency = partnership.agencies["childrens_services"]
    for table in ("header", "episodes", "missing"):
        reading = read_return(SAMPLE / f"{table}.csv", today=NOW.date())
        import_return(reading, agency=agency, name=f"{table}.csv", at=NOW)

    def run(*words: str | Path) -> tuple[int, str]:
        asked = ["--agency", agency.slug, "--by", data_officer.email, "--year", "2018"]
        code = main(["export", "ssda903", *asked, *map(str, words)])
        return code, capsys.readouterr().out

    return run


def test_what_was_let_in_goes_out_line_for_line(exported: Exported, tmp_path: Path) -> None:
    out = tmp_path / "missing.csv"

    code, _ = exported("--out", out, "--with-faults")

    assert code == 1
    made = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert Counter(tuple(row.items()) for row in made) == Counter(
        tuple(r.items()) for r in rows(SAMPLE / "missing.csv")
    )
    assert list(made[0]) == ["CHILD", "DOB", "MISSING", "MIS_START", "MIS_END"]


def test_the_same_rules_are_broken_as_in_the_files_themselves(exported: Exported, tmp_path: Path) -> None:
    code, said = exported()
    again, beside = exported("--tables", SAMPLE)

    assert (code, again) == (1, 1)
    assert said == beside
    assert "15 faults, each a rule that the department checks." in said
    assert "(rule 577)" in said
    assert "Not checked for want of last year's missing table: rules 576." in said

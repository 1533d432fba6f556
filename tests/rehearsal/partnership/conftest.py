"""The partnership of one city, written once for these tests."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rehearsal.partnership import FileWritten, write

TODAY = date(2026, 11, 18)
SHARED = next((up / "shared" / "data" for up in Path(__file__).parents if (up / "shared" / "data").is_dir()), None)
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Written:
    """What was written: the folder, and its files."""

    folder: Path
    files: list[FileWritten]

    def truth(self, name: str) -> Rows:
        """Return one list of the truth."""
        with (self.folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def hard_cases(self) -> dict[str, dict[str, Any]]:
        """Return the hard cases by their keys."""
        told = json.loads((self.folder / "truth" / "hard_cases.json").read_text("utf-8"))
        return {case["case"]: case for case in told}


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Return the partnership at scale 1."""
    folder = tmp_path_factory.mktemp("city")
    return Written(folder, write(folder, 1, 1.0, TODAY))

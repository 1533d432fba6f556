"""Run by another Python, in which the published validator is: its answers for a folder of tables, as JSON.

`PYTHON ask_published.py FOLDER YEAR CODES`: FOLDER holds missing.csv and, where they are there, header.csv,
episodes.csv and last.csv, which is last year's missing table. Erle itself never depends on the validator.
"""

import importlib
import json
import logging
import sys
from pathlib import Path

logging.disable(logging.CRITICAL)
EARLIEST = 2023
TABLES = {"missing": "Missing", "header": "Header", "episodes": "Episodes", "last": "Missing_last"}


def main(folder: Path, year: int, codes: list[str]) -> None:
    """Print of each rule the rows that break it, counted as a spreadsheet counts them, by table."""
    pandas = importlib.import_module("pandas")
    edition = max(year, EARLIEST)
    pack = importlib.import_module(f"lac_validator.rules.lac{edition - 1}_{edition % 100:02}")
    tables = {
        name: pandas.read_csv(folder / f"{file}.csv", dtype=str, keep_default_na=True)
        for file, name in TABLES.items()
        if (folder / f"{file}.csv").is_file()
    }
    metadata = {"collection_start": f"01/04/{year - 1}", "collection_end": f"31/03/{year}"}
    said = {}
    for code in codes:
        rule = next(rule for rule in pack.registry.values() if str(rule.code) == code)
        found = rule.func({**{name: table.copy() for name, table in tables.items()}, "metadata": metadata})
        said[code] = {table: sorted(int(place) + 2 for place in places) for table, places in found.items()}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(","))

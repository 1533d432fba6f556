"""Public registers and the background layer, as they are published: read, judged row by row, and loaded whole.

Their rows are about no child. A row that cannot be read is passed over and counted; the rest is loaded.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.opening import OpenFile, Unreadable
from erle.doors.exchange.reading import open_csv
from erle.foundation.agencies import actions as registers
from erle.knowledge.patterns import actions as patterns

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
CODE = re.compile(r"[EWSN][0-9]{8}")
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
LARGEST_OUTLINES = 50 * 1024 * 1024
MOST_TOLD = 10

Row = dict[str, str]


class Unfit(Exception):
    """A row that cannot be loaded; the words say why."""


@dataclass
class Loaded:
    """What became of a file: rows of the layer then, rows read, and those passed over with the first reasons."""

    standing: int = 0
    read: int = 0
    passed_over: int = 0
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Layer:
    """One layer: what it is, the headings that a file of it must have, how a row is read, and who loads it."""

    words: str
    headings: tuple[str, ...]
    read: Callable[[Row], tuple[Any, ...]]
    load: Callable[[Iterable[tuple[Any, ...]]], int]


def load_layer(name: str, path: Path) -> Loaded:
    """Load a file of the layer, or raise `Unreadable` where it is none."""
    layer, loaded = LAYERS[name], Loaded()
    rows = _outlines(path) if name == "wards" else _rows(layer, path, loaded)
    loaded.standing = layer.load(_fit(layer, rows, loaded))
    return loaded


def _rows(layer: Layer, path: Path, loaded: Loaded) -> Iterator[tuple[int, Row]]:
    with open_csv(path) as file:
        missing = [name for name in layer.headings if name not in file.header]
        if missing:
            raise Unreadable(f"{file.name} holds no {layer.words}: it lacks {', '.join(missing)}.")
        for batch in file.batches():
            for line, cells in enumerate(batch.rows, batch.first):
                if isinstance(cells, Spoiled):
                    _pass_over(loaded, line, cells.problem)
                elif any(cells):
                    yield line, dict(zip(file.header, cells, strict=False))


def _outlines(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the wards of a GeoJSON file as rows; their outlines are as they were published."""
    with OpenFile(path) as file:
        if file.size > LARGEST_OUTLINES:
            raise Unreadable(f"{file.name} is too large for outlines of wards.")
        try:
            features = json.loads(b"".join(file.blocks()))["features"]
            found = [(each["properties"], each["geometry"]) for each in features]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Unreadable(f"{file.name} holds no outlines of wards (GeoJSON).") from error
        for place, (said, outline) in enumerate(found, 1):
            code = next((str(said[key]) for key in said if re.fullmatch(r"WD[0-9]{2}CD", key)), "")
            name = next((str(said[key]) for key in said if re.fullmatch(r"WD[0-9]{2}NM", key)), "")
            yield place, {"code": code, "name": name, "outline": json.dumps(outline)}


def _fit(layer: Layer, rows: Iterable[tuple[int, Row]], loaded: Loaded) -> Iterator[tuple[Any, ...]]:
    for line, row in rows:
        loaded.read += 1
        try:
            fit = layer.read(row)
        except Unfit as unfit:
            _pass_over(loaded, line, str(unfit))
        else:
            yield fit


def _pass_over(loaded: Loaded, line: int, why: str) -> None:
    loaded.passed_over += 1
    if len(loaded.reasons) < MOST_TOLD:
        loaded.reasons.append(f"Row {line}: {why}.")


def _ward(row: Row) -> tuple[Any, ...]:
    return _code(row, "code"), _text(row, "name", 120, needed=True), row["outline"]


def _postcode(row: Row) -> tuple[Any, ...]:
    code = " ".join(row["postcode"].upper().split())
    if not POSTCODE.fullmatch(code):
        raise Unfit(f"{code[:20]!r} is not a postcode")
    place = _number(row, "latitude", 90), _number(row, "longitude", 180)
    return code, *place, _code(row, "laua"), _code(row, "lsoa21cd", ""), _code(row, "wd25cd", "")


def _school(row: Row) -> tuple[Any, ...]:
    urn = row["urn"].strip()
    if not re.fullmatch(r"[0-9]{5,7}", urn):
        raise Unfit(f"{urn[:20]!r} is not a school's unique reference number")
    texts = (_text(row, "phase", 40), _text(row, "type", 60), _text(row, "town", 60), _text(row, "postcode", 8))
    place = _number(row, "latitude", 90), _number(row, "longitude", 180)
    rest = _code(row, "wd25cd", ""), _text(row, "status", 60), _text(row, "source", 120)
    return int(urn), _text(row, "name", 120, needed=True), *texts, *place, *rest


def _crime(row: Row) -> tuple[Any, ...]:
    month = MONTH.fullmatch(row["Month"].strip())
    if month is None:
        raise Unfit(f"{row['Month'][:20]!r} is not a month")
    return (
        date(int(month[1]), int(month[2]), 1),
        _text(row, "Reported by", 60, needed=True),
        _text(row, "Falls within", 60),
        _text(row, "Crime type", 40, needed=True),
        _text(row, "Last outcome category", 80),
        _text(row, "Location", 120),
        _number(row, "Latitude", 90),
        _number(row, "Longitude", 180),
        _code(row, "LSOA code", ""),
        _text(row, "Crime ID", 64),
    )


def _text(row: Row, name: str, longest: int, *, needed: bool = False) -> str:
    said = " ".join((row.get(name) or "").split())
    if needed and not said:
        raise Unfit(f"{name} is blank")
    return said[:longest]


def _code(row: Row, name: str, otherwise: str | None = None) -> str:
    said = (row.get(name) or "").strip().upper()
    if CODE.fullmatch(said):
        return said
    if otherwise is None or said:
        raise Unfit(f"{name} {said[:20]!r} is not the code of an area")
    return otherwise


def _number(row: Row, name: str, most: int) -> float | None:
    said = (row.get(name) or "").strip()
    if not said:
        return None
    if not re.fullmatch(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?", said) or abs(float(said)) > most:
        raise Unfit(f"{name} {said[:20]!r} is no place on the map")
    return float(said)


LAYERS = {
    "schools": Layer("register of schools", ("urn", "name"), _school, registers.load_schools),
    "postcodes": Layer("register of postcodes", ("postcode", "laua"), _postcode, registers.load_postcodes),
    "wards": Layer("register of wards", (), _ward, registers.load_wards),
    "street-crime": Layer(
        "street crime (police.uk)", ("Month", "Reported by", "Crime type"), _crime, patterns.load_street_crime
    ),
}
"""The layers by the names that the command has for them."""

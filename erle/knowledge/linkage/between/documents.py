"""The files of an exchange as text, and back: the key, encodings, the rows that stay at home, and answers."""

import base64
import binascii
import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.between.comparing import Pairs
from erle.knowledge.linkage.between.encoding import Encodings
from erle.knowledge.linkage.between.envelopes import VERSION, Unfit, enclosed, opened
from erle.knowledge.linkage.between.parameters import ENCODING, NotParameters, Parameters, parameters_of
from erle.knowledge.linkage.between.secret import NotAKey, Secret
from erle.knowledge.linkage.between.tags import Side, tags_of_a_record
from erle.knowledge.linkage.between.tokens import NAMED, UNNAMED

KEY, ENCODINGS, ROWS, ANSWER = (f"erle between {word}" for word in ("key", "encodings", "rows", "answer"))
ENCODED_LINE, ROW_LINE, ANSWER_LINE = (
    "row,encoding,certain,named,unnamed",
    "row,file,line,reference",
    "pair,row,by,likeness",
)
NUMBER, LIKENESS = "number", "likeness"
STEP = 0.05
"""Likeness is told in such steps: closer it would tell how a name is written elsewhere."""


@dataclass(frozen=True)
class Own:
    """A row of one's own, by the number that it has in the exchanged file."""

    number: str
    file: str
    line: str
    reference: str


@dataclass(frozen=True)
class Told:
    """A record of one's own that the other partnership knows too: the pair's number, which both are told."""

    pair: int
    number: str
    by: str
    likeness: float


def key_document(key: bytes, parameters: Parameters) -> str:
    """Return a key and its parameters as JSON."""
    secret = Secret(key, parameters)
    said = {"format": KEY, "version": VERSION, "parameters": parameters.to_data(), "check": secret.check}
    return json.dumps({**said, "key": key.hex()}, indent=1) + "\n"


def read_key(text: str) -> Secret:
    """Return the key that a document holds, or raise `Unfit`; the key's own text is in no message."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unfit("it is not JSON") from error
    if not isinstance(data, dict) or data.get("format") != KEY or data.get("version") != VERSION:
        raise Unfit(f'expected "format": "{KEY}" and "version": {VERSION}')
    try:
        secret = Secret(bytes.fromhex(str(data.get("key", ""))), parameters_of(data.get("parameters")))
    except NotParameters as error:
        raise Unfit(f"parameters: {error}") from error
    except (NotAKey, ValueError) as error:
        raise Unfit("key: expected 64 signs 0-9 and a-f") from error
    if secret.check != data.get("check"):
        raise Unfit("its check value does not fit: the key or its parameters were changed")
    return secret


def encodings_document(encodings: Encodings) -> str:
    """Return encodings as they are exchanged."""
    said = {
        "side": encodings.side.value,
        "no_repeats": encodings.no_repeats,
        "check": encodings.check,
        "parameters": encodings.parameters.to_data(),
    }
    columns = (encodings.bits, encodings.certain, encodings.named, encodings.unnamed)
    shown = zip(numbers_of(encodings), *(_texts(column) for column in columns), strict=True)
    return enclosed(ENCODINGS, said, ENCODED_LINE, [",".join(cells) for cells in shown])


def read_encodings(text: str) -> tuple[Encodings, str]:
    """Return encodings and their check sum, or raise `Unfit`."""
    header, lines = opened(ENCODINGS, text, ENCODED_LINE, ("side", "no_repeats", "check", "parameters"))
    try:
        parameters = parameters_of(header["parameters"])
    except NotParameters as error:
        raise Unfit(f"line 1, parameters: {error}") from error
    if (
        header["side"] not in set(Side)
        or type(header["no_repeats"]) is not bool
        or not isinstance(header["check"], str)
    ):
        raise Unfit("line 1: expected one or other for side, true or false for no_repeats, and text for check")
    cells = [line.split(",") for line in lines]
    for place, each in enumerate(cells, 3):
        if len(each) != len(ENCODED_LINE.split(",")):
            raise Unfit(f"line {place}: expected {ENCODED_LINE}")
    columns = list(zip(*cells, strict=True)) or [()] * 5
    widths = [tags_of_a_record(words) for words in (2 * len(parameters.identifiers), NAMED, UNNAMED)]
    certain, named, unnamed = (
        _tags(column, name, width)
        for column, name, width in zip(columns[2:], ("certain", "named", "unnamed"), widths, strict=True)
    )
    bits = _bytes(columns[1], "encoding", ENCODING // 8)
    numbers = _read_numbers(columns[0])
    made = Encodings(
        parameters, header["check"], Side(header["side"]), header["no_repeats"], numbers, bits, certain, named, unnamed
    )
    return made, header["sum"]


def rows_document(own: Iterable[Own], *, of: str) -> str:
    """Return which row of one's own each number is: never handed out."""
    return enclosed(
        ROWS, {"of": of}, ROW_LINE, [_csv(each.number, each.file, each.line, each.reference) for each in own]
    )


def read_rows(text: str) -> tuple[list[Own], str]:
    """Return rows of one's own, and the check sum of the encodings that they belong to."""
    header, lines = opened(ROWS, text, ROW_LINE, ("of",))
    try:
        cells = list(csv.reader(lines, strict=True))
    except csv.Error as error:
        raise Unfit(f"expected {ROW_LINE}: {error}") from error
    for place, each in enumerate(cells, 3):
        if len(each) != len(ROW_LINE.split(",")):
            raise Unfit(f"line {place}: expected {ROW_LINE}")
    return [Own(*each) for each in cells], str(header["of"])


def answer_documents(pairs: Pairs, one: Encodings, other: Encodings, *, of: tuple[str, str]) -> tuple[str, str]:
    """Return the answer for each side: the numbers of its own records that matched, and nothing of the rest."""
    by = [NUMBER if certain else LIKENESS for certain in pairs.certain.tolist()]
    alike = [f"{round(value / STEP) * STEP:.2f}" for value in pairs.likeness.tolist()]
    made = []
    for side, places, sum_ in ((one, pairs.one, of[0]), (other, pairs.other, of[1])):
        numbers = numbers_of(side)
        lines = [
            f"{pair},{numbers[place]},{how},{likeness}"
            for pair, (place, how, likeness) in enumerate(zip(places.tolist(), by, alike, strict=True), 1)
        ]
        made.append(enclosed(ANSWER, {"of": sum_}, ANSWER_LINE, lines))
    return made[0], made[1]


def read_answer(text: str) -> tuple[list[Told], str]:
    """Return what an answer tells, and the check sum of the encodings that it answers."""
    header, lines = opened(ANSWER, text, ANSWER_LINE, ("of",))
    return [_told(place, line) for place, line in enumerate(lines, 3)], str(header["of"])


def _told(place: int, line: str) -> Told:
    cells = line.split(",")
    try:
        told = Told(int(cells[0]), cells[1], cells[2], float(cells[3]))
    except (ValueError, IndexError) as error:
        raise Unfit(f"line {place}: expected {ANSWER_LINE}") from error
    if len(cells) != len(ANSWER_LINE.split(",")) or told.by not in {NUMBER, LIKENESS} or not 0 <= told.likeness <= 1:
        raise Unfit(f"line {place}: expected {ANSWER_LINE}, by {NUMBER} or {LIKENESS}, likeness from 0 to 1")
    return told


def numbers_of(encodings: Encodings) -> list[str]:
    """Return the numbers of the records as they are written."""
    return [f"{number:016x}" for number in encodings.numbers.tolist()]


def _texts(column: NDArray[Any]) -> list[str]:
    little = column.astype(column.dtype.newbyteorder("<"))
    return [base64.b64encode(row.tobytes()).decode("ascii") for row in little]


def _bytes(texts: Sequence[str], name: str, width: int) -> NDArray[np.uint8]:
    rows = []
    for place, text in enumerate(texts, 3):
        try:
            row = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            row = None
        if row is None or len(row) != width:
            raise Unfit(f"line {place}, {name}: expected {width} bytes in base64")
        rows.append(row)
    return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), width)


def _tags(texts: Sequence[str], name: str, width: int) -> NDArray[np.uint64]:
    held = _bytes(texts, name, 8 * width)
    return np.frombuffer(held.tobytes(), dtype="<u8").astype(np.uint64).reshape(len(texts), width)


def _read_numbers(texts: Sequence[str]) -> NDArray[np.uint64]:
    seen: set[str] = set()
    for place, text in enumerate(texts, 3):
        if len(text) != 16 or set(text) - set("0123456789abcdef") or text in seen:
            raise Unfit(f"line {place}, row: expected 16 signs 0-9 and a-f that no other row has")
        seen.add(text)
    return np.array([int(text, 16) for text in texts], dtype=np.uint64)


def _csv(*cells: str) -> str:
    """Return one line of CSV: what is no text, or would end the line, is put as a mark or a blank."""
    plain = [re.sub(r"[\r\n]", " ", cell.encode("utf-8", "replace").decode("utf-8")) for cell in cells]
    return ",".join('"' + cell.replace('"', '""') + '"' if set(cell) & set(',"') else cell for cell in plain)

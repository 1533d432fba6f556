"""The form of every file that is exchanged or kept: one line of JSON that says what it is, then CSV.

The check sum finds damage and files that were mixed up. It does not find malice: who changes a file can work it out
anew, since the unit, which has to check it, has no key.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

VERSION = 1
LONGEST_HEADER = 10_000


class Unfit(ValueError):
    """A file that is not what it should be: where, and what was expected."""


def enclosed(form: str, said: Mapping[str, Any], heading: str, lines: Sequence[str]) -> str:
    """Return a file's text."""
    header = {"format": form, "version": VERSION, **said, "rows": len(lines)}
    body = "\n".join([heading, *lines, ""])
    return _one_line({**header, "sum": _sum(header, body)}) + "\n" + body


def opened(form: str, text: str, heading: str, says: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Return a file's header and its lines, or raise `Unfit`; `says` is what the header must say beside the usual."""
    first, _, body = text.partition("\n")
    header = _header(form, first)
    expected = {"format", "version", "rows", "sum", *says}
    if set(header) != expected:
        raise Unfit(f"line 1: expected {', '.join(sorted(expected))}; found {', '.join(sorted(header))}")
    if header["sum"] != _sum({name: held for name, held in header.items() if name != "sum"}, body):
        raise Unfit("its check sum does not fit: it is damaged, cut short, or was changed after it was written")
    lines = body.split("\n")
    if lines[0] != heading or lines[-1]:
        raise Unfit(f"line 2: expected {heading}, and an end of line after the last row")
    if header["rows"] != len(lines) - 2:
        raise Unfit(f"line 1 says {header['rows']!r} rows; there are {len(lines) - 2}")
    return header, lines[1:-1]


def sum_of(text: str) -> str:
    """Return the check sum that a file of ours states: what answers and rows refer to it by."""
    return str(json.loads(text.partition("\n")[0])["sum"])


def _header(form: str, line: str) -> dict[str, Any]:
    try:
        header = json.loads(line) if len(line) <= LONGEST_HEADER else None
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or header.get("format") != form:
        raise Unfit(f'line 1: expected JSON with "format": "{form}"')
    if header.get("version") != VERSION:
        raise Unfit(f"line 1: its version is {header.get('version')!r}; this program reads version {VERSION}")
    return header


def _one_line(header: Mapping[str, Any]) -> str:
    return json.dumps(header, ensure_ascii=True)


def _sum(header: Mapping[str, Any], body: str) -> str:
    said = json.dumps(header, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{said}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()

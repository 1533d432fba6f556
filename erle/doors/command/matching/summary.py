"""What a match comes to, for people and for programs."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from erle.doors.command.matching.reading import FileRead
from erle.knowledge.linkage.matching.matching import Matched
from erle.knowledge.linkage.matching.pairs import linked


def summary(matched: Matched, files: Sequence[FileRead], *, learnt: bool) -> dict[str, Any]:
    """Return the figures of a match: no names and no values, only files, rows and counts."""
    decided, links, rows = matched.decided, linked(matched), len(matched.clusters)
    sizes = np.bincount(matched.clusters)[1:] if rows else np.zeros(0, dtype=np.int64)
    return {
        "files": [file_figures(each) for each in files],
        "rows": rows,
        "people": len(sizes),
        "largest_cluster": int(sizes.max(initial=0)),
        "fields": [column.field.name for column in matched.records.columns],
        "compared": len(decided.bits),
        "links": int(links.sum()),
        "possible": int((decided.shown & ~links & ~decided.held).sum()),
        "held": int((decided.shown & decided.held).sum()),
        "equal_rows": rows - len(matched.records),
        "overfull": dict(matched.found.left_out),
        "model": {
            "learnt": learnt,
            "at": matched.model.learnt.at,
            "prior": matched.scale.shares.prior,
            "link_from": matched.model.thresholds.link,
        },
    }


def file_figures(read: FileRead) -> dict[str, Any]:
    """Return the figures of one file: its fields, and what of it could not be read."""
    return {
        "file": read.table.name,
        "rows": read.table.rows,
        "no_repeats": read.table.no_repeats,
        "fields": sorted(read.table.values),
        "unread": [
            {
                "field": each.about or None,
                "problem": each.problem,
                "expected": each.expected,
                "instead": each.instead,
                "count": each.count,
                "first_rows": each.rows,
            }
            for each in read.unread
        ],
    }


def summary_words(told: dict[str, Any]) -> str:
    """Return the figures in sentences."""
    lines = [f"{each['file']}: {_rows(each['rows'])}" for each in told["files"]]
    for each in told["files"]:
        lines += [unread_words(each["file"], one) for one in each["unread"]]
    lines += [_what(told), _pairs(told), _people(told)]
    if told["overfull"]:
        keys = ", ".join(f"{key} ({rows:,} rows)" for key, rows in told["overfull"].items())
        lines.append(f"Too many rows share the same value to be compared by: {keys}.")
    return "\n".join(lines)


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"


def _what(told: dict[str, Any]) -> str:
    model = told["model"]
    whence = "A model was learnt from these rows." if model["learnt"] else f"The model is of {model['at']:%d %B %Y}."
    return f"Compared by: {', '.join(told['fields'])}. {whence}"


def _pairs(told: dict[str, Any]) -> str:
    return (
        f"{told['compared']:,} pairs compared: {told['links']:,} linked, {told['possible']:,} possible, "
        f"{told['held']:,} held because they may be twins."
    )


def _people(told: dict[str, Any]) -> str:
    return (
        f"{_rows(told['rows'])} in all, about {told['people']:,} people, of one of whom there are "
        f"{_rows(told['largest_cluster'])} at most; {_rows(told['equal_rows'])} beyond the first of equal ones."
    )


def unread_words(file: str, one: dict[str, Any]) -> str:
    """Return in a sentence what of one kind could not be read."""
    what = f"{one['field']} {one['problem']}" if one["field"] else f"the row {one['problem']}"
    rows = ", ".join(f"{row:,}" for row in one["first_rows"])
    more = " …" if one["count"] > len(one["first_rows"]) else ""
    found = f"{file}: in {_rows(one['count'])} {what} (row {rows}{more})"
    return f"{found}. Expected: {one['expected']}. {one['instead']}"

"""The words of the pages on which files are handed in."""

from typing import Any

from erle.doors.exchange.formats import FORMATS
from erle.doors.exchange.handed.rules import State
from erle.doors.staff.words import spell
from erle.knowledge.records.rules import EntryKind

KINDS = {
    EntryKind.CONCERN: "Concern",
    EntryKind.CONTACT: "Contact",
    EntryKind.INCIDENT: "Incident",
    EntryKind.MISSING: "Missing",
    EntryKind.AWAY: "Away from placement",
    EntryKind.RETURNED: "Returned",
    EntryKind.RETURN_INTERVIEW: "Return interview",
    EntryKind.OWN_WORDS: "Own words",
    EntryKind.STRENGTH: "Strength",
    EntryKind.DECISION: "Decision",
    EntryKind.ASSESSMENT: "Assessment",
    EntryKind.STATUS: "Status",
    EntryKind.PLACEMENT: "Placement",
    EntryKind.REVIEW: "Review",
}
"""Kinds of event that a row can tell; attendance comes by its own columns."""
STANDING = {
    State.UPLOADED: ("soon", "Waits for you: say what the columns hold"),
    State.TO_CHECK: ("wait", "Being checked"),
    State.CHECKED: ("soon", "Checked: waits for you to take it"),
    State.TO_TAKE: ("wait", "Being taken"),
    State.TAKEN: ("done", "Taken"),
    State.FAILED: ("late", "Could not be read"),
    State.GIVEN_UP: ("plain", "Given up"),
}
NO_RULE = "No published rule"


def standing(state: str) -> dict[str, str]:
    """Return how a file stands, as the pages show it."""
    kind, words = STANDING[State(state)]
    return {"kind": kind, "words": words}


def format_words(file_format: str) -> str:
    """Return a format in words, as they stand by themselves."""
    words = FORMATS.get(file_format, file_format)
    return words[:1].upper() + words[1:]


def counts(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a check or an import counted, as keys and values."""
    total = found["total"]
    rows = [("Rows read", f"{total['read']:,}"), ("Good rows", f"{total['taken']:,}")]
    if total["refused"]:
        rows.append(("Rows that come back", f"{total['refused']:,}"))
    if total["repeated"]:
        rows.append(("Rows that repeat an earlier one", f"{total['repeated']:,}, kept once"))
    if total["asked"]:
        rows.append(("Rows with something to look at", f"{total['asked']:,}, kept as they are"))
    return rows


def results(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what an import did, as keys and values."""
    rows = [("Reports taken", f"{found['taken']:,}"), ("Here already, word for word", f"{found['known']:,}")]
    rows.append(("Children new to your records", f"{found['children']:,}"))
    if found["episodes"]:
        rows.append(("Episodes of being missing or away", f"{found['episodes']:,}"))
    if found["to_desk"]:
        rows.append(("Reports that went to the MASH desk", f"{found['to_desk']:,}"))
    if found["total"]["refused"]:
        rows.append(("Rows that came back", f"{found['total']['refused']:,}"))
    return rows


def questions(found: dict[str, Any]) -> list[dict[str, str]]:
    """Return what is to be looked at, by the rule that asks, with one example where it is among the first."""
    rules: dict[str, int] = found["rules"]["query"]
    examples = {fault["code"]: fault["words"] for fault in reversed(found["faults"]) if fault["severity"] == "query"}
    return [
        {
            "number": spell(number, "row", "rows"),
            "rule": f"Rule {code}: {found['rule_words'].get(code, NO_RULE)}" if code else "",
            "example": examples.get(code, ""),
        }
        for code, number in rules.items()
    ]


def problems(found: dict[str, Any]) -> list[str]:
    """Return the first faults for which rows come back, in sentences."""
    return [f"{fault['words']}." for fault in found["faults"] if fault["severity"] == "error"]

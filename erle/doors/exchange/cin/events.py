"""The events of a child's census: a report of each, and the line that it makes in the chronology.

An event's fingerprint is made of what it says itself, so that the census of the next year, which has the same referral
again with an end to it, brings the end alone.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from erle.doors.exchange.cin import codes
from erle.doors.exchange.cin.shape import Node
from erle.doors.exchange.fitting import BETWEEN
from erle.doors.exchange.generic.days import start_of
from erle.doors.exchange.generic.numbers import bare, is_upn
from erle.knowledge.records.actions.files.rows import Child, Piece, Row, numbered
from erle.knowledge.records.rules import EntryKind, Nature, Sex

Said = Mapping[str, str]


def child_of(identifiers: Node) -> Child:
    """Return who the child is, by the authority's number."""
    upn = bare(identifiers.value("UPN") or "")
    sex = codes.SEXES.get(identifiers.value("Sex") or identifiers.value("GenderCurrent") or "", "U")
    return numbered(
        str(identifiers.value("LAchildID")),
        born_on=identifiers.value("PersonBirthDate"),
        sex=Sex(sex),
        upn=upn if is_upn(upn) else "",
    )


def row_of_child(child: Child, element: Node) -> Row:
    """Return the report of who the child is, which makes no line."""
    said = {name: text for part in ("ChildIdentifiers", "ChildCharacteristics") for node in element.all(part)
            for name, text in _all_said(node)}  # fmt: skip
    return _row("child", child, element.line, said, None, None)


def rows_of_referral(child: Child, node: Node) -> Iterator[Row]:
    """Yield the referral, its initial conference and its closure."""
    referred, closed = node.value("CINreferralDate"), node.value("CINclosureDate")
    source = codes.SOURCES.get(node.value("ReferralSource"), "a source not known")
    need = codes.NEEDS.get(node.value("PrimaryNeedCode") or "")
    told = [f"Referred by {source}."]
    if need:
        told.append(f"Primary need: {need}.")
    if node.value("ReferralNFA"):
        told.append("No further action.")
    said = _only(node, "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "ReferralNFA")
    yield _row(
        "referral", child, node.line, said, referred, _line(EntryKind.CONTACT, "Referral to children’s services", told)
    )
    yield from _conference(child, node)
    if closed:
        reason = codes.CLOSURES.get(node.value("ReasonForClosure") or "")
        said = _only(node, "CINreferralDate", "CINclosureDate", "ReasonForClosure")
        told = [f"Reason: {reason}."] if reason else []
        yield _row("closure", child, node.line, said, closed, _line(EntryKind.STATUS, "Case closed", told))


def rows_of_assessment(child: Child, node: Node) -> Iterator[Row]:
    """Yield the start of an assessment, and its end with the factors in words."""
    began, done = node.value("AssessmentActualStartDate"), node.value("AssessmentAuthorisationDate")
    said = _only(node, "AssessmentActualStartDate")
    yield _row("assessment", child, node.line, said, began, _line(EntryKind.ASSESSMENT, "Assessment started"))
    if done:
        groups = node.all("FactorsIdentifiedAtAssessment")
        factors = [code for group in groups for code in group.values.get("AssessmentFactors", [])]
        words = "; ".join(codes.FACTORS[code] for code in dict.fromkeys(factors))
        dates = ("AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate")
        said = {**_only(node, *dates), "AssessmentFactors": ", ".join(factors)}
        told = [f"Factors: {words}."] if words else []
        yield _row(
            "assessment", child, node.line, said, done, _line(EntryKind.ASSESSMENT, "Assessment completed", told)
        )


def rows_of_in_need_plan(child: Child, node: Node) -> Iterator[Row]:
    """Yield the start and the end of a child in need plan."""
    began, ended = node.value("CINPlanStartDate"), node.value("CINPlanEndDate")
    line = _line(EntryKind.STATUS, "Child in need plan started")
    yield _row("plan", child, node.line, _only(node, "CINPlanStartDate"), began, line)
    if ended:
        said, line = (
            _only(node, "CINPlanStartDate", "CINPlanEndDate"),
            _line(EntryKind.STATUS, "Child in need plan ended"),
        )
        yield _row("plan", child, node.line, said, ended, line)


def rows_of_section_47(child: Child, node: Node) -> Iterator[Row]:
    """Yield the start of the enquiries, and their initial conference."""
    told = ["No initial conference was needed."] if node.value("ICPCnotRequired") else []
    said = _only(node, "S47ActualStartDate", "InitialCPCtarget", "ICPCnotRequired")
    line = _line(EntryKind.DECISION, "Section 47 enquiries started", told)
    yield _row("section47", child, node.line, said, node.value("S47ActualStartDate"), line)
    yield from _conference(child, node)


def rows_of_protection_plan(child: Child, node: Node) -> Iterator[Row]:
    """Yield the start of a protection plan, its reviews and its end."""
    began, ended = node.value("CPPstartDate"), node.value("CPPendDate")
    first, latest = (codes.ABUSE[node.value(name)] for name in ("InitialCategoryOfAbuse", "LatestCategoryOfAbuse"))
    said = _only(node, "CPPstartDate", "InitialCategoryOfAbuse", "NumberOfPreviousCPP")
    line = _line(EntryKind.STATUS, "Child protection plan started", [f"Category: {first}."])
    yield _row("protection", child, node.line, said, began, line)
    for reviews in node.all("Reviews"):
        for held in reviews.values.get("CPPreviewDate", []):
            said = {"CPPstartDate": node.said["CPPstartDate"], "CPPreviewDate": held.isoformat()}
            yield _row(
                "review", child, reviews.line, said, held, _line(EntryKind.REVIEW, "Child protection plan reviewed")
            )
    if ended:
        said = _only(node, "CPPstartDate", "CPPendDate", "LatestCategoryOfAbuse")
        line = _line(EntryKind.STATUS, "Child protection plan ended", [f"Latest category: {latest}."])
        yield _row("protection", child, node.line, said, ended, line)


ROWS_OF = {
    "Assessments": rows_of_assessment,
    "CINPlanDates": rows_of_in_need_plan,
    "Section47": rows_of_section_47,
    "ChildProtectionPlans": rows_of_protection_plan,
}


def _conference(child: Child, node: Node) -> Iterator[Row]:
    if held := node.value("DateOfInitialCPC"):
        line = _line(EntryKind.DECISION, "Initial child protection conference held")
        yield _row("conference", child, node.line, _only(node, "DateOfInitialCPC"), held, line)


def _row(kind: str, child: Child, line: int, said: Said, on: date | None, piece: Piece | None) -> Row:
    words = BETWEEN.join(f"{name}={text}" for name, text in said.items())
    digest = hashlib.sha256(BETWEEN.join(("cin", child.number, kind, words)).encode()).digest()
    if on is None or piece is None:
        return Row(kind, line, child, digest, said)
    return Row(kind, line, child, digest, said, start_of(on), pieces=(piece,), text=piece.text)


def _line(kind: EntryKind, title: str, told: list[str] | None = None) -> Piece:
    return Piece(Nature.FACT, " ".join(told or []), kind, title)


def _only(node: Node, *names: str) -> dict[str, str]:
    return {name: node.said[name] for name in names if node.said.get(name)}


def _all_said(node: Node) -> Iterator[tuple[str, Any]]:
    yield from node.said.items()
    for nodes in node.nodes.values():
        for each in nodes:
            yield from _all_said(each)

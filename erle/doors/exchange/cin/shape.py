"""What elements a census holds, as declared data, and what is read of each: values, and where something else stands.

Source: Department for Education, children in need census, XML schemas of 2022 and 2024 with the changes of 2024-25.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from erle.doors.exchange.cin import codes
from erle.doors.exchange.faults import Finding, Severity

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
LONGEST_SAID = 200


class Unfit(Exception):
    """A text that is not what its element holds; the words follow the text."""


@dataclass(frozen=True)
class Leaf:
    """An element that holds a text: how it is read, and what an unreadable or absent one does."""

    name: str
    read: Callable[[str], Any]
    expected: str
    required: bool = False
    several: bool = False
    code: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Branch:
    """An element that holds others."""

    name: str
    parts: tuple["Leaf | Branch", ...]
    required: bool = False
    several: bool = False
    code: str = ""

    @property
    def expected(self) -> str:
        """What may stand in it."""
        return "one of " + ", ".join(part.name for part in self.parts)


@dataclass
class Node:
    """An element that was read: its values by name, its own elements, and the line on which each stands."""

    name: str
    line: int
    values: dict[str, list[Any]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, list["Node"]] = field(default_factory=dict)
    found: list["Found"] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """Return the value of an element that stands once; None where it does not, or cannot be read."""
        return next(iter(self.values.get(name, ())), None)

    def all(self, name: str) -> list["Node"]:
        """Return the elements of the name."""
        return self.nodes.get(name, [])

    def add(self, name: str, problem: str, expected: str, code: str, severity: Severity = Severity.QUERY) -> None:
        """Add that something is wrong with an element of it."""
        finding = Finding(f"{self.name}/{name}", self.said.get(name, ""), problem, expected, code, severity)
        self.found.append(Found(self.lines.get(name, self.line), finding))

    @property
    def refused(self) -> bool:
        """Whether something is wrong with it for whose sake it is not kept."""
        return any(one.finding.severity is Severity.ERROR for one in self.found)


class Found(NamedTuple):
    """What is wrong, and on which line."""

    line: int
    finding: Finding


def read_element(element: Any, branch: Branch) -> Node:
    """Return what an element holds, with what is wrong with it."""
    node = Node(branch.name, element.sourceline or 0)
    parts = {part.name: part for part in branch.parts}
    _stray(node, element.text, node.line)
    for each in element:
        name, line = local_name(each), each.sourceline or node.line
        part = parts.get(name)
        if part is None:
            node.found.append(
                Found(line, Finding(f"{node.name}/{name}", "", "is not an element of it", branch.expected))
            )
        elif isinstance(part, Branch):
            _once(node, part, line)
            node.nodes.setdefault(name, []).append(read_element(each, part))
        else:
            _once(node, part, line)
            _read_leaf(node, each, part, line)
        _stray(node, each.tail, line)
    for part in branch.parts:
        if part.required and part.name not in node.values and part.name not in node.nodes:
            severity = part.severity if isinstance(part, Leaf) else Severity.ERROR
            node.add(part.name, "is missing", part.expected, part.code, severity)
    return node


def local_name(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2][:60]


def _once(node: Node, part: Leaf | Branch, line: int) -> None:
    if not part.several and (part.name in node.values or part.name in node.nodes):
        node.found.append(Found(line, Finding(f"{node.name}/{part.name}", "", "stands twice", "it once", part.code)))


def _read_leaf(node: Node, element: Any, part: Leaf, line: int) -> None:
    text = (element.text or "").strip()
    node.said[part.name] = f"{node.said[part.name]}, {text}" if part.name in node.said else text
    node.lines.setdefault(part.name, line)
    held = node.values.setdefault(part.name, [])
    if len(element):
        problem = f"holds the element {local_name(element[0])}"
        node.found.append(Found(line, Finding(f"{node.name}/{part.name}", "", problem, part.expected, part.code)))
        return
    try:
        held.append(part.read(text))
    except Unfit as unfit:
        finding = Finding(
            f"{node.name}/{part.name}", text[:LONGEST_SAID], str(unfit), part.expected, part.code, part.severity
        )
        node.found.append(Found(line, finding))


def _stray(node: Node, text: str | None, line: int) -> None:
    if text and text.strip():
        finding = Finding(node.name, text.strip()[:LONGEST_SAID], "is text where only elements stand", "nothing there")
        node.found.append(Found(line, finding))


def _day(text: str) -> date:
    found = ISO.fullmatch(text)
    if found is None:
        raise Unfit("is not a date written year-month-day" if text else "is blank")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise Unfit("is not a date that exists") from error


def _one_of(known: Any) -> Callable[[str], str]:
    def read(text: str) -> str:
        code = text.upper()
        if code not in known:
            raise Unfit("is not a code of the census" if text else "is blank")
        return code

    return read


def _yes_no(text: str) -> bool:
    if text.lower() not in codes.YES_NO:
        raise Unfit("is neither true nor false" if text else "is blank")
    return codes.YES_NO[text.lower()]


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise Unfit("is not a whole number")
    return int(text)


def _text(text: str) -> str:
    if not text:
        raise Unfit("is blank")
    return text


def _on(name: str, code: str = "", *, required: bool = False, several: bool = False) -> Leaf:
    return Leaf(name, _day, "a date written year-month-day", required, several, code)


def _code(name: str, known: Any, code: str, *, required: bool = False, several: bool = False) -> Leaf:
    return Leaf(name, _one_of(known), "one of " + ", ".join(known), required, several, code)


def _asked(name: str, known: Any, code: str, *, required: bool = False, several: bool = False) -> Leaf:
    return Leaf(name, _one_of(known), "one of " + ", ".join(known), required, several, code, Severity.QUERY)


IDENTIFIERS = Branch(
    "ChildIdentifiers",
    (
        Leaf("LAchildID", _text, "the authority's number of the child", required=True, code="8500"),
        Leaf("UPN", _text, "a unique pupil number", code="1510", severity=Severity.QUERY),
        Leaf("FormerUPN", _text, "a unique pupil number", code="1560Q", severity=Severity.QUERY),
        _asked("UPNunknown", codes.NO_UPN, "8770Q"),
        _on("PersonBirthDate", "8525Q"),
        _on("ExpectedPersonBirthDate", "8525Q"),
        _asked("GenderCurrent", codes.SEXES, "4180"),
        _asked("Sex", codes.SEXES, "4180"),
        _on("PersonDeathDate", "8545Q"),
    ),
    required=True,
)
CHARACTERISTICS = Branch(
    "ChildCharacteristics",
    (
        _asked("Ethnicity", codes.ETHNICITIES, "4220", required=True),
        Branch("Disabilities", (_asked("Disability", codes.DISABILITIES, "8540", required=True, several=True),)),
    ),
    required=True,
)
ASSESSMENT = Branch(
    "Assessments",
    (
        _on("AssessmentActualStartDate", required=True),
        _on("AssessmentInternalReviewDate"),
        _on("AssessmentAuthorisationDate"),
        Branch(
            "FactorsIdentifiedAtAssessment",
            (_code("AssessmentFactors", codes.FACTORS, "8897Q", required=True, several=True),),
        ),
    ),
    several=True,
)
IN_NEED_PLAN = Branch(
    "CINPlanDates", (_on("CINPlanStartDate", "4010", required=True), _on("CINPlanEndDate", "4013")), several=True
)
SECTION_47 = Branch(
    "Section47",
    (
        _on("S47ActualStartDate", "8615", required=True),
        _on("InitialCPCtarget"),
        _on("DateOfInitialCPC"),
        Leaf("ICPCnotRequired", _yes_no, "true or false", required=True),
    ),
    several=True,
)
PROTECTION_PLAN = Branch(
    "ChildProtectionPlans",
    (
        _on("CPPstartDate", "8720", required=True),
        _on("CPPendDate", "8930"),
        _code("InitialCategoryOfAbuse", codes.ABUSE, "8905", required=True),
        _code("LatestCategoryOfAbuse", codes.ABUSE, "8910", required=True),
        Leaf("NumberOfPreviousCPP", _number, "a whole number", required=True, code="8730", severity=Severity.QUERY),
        Branch("Reviews", (_on("CPPreviewDate", "8842Q", required=True, several=True),)),
    ),
    several=True,
)
DETAILS = Branch(
    "CINdetails",
    (
        _on("CINreferralDate", "8600", required=True),
        _code("ReferralSource", codes.SOURCES, "8866", required=True),
        _code("PrimaryNeedCode", codes.NEEDS, "8650"),
        _on("CINclosureDate", "8620"),
        _code("ReasonForClosure", codes.CLOSURES, "8640"),
        _on("DateOfInitialCPC"),
        ASSESSMENT,
        IN_NEED_PLAN,
        SECTION_47,
        Leaf("ReferralNFA", _yes_no, "true or false", required=True, code="8568"),
        PROTECTION_PLAN,
    ),
    several=True,
)
CHILD = Branch("Child", (IDENTIFIERS, CHARACTERISTICS, DETAILS))
MODULES = (ASSESSMENT, IN_NEED_PLAN, SECTION_47, PROTECTION_PLAN)
"""What stands in a referral and is kept or sent back by itself."""

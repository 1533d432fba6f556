"""A whole census: its header judged, its children read one by one, good events to land and faulty ones to go back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from erle.doors.exchange import incoming
from erle.doors.exchange.cin.events import ROWS_OF, child_of, row_of_child, rows_of_referral
from erle.doors.exchange.cin.parsing import census_elements
from erle.doors.exchange.cin.rule_book import RULES
from erle.doors.exchange.cin.rules import check_child
from erle.doors.exchange.cin.shape import CHILD, MODULES, Found, Node, local_name, read_element
from erle.doors.exchange.faults import Fault, Severity
from erle.doors.exchange.opening import OpenFile, Unreadable
from erle.knowledge.records.actions.files.rows import Child, Row

TABLE = "census"
HEADER = ("LAchildID", "element", "what it says")
CHILDREN = 50
"""Children taken at once."""
LONGEST_CELL = 2_000
LONGEST_NUMBER = 60


@dataclass(frozen=True)
class CensusReading:
    """A census whose beginning has been read."""

    path: Path
    file: str
    today: date
    notes: tuple[str, ...] = ()
    passed_over: tuple[incoming.PassedOver, ...] = ()
    format: str = "cin"
    purpose: str = "Child in need (children in need census)"
    headers: Sequence[Sequence[str]] = (HEADER,)
    rules: Mapping[str, str] = field(default_factory=lambda: RULES)

    def portions(self) -> Iterator[incoming.Portion]:
        """Yield all events, those of some dozen children at a time, and at the end what befell the file itself."""
        try:
            with OpenFile(self.path) as source:
                source.name = self.file
                seen: set[str] = set()
                elements = (each for each in census_elements(source) if local_name(each) == "Child")
                while children := [*islice((read_element(each, CHILD) for each in elements), CHILDREN)]:
                    portion = incoming.Portion(TABLE, [], [], [])
                    for child in children:
                        self._take(child, portion, seen)
                    yield portion
                if change := source.change():
                    yield self._whole_file(f"{self.file} {change}", "a finished file: import it again")
        except Unreadable as refusal:
            yield self._whole_file(str(refusal).removesuffix("."))

    def _take(self, element: Node, portion: incoming.Portion, seen: set[str]) -> None:
        """Keep a child's events, or send back those that cannot stand; all where it is not known whose they are."""
        check_child(element, self.today)
        whole = [element, *element.all("ChildIdentifiers"), *element.all("ChildCharacteristics")]
        identifiers = next(iter(element.all("ChildIdentifiers")), element)
        number = str(identifiers.value("LAchildID") or "")
        if len(number) > LONGEST_NUMBER:
            identifiers.add(
                "LAchildID", "is too long for a number", f"{LONGEST_NUMBER} at most", "1570", Severity.ERROR
            )
        if number in seen:
            identifiers.add("LAchildID", "stands in the census already", "each child once", "8510")
        seen.add(number)
        if any(node.refused for node in whole):
            self._send_back(portion, number, element, [*_all_found(element)])
            return
        child = child_of(identifiers)
        self._keep(portion, number, [row_of_child(child, element)], [found for node in whole for found in _own(node)])
        for details in element.all("CINdetails"):
            self._take_referral(portion, child, details)

    def _take_referral(self, portion: incoming.Portion, child: Child, details: Node) -> None:
        if details.refused:
            self._send_back(portion, child.number, details, details.found)
        else:
            self._keep(portion, child.number, [*rows_of_referral(child, details)], details.found)
        for module in (node for each in MODULES for node in details.all(each.name)):
            found = [*_all_found(module)]
            if any(one.finding.severity is Severity.ERROR for one in found):
                self._send_back(portion, child.number, module, found)
            else:
                self._keep(portion, child.number, [*ROWS_OF[module.name](child, module)], found)

    def _keep(self, portion: incoming.Portion, number: str, rows: list[Row], found: Sequence[Found]) -> None:
        portion.rows.extend(rows)
        portion.queries.extend(self._faults(number, found))

    def _send_back(self, portion: incoming.Portion, number: str, node: Node, found: Sequence[Found]) -> None:
        faults = self._faults(number, sorted(found, key=lambda one: one.finding.severity is not Severity.ERROR))
        cells = [number, node.name, "; ".join(_said(node))[:LONGEST_CELL]]
        portion.sent_back.append(incoming.SentBack(TABLE, HEADER, node.line, cells, faults))

    def _faults(self, number: str, found: Sequence[Found]) -> list[Fault]:
        """Return the findings with the line on which each stands, and the child."""
        made = []
        for line, finding in found:
            place = f"child {number or 'without a number'}, {finding.field}"
            made.append(Fault(self.file, TABLE, line, place, *finding[1:], unit="Line"))
        return made

    def _whole_file(self, problem: str, expected: str = "") -> incoming.Portion:
        fault = Fault(self.file, TABLE, 0, "", "", problem, expected)
        return incoming.Portion("", [], [], [incoming.SentBack(TABLE, HEADER, 0, [], [fault])])


def read_census(path: Path, *, today: date, name: str = "") -> CensusReading:
    """Return a census, its header judged; raise `Unreadable` where the file is none."""
    with OpenFile(path) as source:
        source.name = name or source.name
        first = next(census_elements(source), None)
        if first is None:
            raise Unreadable(f"{source.name} has no child in it.")
        notes = tuple(_header_notes(first, source.name)) if local_name(first) == "Header" else ()
        return CensusReading(path, source.name, today, notes)


def _header_notes(header: Any, file: str) -> Iterator[str]:
    """Yield what is unusual about the header: another collection, or a day that is not the census's."""
    said = {local_name(each): (each.text or "").strip() for each in header.iter("*")}
    collection, year, on = (said.get(name, "")[:30] for name in ("Collection", "Year", "ReferenceDate"))
    if collection != "CIN":
        yield f"{file}: the header names the collection '{collection}'; expected CIN."
    if on != f"{year}-03-31":
        yield (
            f"{file}: line {header.sourceline}, ReferenceDate: '{on}' is not the end of the census year {year}; "
            f"expected {year}-03-31 (rule 100)."
        )


def _own(node: Node) -> Iterator[Found]:
    """Yield what is wrong with an element, and with those in it that are no referral."""
    if node.name == CHILD.name:
        yield from node.found
    else:
        yield from _all_found(node)


def _all_found(node: Node) -> Iterator[Found]:
    yield from node.found
    for nodes in node.nodes.values():
        for each in nodes:
            yield from _all_found(each)


def _said(node: Node) -> Iterator[str]:
    yield from (f"{name}={text}" for name, text in node.said.items() if text)
    for nodes in node.nodes.values():
        for each in nodes:
            yield from _said(each)

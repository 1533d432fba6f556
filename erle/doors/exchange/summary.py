"""What an import found, in words for a terminal and as data for a program."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from erle.doors.exchange.faults import Fault, Severity

MOST_SHOWN = 20
PARTS = ("read", "taken", "repeated", "refused", "asked")


@dataclass(slots=True)
class Tally:
    """Counts by table, and the first faults of each severity; its size does not grow with the file's."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    by_rule: dict[Severity, Counter[str]] = field(default_factory=lambda: {each: Counter() for each in Severity})
    first: dict[Severity, list[Fault]] = field(default_factory=lambda: {each: [] for each in Severity})

    def take(self, table: str, rows: int, queries: Sequence[Fault] = ()) -> None:
        """Count rows that were kept, and the questions on them."""
        counts = self.counts.setdefault(table, Counter())
        counts["read"] += rows
        counts["taken"] += rows
        counts["asked"] += len({fault.row for fault in queries})
        for fault in queries:
            self._note(fault)

    def send_back(self, table: str, faults: Sequence[Fault]) -> None:
        """Count a row that was not kept, and what sent it back; questions on it wait until it comes again."""
        counts = self.counts.setdefault(table, Counter())
        counts["read"] += 1 if faults[0].row else 0
        counts["repeated" if faults[0].severity is Severity.REPEAT else "refused"] += 1
        for fault in faults:
            if fault.severity is not Severity.QUERY:
                self._note(fault)

    def total(self, part: str) -> int:
        """Return a count over all tables."""
        return sum(counts[part] for counts in self.counts.values())

    def number(self, severity: Severity) -> int:
        """Return how many faults of a severity there are."""
        return self.by_rule[severity].total()

    def _note(self, fault: Fault) -> None:
        """Count a fault by its rule, and keep it if it is among the first."""
        self.by_rule[fault.severity][fault.code] += 1
        if len(self.first[fault.severity]) < MOST_SHOWN:
            self.first[fault.severity].append(fault)


def summary_data(
    tally: Tally, *, notes: Sequence[str] = (), passed_over: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Return the summary for a program; numbers are numbers."""
    return {
        "tables": {table: {part: counts[part] for part in PARTS} for table, counts in tally.counts.items()},
        "total": {part: tally.total(part) for part in PARTS},
        "rules": {severity.value: dict(tally.by_rule[severity].most_common()) for severity in Severity},
        "faults": [fault.data() for severity in Severity for fault in tally.first[severity]],
        "notes": [*notes],
        "passed_over": [{"file": file, "why": why} for file, why in passed_over],
    }


def summary_words(
    tally: Tally,
    *,
    rules: Mapping[str, str],
    notes: Sequence[str] = (),
    passed_over: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the summary for a person: a line for each table, then what is wrong, the worst first."""
    return "\n".join(_lines(tally, rules, [*notes, *(f"Not read: {why}" for _, why in passed_over)]))


def _lines(tally: Tally, rules: Mapping[str, str], notes: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the summary."""
    width = max(map(len, tally.counts), default=5)
    yield f"{'table':<{width}} {'read':>9} {'taken':>9} {'repeats':>9} {'refused':>9} {'queries':>9}"
    for table, counts in tally.counts.items():
        yield f"{table:<{width}} " + " ".join(f"{counts[part]:>9,}" for part in PARTS)
    yield f"{'all':<{width}} " + " ".join(f"{tally.total(part):>9,}" for part in PARTS)
    yield from notes
    yield from _errors(tally)
    yield from _rule_lines(tally, rules)


def _errors(tally: Tally) -> Iterator[str]:
    """Yield the first errors with their places, and how many more there are."""
    shown, number = tally.first[Severity.ERROR], tally.number(Severity.ERROR)
    if not number:
        return
    yield ""
    yield "Refused, to be mended and sent again:"
    for fault in shown:
        yield f"  {fault.file}: {fault.words()}"
    if number > len(shown):
        yield f"  and {number - len(shown):,} more: write them to a file with --rejects FILE"


def _rule_lines(tally: Tally, rules: Mapping[str, str]) -> Iterator[str]:
    """Yield the questions, by the rule that asks, with one example each where it is among the first."""
    asked = tally.by_rule[Severity.QUERY]
    if not asked:
        return
    yield ""
    yield "Kept as it was said, and to be looked at:"
    for code, number in asked.most_common():
        told = f"Rule {code}: {rules[code]}" if code in rules else "No published rule."
        yield f"  {number:>7,}  {told}"

"""The rows of a mapped table: each read, held against itself, and either kept or sent back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from erle.doors.exchange.faults import Fault, Finding, Severity
from erle.doors.exchange.fitting import BETWEEN, Recent, fitted, repeat_of
from erle.doors.exchange.generic.columns import Column, columns_for, texts
from erle.doors.exchange.generic.days import Day, Moment, is_skipped, moment_of, start_of
from erle.doors.exchange.generic.fields import IDENTIFYING, Field
from erle.doors.exchange.generic.mapping import FORMAT, ColumnMapping
from erle.doors.exchange.lines import Spoiled
from erle.doors.exchange.reading import Batch
from erle.knowledge.records.rules import EntryKind, Precision

Values = dict[Field, Any]
NO_CHILD = "a child: a number, a name or a date of birth"


class Row(NamedTuple):
    """A row that is kept: its cells as they were said, what they mean, when it happened, and its fingerprint."""

    line: int
    cells: Sequence[str]
    values: Values
    kind: EntryKind
    when: Moment
    digest: bytes
    queries: tuple[Fault, ...] = ()


class Rejected(NamedTuple):
    """A row that is not kept, and why; line 0 and no cells for a fault of the whole file."""

    line: int
    cells: Sequence[str]
    faults: tuple[Fault, ...]


class Portion(NamedTuple):
    """Some thousand rows."""

    rows: list[Row]
    rejected: list[Rejected]


@dataclass(frozen=True)
class Sheet:
    """A file, its headings as they were written, and what its columns hold."""

    file: str
    header: tuple[str, ...]
    mapping: ColumnMapping

    @property
    def table(self) -> str:
        """What the rows are, in one word, for the summary and the records."""
        return self.mapping.kind.value if self.mapping.kind else "rows"


class Rows:
    """Reads the batches of one file into kept and rejected rows."""

    def __init__(self, sheet: Sheet, today: date) -> None:
        """Find each mapped column in the file."""
        self._sheet, self._recent = sheet, Recent()
        self._columns = columns_for(sheet.mapping, sheet.header, today)
        self._headings = {each: column.heading for each, (_, column) in self._columns.items()}
        self._order = sorted((f"{name.upper()}=", place) for place, name in enumerate(sheet.header))
        self._weeks = Field.ATTENDANCE_WEEK in self._columns

    def portion(self, batch: Batch) -> Portion:
        """Return the rows of a batch."""
        portion = Portion([], [])
        lines, cells = self._whole_rows(batch, portion.rejected)
        fields = list(self._columns)
        read = [self._read(column, texts(each, places, cells)) for each, (places, column) in self._columns.items()]
        means = zip(*(values for values, _ in read), strict=True) if read else iter(() for _ in cells)
        wrong: dict[int, list[Finding]] = {}
        for _, findings in read:
            for place, finding in findings:
                wrong.setdefault(place, []).append(finding)
        for place, (line, row, values) in enumerate(zip(lines, cells, means, strict=True)):
            self._sort(portion, line, row, dict(zip(fields, values, strict=True)), wrong.get(place, []))
        return portion

    @staticmethod
    def _read(column: Column, said: list[str]) -> tuple[list[Any], list[tuple[int, Finding]]]:
        """Return what each cell means, and beside that what is wrong with which."""
        means = [*map(column.__getitem__, said)]
        return [one.value for one in means], [(place, one.wrong) for place, one in enumerate(means) if one.wrong]

    def _whole_rows(self, batch: Batch, rejected: list[Rejected]) -> tuple[list[int], list[list[str]]]:
        """Return the rows that fit the headings; blank ones are passed over."""
        width = len(self._sheet.header)
        lines: list[int] = []
        whole: list[list[str]] = []
        for line, cells in enumerate(batch.rows, batch.first):
            if isinstance(cells, Spoiled):
                problem = Finding("", "", f"the row {cells.problem}", cells.expected)
                rejected.append(Rejected(line, [], self._faults(line, [problem])))
            elif any(cell.strip() for cell in cells):
                kept, finding = fitted(cells, width)
                if finding is None:
                    lines.append(line)
                    whole.append(kept)
                else:
                    rejected.append(Rejected(line, cells, self._faults(line, [finding])))
        return lines, whole

    def _sort(self, portion: Portion, line: int, cells: list[str], values: Values, findings: list[Finding]) -> None:
        """Keep a row, or send it back."""
        digest = self._digest(cells)
        earlier = self._recent.find(digest)
        if earlier is not None:
            portion.rejected.append(Rejected(line, cells, self._faults(line, [repeat_of(self._sheet.file, *earlier)])))
            return
        when = self._when(values, findings)
        kind = self._kind(values, findings)
        self._judge_child(values, findings)
        if when is None or kind is None or any(one.severity is Severity.ERROR for one in findings):
            findings.sort(key=lambda finding: finding.severity is not Severity.ERROR)
            portion.rejected.append(Rejected(line, cells, self._faults(line, findings)))
            return
        self._recent.keep(digest, self._sheet.file, line)
        portion.rows.append(Row(line, cells, values, kind, when, digest, self._faults(line, findings)))

    def _digest(self, cells: Sequence[str]) -> bytes:
        """Return the row's fingerprint: the same in whatever order the columns stand, blank ones left out."""
        whole = BETWEEN.join([FORMAT, *[name + text for name, place in self._order if (text := cells[place].strip())]])
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()

    def _when(self, values: Values, findings: list[Finding]) -> Moment | None:
        """Return when it happened, by whichever column says so; and add what is wrong with what they say together."""
        if self._weeks:
            week: date | None = values[Field.ATTENDANCE_WEEK]
            if week is None:
                self._lacks(Field.ATTENDANCE_WEEK, findings)
            return Moment(start_of(week), Precision.DAY) if week else None
        moment: Moment | None = values.get(Field.HAPPENED_AT)
        on: Day | None = values.get(Field.HAPPENED_ON)
        if moment is None and on is not None:
            moment = self._timed(on, values, findings)
        if moment is None and not self._is_wrong((Field.HAPPENED_AT, Field.HAPPENED_ON), findings):
            moment = self._recorded(values, findings)
        ended: Moment | None = values.get(Field.ENDED_AT)
        if moment is not None and ended is not None and ended.at.timestamp() < moment.at.timestamp():
            if ended.precision is Precision.DAY and ended.at.date() == moment.at.date():
                values[Field.ENDED_AT] = moment._replace(precision=Precision.DAY)
            else:
                problem = f"is before it began, {moment.at:%-d %B %Y %H:%M}"
                shown = f"{ended.at:%-d %B %Y %H:%M}"
                findings.append(Finding(self._headings[Field.ENDED_AT], shown, problem, "that moment or a later one"))
        return moment

    def _timed(self, on: Day, values: Values, findings: list[Finding]) -> Moment:
        """Return the moment of a day and the time in the column beside it."""
        clock = values.get(Field.HAPPENED_TIME)
        if clock is None or on.precision is not Precision.DAY:
            return Moment(start_of(on.on), on.precision)
        if is_skipped(on.on, clock[0]):
            heading, shown = self._headings[Field.HAPPENED_TIME], f"{clock[0]:%H:%M}"
            problem = f"did not exist on {on.on:%-d %B %Y}, when the clocks went forward"
            findings.append(Finding(heading, shown, problem, "an hour later or earlier", severity=Severity.QUERY))
        return moment_of(on, clock[0], about=clock[1])

    def _recorded(self, values: Values, findings: list[Finding]) -> Moment | None:
        """Return when it was recorded, where it is not said when it happened."""
        recorded: Moment | None = values.get(Field.RECORDED_AT)
        wanted = next((each for each in (Field.HAPPENED_AT, Field.HAPPENED_ON) if each in self._headings), None)
        if recorded is None:
            self._lacks(wanted or Field.RECORDED_AT, findings)
            return None
        if wanted:
            problem = f"is blank; the line stands at {recorded.at:%-d %B %Y}, when it was recorded"
            findings.append(Finding(self._headings[wanted], "", problem, "when it happened", severity=Severity.QUERY))
        return Moment(recorded.at, Precision.DAY)

    def _kind(self, values: Values, findings: list[Finding]) -> EntryKind | None:
        if self._weeks:
            return EntryKind.ATTENDANCE
        kind: EntryKind | None = values.get(Field.KIND) or self._sheet.mapping.kind
        if self._is_wrong((Field.KIND,), findings):
            return None
        if kind is None:
            self._lacks(Field.KIND, findings)
        return kind

    def _judge_child(self, values: Values, findings: list[Finding]) -> None:
        """Add a date of birth that was needed and cannot be read, and attendance of nobody."""
        numbered = any(values.get(each) for each in IDENTIFYING)
        if not numbered:
            for place, finding in enumerate(findings):
                if finding.field == self._headings.get(Field.BORN_ON) and finding.severity is Severity.QUERY:
                    findings[place] = finding._replace(severity=Severity.ERROR)
        full = values.get(Field.FULL_NAME)
        named = values.get(Field.GIVEN_NAMES) or values.get(Field.FAMILY_NAME) or (full and any(full))
        if self._weeks and not (numbered or named):
            findings.append(Finding("", "", "the row names no child", NO_CHILD))
        if self._weeks and not values.get(Field.ATTENDANCE_MARKS):
            self._lacks(Field.ATTENDANCE_MARKS, findings)

    def _is_wrong(self, fields: Sequence[Field], findings: list[Finding]) -> bool:
        wanted = {self._headings[each] for each in fields if each in self._headings}
        return any(one.field in wanted and one.severity is Severity.ERROR for one in findings)

    def _lacks(self, each: Field, findings: list[Finding]) -> None:
        """Add that a cell is blank, unless it is said already what is wrong with it."""
        heading = self._headings.get(each, each.value)
        if not any(one.field == heading and one.severity is Severity.ERROR for one in findings):
            expected = self._columns[each][1].reader.expected if each in self._columns else "a column that says it"
            findings.append(Finding(heading, "", "is blank", expected))

    def _faults(self, line: int, findings: Sequence[Finding]) -> tuple[Fault, ...]:
        """Return the findings with the place where they stand."""
        return tuple(Fault(self._sheet.file, self._sheet.table, line, *finding) for finding in findings)

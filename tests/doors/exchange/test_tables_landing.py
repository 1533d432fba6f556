"""Letting mapped tables in: the child met, the lines, what is named, the desk, and what undoing takes back."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from erle.doors.exchange.formats import read_file
from erle.doors.exchange.generic.mapping import checked_mapping
from erle.doors.exchange.importing import Outcome, import_file, undo_import
from erle.foundation.access.models import Circle
from erle.foundation.agencies.models import Agency
from erle.foundation.agencies.queries import import_worker
from erle.knowledge.records.models import Entry, Identifier, Item, Mention, Person, Report, SchoolWeek, Words
from erle.knowledge.records.queries import batch_called
from erle.practice.desk.models import Arrival
from erle.practice.missing.models import Episode
from tests.doors.exchange.conftest import Given
from tests.partnership import Partnership

Acting = Callable[..., AbstractContextManager[None]]
LetIn = Callable[..., Outcome]

COLUMNS = {
    "Pupil": "full_name", "DOB": "born_on", "UPN": "upn", "No": "number", "Date": "happened_on",
    "Time": "happened_time",
    "Concern": "text", "View": "opinion", "Said": "own_words", "Wants": "wishes", "Good": "strength", "Where": "place",
    "Car": "vehicle", "Phone": "phone", "With": "other_person", "Grade": "grade", "By": "source", "Home": "address",
    "School": "school", "Urgency": "urgency",
}  # fmt: skip
CONCERNS: dict[str, Any] = {"kind": "concern", "columns": COLUMNS, "dates": "dmy"}
UPN = "P123456789123"


def rows(*told: dict[str, str]) -> str:
    """Return CSV with the headings of all mapped columns."""
    lines = [",".join(COLUMNS), *(",".join(f'"{row.get(name, "")}"' for name in COLUMNS) for row in told)]
    return "\n".join(lines) + "\n"


AMARA = {"Pupil": "Finch, Amara", "DOB": "04/05/2011", "Date": "03/02/2024", "Concern": "Tired and without a coat."}


@pytest.fixture
def agency(partnership: Partnership) -> Agency:
    return partnership.agencies["school"]


@pytest.fixture
def let_in(agency: Agency, given: Given, at: datetime) -> LetIn:
    """Import what a table says, for the school unless another is named."""

    def letting_in(said: str, mapping: dict[str, Any] = CONCERNS, *, by: Agency = agency, **more: Any) -> Outcome:
        path = given(said, "concerns.csv")
        incoming = read_file("generic", path, mapping=checked_mapping(mapping), now=at)
        return import_file(incoming, agency=by, name=path.name, at=at, **more)

    return letting_in


@pytest.fixture
def seen(agency: Agency, acting: Acting) -> Callable[[], AbstractContextManager[None]]:
    """Act as the school's import account."""

    @contextmanager
    def as_importer() -> Iterator[None]:
        with acting(import_worker(agency)):
            yield

    return as_importer


Seen = Callable[[], AbstractContextManager[None]]


def test_a_row_makes_a_child_a_report_and_a_line(let_in: LetIn, seen: Seen) -> None:
    outcome = let_in(
        rows({**AMARA, "Time": "16:05", "By": "Ms Reed", "Grade": "2 B P", "UPN": UPN, "Home": "1 Elm Row"})
    )

    with seen():
        child = Person.objects.get(batch__isnull=False)
        entry = Entry.objects.get(batch__isnull=False)
        report = Report.objects.get(batch__isnull=False)
        numbers = set(Identifier.objects.values_list("scheme", "value"))
    assert (outcome.taken, outcome.children, outcome.to_desk) == (1, 1, ())
    assert (child.given_names, child.family_name, child.born_on) == ("Amara", "Finch", date(2011, 5, 4))
    assert child.lives == "1 Elm Row"
    assert numbers == {("upn", UPN)}
    assert (entry.kind, entry.nature, entry.title, entry.text) == (
        "concern", "fact", "Concern", "Tired and without a coat.",
    )  # fmt: skip
    assert (entry.source, entry.grade, entry.precision) == ("Ms Reed", "2 B P", "minute")
    assert entry.happened_at.isoformat() == "2024-02-03T16:05:00+00:00"
    assert report.said["Pupil"] == "Finch, Amara"
    assert (report.circle_id, entry.circle_id) == (child.circle_id, child.circle_id)


def test_fact_opinion_own_words_wishes_and_strengths_stand_apart(let_in: LetIn, seen: Seen) -> None:
    told = {"View": "May be hungry.", "Said": "I like it here.", "Wants": "A locker.", "Good": "Reads to younger ones."}
    let_in(rows({**AMARA, **told}))

    with seen():
        lines = [(e.nature, e.kind, e.text, e.quote) for e in Entry.objects.filter(batch__isnull=False).order_by("pk")]
    assert lines == [
        ("fact", "concern", "Tired and without a coat.", "I like it here."),
        ("opinion", "concern", "May be hungry.", ""),
        ("wish", "own_words", "", "A locker."),
        ("strength", "strength", "Reads to younger ones.", ""),
    ]


def test_own_words_are_the_childs_own_only_where_the_file_says_to_whom_and_when(
    let_in: LetIn, seen: Seen, partnership: Partnership
) -> None:
    to = partnership.workers["lapsed"].name
    let_in(rows({**AMARA, "Said": "I like it here.", "Wants": "A locker.", "By": to}, {**AMARA, "Said": "I am fine."}))

    with seen():
        [words] = Words.objects.filter(batch__isnull=False)
    assert (words.said, words.wishes, words.said_to.name) == ("I like it here.", ["A locker."], to)


def test_what_a_row_names_is_kept_with_its_line_and_the_same_thing_has_one_reference(let_in: LetIn, seen: Seen) -> None:
    let_in(rows(
        {**AMARA, "Car": "AB12 CDE; blue van", "Phone": "07700 900123", "Where": "Station Square", "With": "A man"},
        {**AMARA, "Car": "ab12cde", "Concern": "Again."},
    ))  # fmt: skip

    with seen():
        named = Mention.objects.filter(report__batch__isnull=False)
        plates = named.filter(kind="vehicle", key="AB12CDE")
        assert {mention.thing for mention in plates} == {plates[0].thing}
        assert plates[0].thing.startswith("T-")
        assert {m.kind for m in named} == {"vehicle", "phone", "place", "person"}
        assert all(m.entry is not None and m.circle_id == m.entry.circle_id for m in named)
        assert named.get(kind="phone").key == "+447700900123"


def test_rows_about_one_child_meet_whatever_number_or_name_they_say(let_in: LetIn, seen: Seen) -> None:
    outcome = let_in(rows(
        {**AMARA, "No": "77", "UPN": UPN},
        {**AMARA, "No": "77", "Concern": "b", "DOB": ""},
        {**AMARA, "UPN": UPN, "Concern": "c"},
        {**AMARA, "Concern": "d"},
        {**AMARA, "Pupil": "AMARA FINCH", "Concern": "e"},
    ))  # fmt: skip

    later = let_in(rows({**AMARA, "Concern": "f"}, {**AMARA, "No": "77", "Concern": "g"}))

    with seen():
        assert Person.objects.filter(batch__isnull=False).count() == 1
    assert (outcome.children, later.children, later.taken) == (1, 0, 2)


def test_other_children_are_never_met_by_chance(let_in: LetIn, seen: Seen) -> None:
    outcome = let_in(rows(
        {**AMARA, "No": "77"},
        {**AMARA, "No": "78", "Concern": "a twin of the same name in error"},
        {**AMARA, "DOB": "05/05/2011"},
        {**AMARA, "DOB": "", "Home": "1 Elm Row"},
        {**AMARA, "DOB": "", "Home": "2 Elm Row"},
        {"Date": "03/02/2024", "Concern": "Children seen at the arcade."},
        {"Date": "04/02/2024", "Concern": "Children seen at the arcade."},
    ))  # fmt: skip

    assert (outcome.taken, outcome.children) == (7, 7)


def test_the_same_table_twice_changes_nothing_even_where_nobody_is_named(let_in: LetIn, seen: Seen) -> None:
    said = rows(AMARA, {**AMARA, "DOB": "", "Home": "1 Elm Row"}, {"Date": "03/02/2024", "Concern": "Seen."})
    let_in(said)
    with seen():
        before = [table._default_manager.count() for table in (Person, Report, Entry, Circle, Mention)]

    again = let_in(said)

    assert (again.batch, again.taken, again.known) == ("", 0, 3)
    with seen():
        assert before == [table._default_manager.count() for table in (Person, Report, Entry, Circle, Mention)]


def test_what_is_recent_goes_to_the_desk_in_a_circle_of_its_own(
    let_in: LetIn, seen: Seen, acting: Acting, partnership: Partnership, at: datetime
) -> None:
    today, long_ago = f"{at:%d/%m/%Y}", f"{at - timedelta(days=9):%d/%m/%Y}"
    recent = {**AMARA, "Date": today, "View": "Worried.", "Car": "AB12 CDE", "Urgency": "today"}
    outcome = let_in(rows(recent, {**AMARA, "Date": long_ago}), {**CONCERNS, "to_desk_days": 3})

    [reference] = outcome.to_desk
    with seen():
        report = Report.objects.select_related("circle", "person").get(reference=reference)
        items = list(Item.objects.filter(report=report).values_list("number", "nature", "text"))
        entry = Entry.objects.filter(report=report).first()
        named = set(Mention.objects.filter(circle=report.circle).values_list("kind", "words", "details__role"))
        beside = Mention.objects.get(circle=report.person.circle)
    assert entry is not None
    assert (report.circle.kind, report.urgency, entry.circle_id) == ("report", "today", report.person.circle_id)
    assert items == [(1, "fact", "Tired and without a coat."), (2, "opinion", "Worried.")]
    assert named == {("person", "Amara Finch", "subject"), ("vehicle", "AB12 CDE", None)}
    assert (beside.kind, beside.entry_id) == ("vehicle", entry.pk)
    with acting(partnership.workers["manager"]):  # children's services sit at the desk where nobody else does
        assert Report.objects.filter(reference=reference).exists()
        assert [arrival.report_id for arrival in Arrival.objects.all()] == [report.pk]
        assert not Person.objects.filter(pk=report.person_id).exists()


MISSING: dict[str, Any] = {
    "kind": "missing",
    "columns": {"No": "number", "Left": "happened_at", "Back": "ended_at", "What": "text", "Car": "vehicle"},
    "dates": "ymd",
}


def test_a_missing_report_becomes_an_episode_with_its_words_and_a_clock(let_in: LetIn, seen: Seen) -> None:
    said = "No,Left,Back,What,Car\n5,2024-03-01 19:00,2024-03-02 07:30,Left by the back door.,AB12 CDE\n"
    outcome = let_in(said, MISSING)
    again = let_in(said, MISSING)

    with seen():
        [episode] = Episode.objects.all()
        lines = list(Entry.objects.filter(batch__isnull=False).order_by("happened_at").values_list("kind", "text"))
        assert Mention.objects.get(entry__kind="missing").words == "AB12 CDE"
    assert (outcome.episodes, again.taken) == (1, 0)
    assert episode.left_at.isoformat() == "2024-03-01T19:00:00+00:00"
    assert lines == [("missing", "Left by the back door."), ("returned", "")]


WEEKS: dict[str, Any] = {
    "columns": {"No": "number", "Week": "attendance_week", **{f"D{n}": "attendance_marks" for n in range(10)}},
}


def _week(marks: str) -> str:
    heads = ",".join(f"D{n}" for n in range(10))
    return f"No,Week,{heads}\n9,06/03/2024,{','.join(marks)}\n"


def test_attendance_becomes_a_week_and_a_corrected_one_takes_its_place_until_it_is_undone(
    let_in: LetIn, seen: Seen, acting: Acting, agency: Agency, at: datetime
) -> None:
    let_in(_week("/\\/\\/\\/\\OO"), WEEKS)
    later = let_in(_week("/\\/\\/\\/\\II"), WEEKS)

    with seen():
        standing = SchoolWeek.objects.filter(withdrawn_at__isnull=True)
        assert [(week.week_on, week.marks) for week in standing] == [(date(2024, 3, 4), "////////AA")]
        batch = batch_called(later.batch)
    undo_import(batch, at=at)
    with seen():
        assert [week.marks for week in standing.all()] == ["////////OO"]
        assert not Entry.objects.filter(batch__isnull=False).exists()


def test_undoing_takes_everything_back_that_the_file_brought(
    let_in: LetIn, seen: Seen, partnership: Partnership, at: datetime
) -> None:
    outcome = let_in(rows({**AMARA, "Said": "I like it.", "By": partnership.workers["lapsed"].name}))
    with seen():
        batch = batch_called(outcome.batch)

    assert undo_import(batch, at=at) == 1

    with seen():
        assert not Person.objects.filter(batch=batch, withdrawn_at__isnull=True).exists()
        assert not Entry.objects.filter(batch=batch, withdrawn_at__isnull=True).exists()
        assert not Words.objects.filter(batch=batch, withdrawn_at__isnull=True).exists()


def test_a_later_file_fills_what_is_blank_and_undoing_it_takes_that_back(
    let_in: LetIn, seen: Seen, at: datetime
) -> None:
    let_in(rows({"No": "77", "Date": "03/02/2024", "Concern": "a", "School": "First School"}))
    later = let_in(rows({**AMARA, "No": "77", "UPN": UPN, "School": "Second School"}))
    with seen():
        [child] = Person.objects.filter(batch__isnull=False)
        assert (child.given_names, child.school, child.born_on) == ("Amara", "Second School", date(2011, 5, 4))
        assert set(Identifier.objects.values_list("value", flat=True)) == {"77", UPN}
        batch = batch_called(later.batch)

    undo_import(batch, at=at)

    with seen():
        child.refresh_from_db()
        assert (child.given_names, child.school, child.born_on) == ("", "First School", None)
        assert set(Identifier.objects.values_list("value", flat=True)) == {"77"}


def test_a_file_undone_for_its_mapping_comes_again_as_the_mended_one_says(
    let_in: LetIn, seen: Seen, at: datetime
) -> None:
    said = "No,First,Last,Date,What\n7,Amara,Finch,03/02/2024,a\n"
    columns = {"No": "number", "First": "family_name", "Last": "given_names", "Date": "happened_on", "What": "text"}
    first = let_in(said, {"kind": "concern", "columns": columns})
    with seen():
        batch = batch_called(first.batch)
    undo_import(batch, at=at)

    mended = {**columns, "First": "given_names", "Last": "family_name"}
    again = let_in(said, {"kind": "concern", "columns": mended})

    with seen():
        child = Person.objects.get(withdrawn_at__isnull=True, batch__isnull=False)
    assert (again.taken, again.children) == (1, 0)
    assert (child.given_names, child.family_name) == ("Amara", "Finch")


def test_a_dry_run_needs_nothing_of_the_records(let_in: LetIn, seen: Seen) -> None:
    outcome = let_in(rows(AMARA, {**AMARA, "Date": "31/02/2024"}), dry_run=True)

    assert (outcome.tally.total("taken"), outcome.tally.total("refused")) == (1, 1)
    with seen():
        assert not Report.objects.filter(batch__isnull=False).exists()


def test_the_mapping_is_a_document(given: Given, at: datetime) -> None:
    document = checked_mapping(CONCERNS).data()

    assert checked_mapping(json.loads(json.dumps(document))).data() == document

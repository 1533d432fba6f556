"""Children are found by names in any order and spelling, and by birth, number and reference; the best stand first."""

from datetime import date

import pytest
from django.db import connection

from erle.foundation.access.acting import acting_as
from erle.knowledge.records.actions.telling import give_identifier
from erle.knowledge.records.finding.children import Birth, Fit, Found
from erle.knowledge.records.finding.reasons import reasons
from erle.knowledge.records.models import Person, Relation
from erle.knowledge.records.rules import Scheme
from tests.knowledge.records.finding.conftest import Record, Search
from tests.partnership import Partnership

BORN = date(2012, 3, 4)


def _names(found: list[Found]) -> list[str]:
    return [f"{one.person.given_names} {one.person.family_name}" for one in found]


@pytest.mark.parametrize(
    ("given", "family", "typed"),
    [
        ("Maja", "Kowalska", "Maja Kowalska"),
        ("Maja", "Kowalska", "kowalska maja"),
        ("Maja", "Kowalska", "KOWALSKA, Maja"),
        ("Maja", "Kowalska", "Kovalsky"),
        ("Maja", "Kowalska", "M Kowalska"),
        ("Maja", "Kowalska", "maj kow"),
        ("Mája", "Kowalská", "maja kowalska"),
        ("Maja", "Kowalska", "Maja Kowalsak"),
        ("Anna Maria", "Nowak-Łęcka", "lecka"),
        ("Anna Maria", "Nowak-Łęcka", "Maria Nowak"),
        ("Anna Maria", "Nowak-Łęcka", "Nowak Łęcka Anna"),
        ("Muhammad", "Hussain", "Mohammed Husein"),
        ("Muhammad", "Hussain", "Md Hussain"),
        ("Mohd", "Khan", "Mohammed Khan"),
        ("Abdul Rahman", "Malik", "Abdulrahman Malik"),
        ("Abdulrahman", "Malik", "Abdul Rahman Malik"),
        ("Maryjane", "Holt", "Mary Jane Holt"),
        ("Maryjane", "Holt", "mary jane"),
        ("Mary-Jane", "Holt", "maryjane"),
        ("Elizabeth", "Thornbury", "Liz Thornbury"),
        ("Katarzyna", "Wrona", "Kasia Wrona"),
        ("Kasia", "Wrona", "Katarzyna Wrona"),
        ("Ana", "Silva", "Ana da Silva"),
        ("Ana", "da Silva", "Ana Silva"),
        ("Sinéad", "O'Brien", "sinead obrien"),
        ("Sinéad", "O’Brien", "o'brien"),
        ("Ivanka", "Kazlauskaitė", "Kazlauskas Ivanka"),
        ("Eliška", "Nováková", "Novak Eliska"),
        ("Tomos", "Brookfield", "Brookfeild"),
        ("Maria", "Santos", "Maria Beatriz Santos"),
    ],
)
def test_a_child_is_found(record: Record, search: Search, given: str, family: str, typed: str) -> None:
    child = record(given, family)

    assert child.pk in [found.person.pk for found in search(typed)]


@pytest.mark.parametrize(
    "typed",
    ["Kowalczyk", "Maja Nowak", "Zofia Kowalska", "K", "%", "_", "' OR 1=1 --", "\\", "{}"],
)
def test_another_child_is_not(record: Record, search: Search, typed: str) -> None:
    child = record("Maja", "Kowalska")

    assert child.pk not in [found.person.pk for found in search(typed)]


def test_the_name_that_a_child_goes_by_finds_the_child(record: Record, search: Search) -> None:
    child = record("Aleksander", "Wrona", known_as="Olo")

    assert [found.person.pk for found in search("Olo Wrona")] == [child.pk]


def test_a_name_that_is_changed_is_found_by_the_new_one_alone(
    record: Record, search: Search, partnership: Partnership
) -> None:
    child = record("Maja", "Kowalska")
    with acting_as(partnership.manager):
        Person.objects.filter(pk=child.pk).update(family_name="Thornbury")

    assert search("Kowalska") == []
    assert [found.person.pk for found in search("Thornbury")] == [child.pk]


def test_a_record_that_is_withdrawn_is_not_found(record: Record, search: Search, partnership: Partnership) -> None:
    child = record("Maja", "Kowalska", BORN)
    with acting_as(partnership.manager):
        Person.objects.filter(pk=child.pk).update(withdrawn_at=child.recorded_at)

    assert search("Maja Kowalska") == search("4/3/2012") == search(child.reference) == []


def test_as_written_comes_before_so_begun_another_name_so_sounding_and_so_looking(
    record: Record, search: Search
) -> None:
    for given in ("Elisabet", "Liz", "Elizabeth", "Elizabethan"):
        record(given, "Quarrington")

    found = search("Elizabeth Quarrington")

    assert _names(found) == [f"{given} Quarrington" for given in ("Elizabeth", "Elizabethan", "Liz", "Elisabet")]
    assert [one.words[0][1] for one in found] == [Fit.WRITTEN, Fit.BEGINS, Fit.CALLED, Fit.SOUNDS]


def test_the_whole_name_comes_before_a_longer_one(record: Record, search: Search) -> None:
    record("Adam Jonas Petras", "Quarrington")
    record("Adam", "Quarrington")

    assert _names(search("Adam Quarrington"))[0] == "Adam Quarrington"


def test_whoever_was_born_then_is_named_and_nobody_else(record: Record, search: Search) -> None:
    record("Maja", "Quarrington", date(2009, 1, 1))
    right = record("Maja", "Quarrington", BORN)

    found = search("Maja Quarrington 4 March 2012")

    assert [(one.person.pk, one.birth) for one in found] == [(right.pk, Birth.FITS)]


@pytest.mark.parametrize(
    ("born", "birth"),
    [
        (date(2012, 4, 3), Birth.NEAR),
        (date(2011, 3, 4), Birth.NEAR),
        (None, Birth.NOT_KNOWN),
        (date(2009, 1, 1), Birth.OTHER),
    ],
)
def test_where_nobody_was_born_then_the_others_are_told_apart(
    record: Record, search: Search, born: date | None, birth: Birth
) -> None:
    record("Maja", "Quarrington", born)

    [found] = search("Maja Quarrington 4/3/2012")

    assert found.birth is birth
    assert not found.exactly


@pytest.mark.parametrize("typed", ["4/3/2012", "born 4 March 2012"])
def test_a_date_alone_finds_whoever_was_born_then(record: Record, search: Search, typed: str) -> None:
    child = record("Maja", "Quarrington", BORN)
    record("Adam", "Quarrington", date(2012, 3, 5))

    assert [found.person.pk for found in search(typed)] == [child.pk]


def test_a_number_finds_the_child_however_it_is_spaced(
    record: Record, search: Search, partnership: Partnership
) -> None:
    child = record("Maja", "Quarrington")
    with acting_as(partnership.manager):
        give_identifier(person=child, agency=partnership.manager.agency, scheme=Scheme.NHS, value="943 476 5919")

    for typed in ("9434765919", "943 476 5919", "943-476-5919"):
        [found] = search(typed)
        assert (found.person.pk, found.number) == (child.pk, "943 476 5919")
    assert reasons(found) == ["number 943 476 5919"]


def test_a_reference_finds_the_child_in_small_letters_too(record: Record, search: Search) -> None:
    child = record("Maja", "Quarrington")

    [found] = search(child.reference.lower())

    assert found.person.pk == child.pk
    assert reasons(found) == []


@pytest.mark.parametrize(
    ("given", "family", "typed", "said"),
    [
        ("Maja", "Kowalska", "Maja Kovalsky", ["spelled Kowalska"]),
        ("Elizabeth", "Thornbury", "Liz Thornbury", ["Elizabeth for Liz"]),
        ("Tomos", "Thornbury", "Tomos Thornburg", ["looks like Thornbury"]),
        ("Maria", "Santos", "Maria Beatriz Santos", ["without “Beatriz”"]),
        ("Maja", "Kowalska", "maja kow", []),
        ("Maja", "Kowalska", "Maja Kowalska 4/3/2012", ["date of birth not known"]),
    ],
)
def test_why_a_child_was_found_is_said(
    record: Record, search: Search, given: str, family: str, typed: str, said: list[str]
) -> None:
    child = record(given, family)

    [found] = [one for one in search(typed) if one.person.pk == child.pk]

    assert reasons(found) == said


def test_no_more_are_found_than_were_asked_for(record: Record, search: Search) -> None:
    for number in range(4):
        record(f"Maja{number}", "Quarrington")

    assert len(search("Quarrington", most=3)) == 3


def test_the_columns_follow_the_names_by_themselves(record: Record, partnership: Partnership) -> None:
    child = record("Zoë", "O'Brien-Łęcka")
    with acting_as(partnership.manager), connection.cursor() as cursor:
        cursor.execute("SELECT name_line, name_keys FROM records_person WHERE id = %s", [child.pk])
        line, keys = cursor.fetchone()

    assert line == " zoe obrien lecka "
    assert {"=zoe", "=obrien", "=lecka", "=obrienlecka"} <= set(keys)


def test_a_child_is_found_by_whoever_is_around_and_only_where_that_stands(
    record: Record, search: Search, partnership: Partnership
) -> None:
    child = record("Maja", "Quarrington")
    with acting_as(partnership.manager):
        made = {"circle": child.circle, "person": child, "agency": partnership.manager.agency}
        relation = Relation.objects.create(
            **made, name="Ewa Wójcik", relation="mother", recorded_by=partnership.manager, recorded_at=child.recorded_at
        )

    [found] = search("Eva Voichik")

    assert (found.person.pk, reasons(found)) == (child.pk, ["mother Ewa Wójcik"])
    assert search("Ewa Wójcik", by=partnership.never) == []
    with acting_as(partnership.manager):
        Relation.objects.filter(pk=relation.pk).update(ended_by=partnership.manager, ended_at=child.recorded_at)
    assert search("Ewa Wójcik") == []


def test_a_child_who_is_found_twice_stands_once(record: Record, search: Search, partnership: Partnership) -> None:
    child = record("Maja", "Quarrington")
    with acting_as(partnership.manager):
        Relation.objects.create(
            circle=child.circle,
            person=child,
            agency=partnership.manager.agency,
            name="Ewa Quarrington",
            relation="mother",
            recorded_by=partnership.manager,
            recorded_at=child.recorded_at,
        )

    [found] = search("Quarrington")

    assert found.around == ""

"""Every table is protected or on the list of those that stand open, and what must be true of a row is a constraint."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from erle.foundation.access.models import Protected
from erle.foundation.database.open_tables import OPEN_TABLES
from tests.hands import rolled_back

OWN = {
    "access_mailing": 4,
    "access_notice": 4,
    "staff_draft": 4,
    "exchange_handedfile": 4,
    "exchange_block": 4,
    "staff_savedview": 4,
    "staff_enclosure": 4,
    "staff_undo": 4,
}
"""Tables whose rows are one worker's own, and their policies."""
OPEN_TO_READ = {"agencies_agency": 3, "agencies_worker": 3, "agencies_post": 3}
"""The directory: every worker reads it, and the policies of access.0003 say who writes; how many."""
PROTOCOLS = {f"protocols_{name}": 2 for name in ("protocol", "version", "section", "owner", "answer", "withdrawal")}
"""What agencies agreed to do: every worker reads it, protocols.0002 says who adds; about no child."""
OF_THEIR_OWN_FORM = {
    **OPEN_TO_READ,
    **PROTOCOLS,
    "access_need": 1,
    "access_everything": 3,
    "ledger_line": 2,
    "access_following": 0,
    "access_standing": 0,
    "access_touched": 0,
    "linkage_model": 1,
    "linkage_judgement": 3,
    "patterns_patternverdict": 2,
    "missing_interviewservice": 2,
}
"""Tables with policies written for them alone (access.0002, linkage.0004 and 0014, patterns.0003, missing.0006), and
how many."""
PROTECTED = sorted({"access_circle", *(m._meta.db_table for m in apps.get_models() if issubclass(m, Protected))})
OPEN = {table.name for table in OPEN_TABLES}
COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE"}
RESTRICTED_FURTHER = {
    ("access_share", "a"),
    ("access_share", "w"),
    ("access_conflict", "a"),
    ("access_conflict", "w"),
    ("access_circle", "w"),
    ("access_breakglass", "w"),
    ("records_note", "a"),
    ("records_note", "w"),
    ("records_copy", "a"),
    *((table, "r") for table in ("access_share", "access_refusal", "access_conflict")),
    ("linkage_tie", "w"),
    ("linkage_question", "r"),
    ("linkage_answer", "r"),
    *((f"records_{name}", "a") for name in ("person", "report", "entry", "attachment", "relation", "mention")),
    *((f"records_{name}", "a") for name in ("schoolweek", "words")),
    *((f"records_{name}", "r") for name in ("entry", "mention", "schoolweek", "words")),
    ("records_disclosure", "a"),
    ("records_disclosure", "w"),
    ("records_disclosedline", "a"),
    ("records_disclosedfile", "a"),
    ("records_confirmation", "a"),
    ("desk_arrival", "w"),
    ("desk_change", "a"),
    ("desk_handover", "a"),
    ("desk_handover", "w"),
    ("desk_check", "a"),
    ("desk_check", "w"),
    ("desk_decision", "a"),
    ("desk_decision", "w"),
    ("desk_receipt", "a"),
    ("desk_outcome", "a"),
    ("clocks_runningclock", "w"),
    ("missing_returninterview", "a"),
    ("missing_episode", "a"),
    ("missing_episode", "w"),
    ("missing_turn", "a"),
    ("missing_triggerplan", "a"),
    ("missing_interview", "w"),
    ("missing_interviewturn", "a"),
    ("missing_withheld", "a"),
    ("missing_withheld", "r"),
    ("missing_override", "r"),
    ("missing_planoffer", "w"),
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("erle.")]
BY = [
    pytest.param(model, field, id=f"{model._meta.label}.{field.name}")
    for model in OURS
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey) and field.name.endswith("_by")
]


def _rows(statement: str, *given: Any) -> list[tuple[Any, ...]]:
    with rolled_back() as connection:
        return connection.execute(statement, given).fetchall()


def _tables(where: str = "true") -> set[str]:
    found = _rows(
        f"SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        f" AND relnamespace = 'public'::regnamespace AND {where}"
    )
    return {name for (name,) in found}


def test_every_table_is_protected_or_stands_open_with_a_reason(django_db_setup: None) -> None:
    guarded = _tables("relrowsecurity AND relforcerowsecurity")

    assert guarded == {*PROTECTED, *OWN, *OF_THEIR_OWN_FORM}
    assert _tables("NOT relrowsecurity") == OPEN
    assert all(table.why for table in OPEN_TABLES)


def test_row_security_is_forced_wherever_it_is_on(django_db_setup: None) -> None:
    assert _tables("relrowsecurity <> relforcerowsecurity") == set()


@pytest.mark.parametrize("table", PROTECTED)
def test_a_protected_table_has_one_policy_and_one_bar_for_each_command(django_db_setup: None, table: str) -> None:
    rows = _rows(
        "SELECT polcmd::text, polpermissive, polname FROM pg_policy p JOIN pg_roles r ON p.polroles = ARRAY[r.oid]"
        " WHERE polrelid = %s::regclass AND r.rolname = 'erle_worker'",
        table,
    )

    assert {(command, name) for command, permissive, name in rows if permissive} == {
        (command, f"{table}_{word.lower()}") for command, word in COMMANDS.items()
    }
    bars = {(command, name) for command, permissive, name in rows if not permissive}
    assert {bar for bar in bars if bar[1].endswith("_need_to_know")} == {
        (command, f"{table}_{word.lower()}_need_to_know") for command, word in COMMANDS.items()
    }
    assert {(table, command) for command, name in bars if not name.endswith("_need_to_know")} == {
        one for one in RESTRICTED_FURTHER if one[0] == table
    }


@pytest.mark.parametrize("table", PROTECTED)
def test_a_protected_tables_policies_have_the_one_form(django_db_setup: None, table: str) -> None:
    rows = _rows(
        "SELECT polcmd::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) FROM pg_policy"
        " WHERE polrelid = %s::regclass AND polname = ANY (%s)",
        table,
        [f"{table}_{word.lower()}_need_to_know" for word in COMMANDS.values()],
    )
    circle = "id" if table == "access_circle" else "circle_id"
    form = f"(get_bit(( SELECT erle.standing() AS standing), {circle}) <> 0)"

    assert {command: (using, check) for command, using, check in rows} == {
        "r": (form, None),
        "a": (None, form),
        "w": (form, form),
    }


def test_no_policy_is_for_anybody_else(django_db_setup: None) -> None:
    rows = _rows(
        "SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE p.polroles <> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = 'erle_worker')]"
    )

    assert rows == []


@pytest.mark.parametrize("table", OPEN_TO_READ)
def test_the_directory_is_open_to_read_and_closed_to_write(django_db_setup: None, table: str) -> None:
    rows = _rows(
        "SELECT polcmd::text, concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))"
        " FROM pg_policy WHERE polrelid = %s::regclass",
        table,
    )
    said = dict(rows)

    assert said.keys() == {"r", "a", "w"}
    assert said["r"] == "true"
    assert all("erle.may_manage" in said[command] for command in "aw")


@pytest.mark.parametrize(("table", "policies"), [*OWN.items(), *OF_THEIR_OWN_FORM.items()])
def test_a_table_of_another_form_has_its_policies_and_no_more(django_db_setup: None, table: str, policies: int) -> None:
    assert _rows("SELECT count(*) FROM pg_policy WHERE polrelid = %s::regclass", table) == [(policies,)]


def test_every_guarded_column_can_be_searched_by_its_circle(django_db_setup: None) -> None:
    rows = _rows(
        "SELECT c.relname FROM pg_class c WHERE c.relname = ANY (%s) AND c.relname <> 'access_circle' AND NOT EXISTS"
        " (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]"
        "  WHERE i.indrelid = c.oid AND a.attname = 'circle_id')",
        PROTECTED,
    )

    assert rows == []


def test_the_migrations_are_in_step_with_the_models(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(("model", "field"), BY)
def test_each_by_has_its_at_and_neither_stands_alone(
    django_db_setup: None, model: type[models.Model], field: models.ForeignKey[Any]
) -> None:
    moment = f"{field.name.removesuffix('_by')}_at"
    at = model._meta.get_field(moment)

    assert at.null == field.null
    if field.null:
        checks = [check.condition for check in model._meta.constraints if isinstance(check, models.CheckConstraint)]
        assert any(f"{field.name}__isnull" in str(check) and f"{moment}__isnull" in str(check) for check in checks)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_moment_ends_in_at_and_a_date_in_on(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.DateTimeField):
            assert field.name == "at" or field.name.endswith("_at") or field.name == "last_login"
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on") or field.name == "in_force_from"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_class_is_a_singular_noun_of_its_own(model: type[models.Model]) -> None:
    assert model.__name__ == "Item" or not model.__name__.endswith(
        ("Model", "Item", "Entity", "Record", "Info", "Data")
    )

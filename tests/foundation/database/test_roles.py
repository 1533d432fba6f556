"""The database's roles: each has what this table says, and nothing else."""

import pytest

from erle.foundation.database.roles import KEEPER, DatabaseRole, too_old
from tests.hands import Connection, connect, rolled_back

# What a worker's connection may do to each table that the policies guard; a column's right is written with its column.
GUARDED = {
    "access_breakglass": "SELECT UPDATE(fitting,review,reviewed_at,reviewed_by_id)",
    "access_circle": "SELECT UPDATE(sealed)",
    "access_conflict": "INSERT SELECT UPDATE(ended_at,ended_by_id)",
    "access_everything": "INSERT SELECT UPDATE(agreed_at,agreed_by_id,withdrawn_at,withdrawn_by_id)",
    "access_mailing": "INSERT SELECT UPDATE(changed_at,told_up_to,wanted)",
    "access_need": "SELECT",
    "access_notice": "SELECT UPDATE(read_at)",
    "access_refusal": "INSERT SELECT",
    "access_share": "INSERT SELECT UPDATE(withdrawn_at,withdrawn_because,withdrawn_by_id)",
    "agencies_agency": "INSERT SELECT UPDATE(closed_on)",
    "agencies_post": "INSERT SELECT UPDATE(ends_at)",
    "agencies_worker": "INSERT SELECT UPDATE(last_login,left_on,password)",
    "clocks_clockchange": "INSERT SELECT",
    "clocks_runningclock": "INSERT SELECT"
    " UPDATE(calendar,due_at,outcome,owed_by_role_id,owed_by_worker_id,rule,stopped_at,stopped_by_id)",
    "desk_arrival": "SELECT UPDATE(acted_at,decided_at,held_at,held_by_id,seen_at,seen_by_id,told_at,version)",
    "desk_change": "INSERT SELECT",
    "desk_check": "INSERT SELECT"
    " UPDATE(answer,answered_at,answered_by_id,nothing_held,waived_at,waived_because,waived_by_id)",
    "desk_decision": "INSERT SELECT UPDATE(agreed,read_at,read_by_id,read_words)",
    "desk_handover": "INSERT SELECT"
    " UPDATE(declined_at,declined_because,declined_by_id,taken_at,taken_by_id,withdrawn_at,withdrawn_by_id)",
    "desk_outcome": "INSERT SELECT",
    "desk_receipt": "INSERT SELECT",
    "exchange_block": "DELETE INSERT SELECT",
    "exchange_handedfile": "INSERT SELECT"
    " UPDATE(batch,ended_at,format,found,header,heard_of_at,mapping,rows,size,state)",
    "ledger_line": "SELECT",
    "linkage_answer": "SELECT",
    "linkage_judgement": "INSERT SELECT UPDATE(taken_back_at,taken_back_because,taken_back_by_id)",
    "linkage_model": "SELECT(document,id,learnt_at,rows,version)",
    "linkage_question": "SELECT",
    "linkage_tie": "SELECT UPDATE(undone_at,undone_because,undone_by_id)",
    "missing_briefing": "SELECT",
    "missing_covered": "SELECT",
    "missing_episode": "INSERT SELECT UPDATE(returned_at,returned_precision,withdrawn_at)",
    "missing_interview": "SELECT UPDATE(ended_at,ended_by_id)",
    "missing_interviewhandover": "SELECT",
    "missing_interviewservice": "INSERT SELECT",
    "missing_interviewturn": "INSERT SELECT",
    "missing_override": "SELECT",
    "missing_planoffer": "SELECT UPDATE(answered_at,answered_by_id,taken)",
    "missing_returninterview": "INSERT SELECT",
    "missing_triggerplan": "INSERT SELECT",
    "missing_turn": "INSERT SELECT",
    "protocols_answer": "INSERT SELECT",
    "protocols_owner": "INSERT SELECT",
    "protocols_protocol": "INSERT SELECT",
    "protocols_section": "INSERT SELECT",
    "protocols_version": "INSERT SELECT",
    "protocols_withdrawal": "INSERT SELECT",
    "patterns_patternverdict": "INSERT SELECT",
    "missing_withheld": "INSERT SELECT",
    "records_attachment": "INSERT SELECT",
    "records_completion": "INSERT SELECT",
    "records_copy": "INSERT SELECT",
    "records_confirmation": "INSERT SELECT",
    "records_disclosedfile": "INSERT SELECT",
    "records_disclosedline": "INSERT SELECT",
    "records_disclosure": "INSERT SELECT UPDATE(withdrawn_at,withdrawn_because,withdrawn_by_id)",
    "records_entry": "INSERT SELECT UPDATE(significant,withdrawn_at)",
    "records_identifier": "INSERT SELECT",
    "records_importbatch": "INSERT SELECT UPDATE(known,refused,rows,taken,undone_at,undone_by_id)",
    "records_item": "INSERT SELECT",
    "records_mention": "INSERT SELECT",
    "records_note": "INSERT SELECT UPDATE(withdrawn_at,withdrawn_by_id)",
    "records_person": "INSERT SELECT"
    " UPDATE(born_on,family_name,given_names,known_as,lives,pronouns,school,sex,withdrawn_at)",
    "records_relation": "INSERT SELECT UPDATE(ended_at,ended_by_id)",
    "records_report": "INSERT SELECT UPDATE(withdrawn_at)",
    "records_schoolweek": "INSERT SELECT UPDATE(withdrawn_at)",
    "records_words": "INSERT SELECT UPDATE(withdrawn_at)",
    "staff_enclosure": "DELETE INSERT SELECT",
    "staff_draft": "DELETE INSERT SELECT UPDATE(fields,saved_at)",
    "staff_savedview": "DELETE INSERT SELECT UPDATE(query,saved_at)",
    "staff_undo": "DELETE INSERT SELECT UPDATE(undone_at)",
}
CALLABLE = {
    DatabaseRole.WORKER: {
        "able",
        "acting",
        "answer_interview_offer",
        "answer_question",
        "ask",
        "ask_for_picture",
        "break_glass",
        "brief_interviewer",
        "bring_to_desk",
        "count_again",
        "end_interviews",
        "few_circles",
        "forget_numbers",
        "find_children",
        "find_mentions",
        "find_relations",
        "handed_file_waits",
        "hold_interviews",
        "give_back_mail",
        "in_circle",
        "interview_facts",
        "keep_standing",
        "keeps_records",
        "kept_out_of",
        "ledger_seal",
        "ledger_sign",
        "known_to_desk",
        "ledger_write",
        "let_in_holders",
        "let_into",
        "look_among_own",
        "may_hear",
        "may_manage",
        "members_of",
        "missing_facts",
        "missing_figures",
        "model_to_look_by",
        "near_mentions",
        "next_handed_file",
        "offer_interview",
        "open_check_circle",
        "open_circles",
        "open_disclosure_circle",
        "open_interviews",
        "open_report_circles",
        "open_withheld_circle",
        "override_withheld",
        "pass_on_learning",
        "question_judged_last",
        "questions_beside",
        "questions_judged",
        "questions_to_judge",
        "recognise",
        "records_of_picture",
        "refuse",
        "sees_unsealed",
        "standing",
        "sweep_handed_files",
        "take_back_answer",
        "take_mail",
        "tell_interview",
        "tell_of_disclosure",
        "things_to_judge",
        "tie_by_interview",
        "tie_by_report",
    },
    DatabaseRole.MATCHER: {
        "forget_keys",
        "keep_keys",
        "keep_model",
        "keep_thing_marks",
        "keep_things_near",
        "matching_due",
        "matching_due_notes",
        "matching_model",
        "matching_near",
        "matching_records",
        "propose_near",
        "propose_same",
        "put_notes_away",
        "things_due",
        "things_holding",
    },
    DatabaseRole.BOARD: set(),
    DatabaseRole.PUBLIC: set(),
}
WORKING = (DatabaseRole.WORKER, DatabaseRole.MATCHER, DatabaseRole.BOARD, DatabaseRole.PUBLIC)

HELD = """
SELECT c.relname, a.privilege_type, NULL FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'erle')
CROSS JOIN LATERAL aclexplode(c.relacl) a
WHERE a.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %(role)s))
UNION ALL
SELECT c.relname, a.privilege_type, t.attname FROM pg_attribute t
JOIN pg_class c ON c.oid = t.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('public', 'erle')
CROSS JOIN LATERAL aclexplode(t.attacl) a
WHERE a.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %(role)s))
"""


def held(connection: Connection, role: str) -> dict[str, str]:
    """Return the rights that a role, or everybody, has on each table, in the words of the tables above."""
    whole: dict[str, set[str]] = {}
    columns: dict[tuple[str, str], set[str]] = {}
    for table, right, column in connection.execute(HELD, {"role": role}).fetchall():
        if column is None:
            whole.setdefault(table, set()).add(right)
        else:
            columns.setdefault((table, right), set()).add(column)
    for (table, right), named in columns.items():
        whole.setdefault(table, set()).add(f"{right}({','.join(sorted(named))})")
    return {table: " ".join(sorted(rights)) for table, rights in whole.items()}


@pytest.fixture
def keys(django_db_setup: None) -> None:
    """The database stands."""


def test_a_workers_connection_has_the_listed_rights_and_no_others(keys: None) -> None:
    from erle.foundation.database.open_tables import OPEN_TABLES

    open_tables = {t.name: " ".join(sorted(t.worker.split(", "))) for t in OPEN_TABLES if t.worker}

    with rolled_back() as connection:
        assert held(connection, DatabaseRole.WORKER) == {**GUARDED, **open_tables}


@pytest.mark.parametrize("role", [DatabaseRole.MATCHER, DatabaseRole.BOARD, DatabaseRole.PUBLIC])
def test_matcher_board_and_public_have_no_table(keys: None, role: DatabaseRole) -> None:
    with rolled_back() as connection:
        assert held(connection, role) == {}


@pytest.mark.parametrize("role", [*WORKING, DatabaseRole.OWNER, KEEPER])
def test_no_role_is_more_than_its_place(keys: None, role: str) -> None:
    with rolled_back() as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolinherit, rolbypassrls, rolcanlogin"
            " FROM pg_roles WHERE rolname = %s",
            [role],
        ).fetchone()

    assert row == (False, False, False, False, False, role == KEEPER, role != KEEPER)


@pytest.mark.parametrize("role", WORKING)
def test_a_role_that_works_owns_nothing_and_belongs_to_no_other(keys: None, role: DatabaseRole) -> None:
    with rolled_back() as connection:
        owned = connection.execute(
            "SELECT count(*) FROM pg_shdepend"
            " WHERE deptype = 'o' AND refobjid = (SELECT oid FROM pg_roles WHERE rolname = %s)",
            [role],
        ).fetchone()
        belongs = connection.execute(
            "SELECT count(*) FROM pg_auth_members WHERE member = (SELECT oid FROM pg_roles WHERE rolname = %s)", [role]
        ).fetchone()

    assert (owned, belongs) == ((0,), (0,))


@pytest.mark.parametrize("role", WORKING)
def test_a_role_that_works_makes_no_table_and_no_schema(keys: None, role: DatabaseRole) -> None:
    for statement in (
        "CREATE TABLE public.mine ()",
        "CREATE TABLE erle.mine ()",
        "CREATE SCHEMA mine",
        f"SET ROLE {KEEPER}",
    ):
        with connect(role) as connection, pytest.raises(Exception, match="permission denied"):
            connection.execute(statement)


@pytest.mark.parametrize("role", WORKING)
def test_only_a_workers_connection_makes_a_temporary_table(keys: None, role: DatabaseRole) -> None:
    with rolled_back() as connection:
        row = connection.execute(
            "SELECT has_database_privilege(%s, current_database(), 'TEMPORARY')", [role]
        ).fetchone()

    assert row == (role == DatabaseRole.WORKER,)


@pytest.mark.parametrize("role", WORKING)
def test_a_role_calls_only_the_keepers_functions_that_are_its_own(keys: None, role: DatabaseRole) -> None:
    with rolled_back() as connection:
        rows = connection.execute(
            "SELECT proname FROM pg_proc WHERE proowner = (SELECT oid FROM pg_roles WHERE rolname = %s)"
            " AND has_function_privilege(%s, oid, 'EXECUTE') AND has_schema_privilege(%s, pronamespace, 'USAGE')",
            [KEEPER, role, role],
        ).fetchall()

    assert {name for (name,) in rows} == CALLABLE[role]


def test_no_function_of_the_keeper_is_everybodys(keys: None) -> None:
    with rolled_back() as connection:
        rows = connection.execute(
            "SELECT p.proname FROM pg_proc p"
            " CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
            " WHERE p.proowner = (SELECT oid FROM pg_roles WHERE rolname = %s) AND a.grantee = 0",
            [KEEPER],
        ).fetchall()

    assert rows == []


def test_every_function_of_ours_is_pinned_and_only_the_keepers_look_across_circles(keys: None) -> None:
    with rolled_back() as connection:
        rows = connection.execute(
            "SELECT p.proname, r.rolname, p.prosecdef, p.proconfig, p.prosqlbody IS NOT NULL, p.prokind::text"
            " FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner"
            " WHERE p.pronamespace = 'erle'::regnamespace"
        ).fetchall()

    for name, owner, definer, settings, parsed, kind in rows:
        assert (owner == KEEPER) or not definer, name
        if kind == "a" or (parsed and not settings):
            continue  # an aggregate, or a body whose names were bound when it was made
        assert settings is not None, f"{name} has no search_path"
        [path] = [setting for setting in settings if setting.startswith("search_path=")]
        assert path.endswith("pg_temp"), f"{name} reads temporary tables before ours"


def test_every_view_asks_as_the_one_who_looks_and_none_is_materialised(keys: None) -> None:
    with rolled_back() as connection:
        rows = connection.execute(
            "SELECT relname, relkind::text, coalesce('security_invoker=true' = ANY (reloptions), false)"
            " FROM pg_class WHERE relkind IN ('v', 'm')"
            " AND relnamespace IN ('public'::regnamespace, 'erle'::regnamespace) ORDER BY relname"
        ).fetchall()

    assert rows == [("follows", "v", True), ("need_truth", "v", True)]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (140_012, "PostgreSQL 14 is too old"),
        (150_013, "PostgreSQL 15.13 has known holes"),
        (160_009, "use 16.10 or later"),
        (170_005, "use 17.6 or later"),
    ],
)
def test_a_server_with_known_holes_is_refused(version: int, words: str) -> None:
    assert words in (too_old(version) or "")


@pytest.mark.parametrize("version", [150_014, 160_010, 170_006, 180_000])
def test_a_server_without_known_holes_will_do(version: int) -> None:
    assert too_old(version) is None

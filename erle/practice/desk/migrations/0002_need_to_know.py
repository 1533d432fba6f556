"""Protect the desk; bring reports to it, whose reporters are not of its circles; keep in step what others change."""

from django.db import migrations

from erle.foundation.database.policies import Protect

BRINGING = """
-- Put on the desk reports that the acting worker recorded, each with the clock that runs for its decision, in the desk's
-- circle that was opened beside the report's. The arrays run side by side; titles, due dates, rules and words are worked
-- out by who calls. Those at the desk are told of what cannot wait, and those named in person of what is sealed, since no
-- queue shows it to them.
CREATE FUNCTION erle.bring_to_desk(arrival_references text[], clock_references text[], reports bigint[], titles text[],
                                   online boolean[], due timestamptz[], rules jsonb[],
                                   clock_key text, calendar text, to_do text, owed_by text, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    told record;
BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(reports) AS one (report)
        LEFT JOIN records_report r ON r.id = one.report AND r.recorded_by_id = acting AND r.withdrawn_at IS NULL
             AND get_bit((SELECT erle.standing()), r.circle_id) <> 0
        LEFT JOIN access_circle d ON d.beside_id = r.circle_id AND d.kind = 'desk'
        WHERE d.id IS NULL) THEN
        RAISE EXCEPTION 'A report is brought to the desk by who recorded it, where a circle was opened for the desk.'
            USING ERRCODE = '42501';
    END IF;
    WITH one AS (
        SELECT given.*, r.agency_id, r.source, r.urgency, r.recorded_at, d.id AS desk, d.sealed, d.agency_id AS host_id
        FROM unnest(arrival_references, clock_references, reports, titles, online, due, rules)
             AS given (arrival, clock, report, title, is_online, due_at, rule)
        JOIN records_report r ON r.id = given.report JOIN access_circle d ON d.beside_id = r.circle_id AND d.kind = 'desk'
    ), clocks AS (
        INSERT INTO clocks_runningclock (circle_id, sealed, reference, key, rule, calendar, about, title, note, started_at, due_at,
                                         owed_by_agency_id, owed_by_role_id, begun_by_id, begun_at, outcome)
        SELECT desk, sealed, clock, clock_key, rule, bring_to_desk.calendar, arrival, to_do, '', recorded_at, due_at,
               host_id, owed_by, acting, now(), ''
        FROM one RETURNING id, reference
    )
    INSERT INTO desk_arrival (circle_id, sealed, reference, report_id, title, agency_id, source, urgency, online, received_at,
                              clock_id, due_at, version)
    SELECT one.desk, one.sealed, one.arrival, one.report, one.title, one.agency_id, one.source, one.urgency, one.is_online,
           one.recorded_at, clocks.id, one.due_at, 1
    FROM one JOIN clocks ON clocks.reference = one.clock;
    FOR told IN SELECT a.circle_id, a.reference FROM desk_arrival a
                WHERE a.reference = ANY (arrival_references) AND (a.urgency = 'now' OR a.sealed) LOOP
        PERFORM erle.tell(told.circle_id, 'arrived', told.reference, bring_to_desk.words);
    END LOOP;
END $$;
"""

FOLLOWING = """
-- A due date computed anew moves its arrival in the queue.
CREATE FUNCTION erle.move_arrivals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed c JOIN desk_arrival a ON a.clock_id = c.id WHERE a.due_at <> c.due_at) THEN
        UPDATE desk_arrival a SET due_at = c.due_at FROM changed c WHERE a.clock_id = c.id AND a.due_at <> c.due_at;
    END IF;
    RETURN NULL;
END $$;

-- A report that is taken back leaves the desk, and its clock stops.
CREATE FUNCTION erle.withdraw_arrivals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed c JOIN desk_arrival a ON a.report_id = c.id
               WHERE c.withdrawn_at IS NOT NULL AND a.withdrawn_at IS NULL) THEN
        UPDATE clocks_runningclock k SET stopped_at = c.withdrawn_at, stopped_by_id = coalesce(erle.acting(), k.begun_by_id),
               outcome = 'The report was taken back'
        FROM changed c JOIN desk_arrival a ON a.report_id = c.id
        WHERE k.id = a.clock_id AND k.stopped_at IS NULL AND c.withdrawn_at IS NOT NULL;
        UPDATE desk_arrival a SET withdrawn_at = c.withdrawn_at FROM changed c
        WHERE a.report_id = c.id AND c.withdrawn_at IS NOT NULL AND a.withdrawn_at IS NULL;
    END IF;
    RETURN NULL;
END $$;

-- What an agency answers changes the arrival, which the agency does not see; who holds the arrival is told.
CREATE FUNCTION erle.answer_arrivals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    answered record;
BEGIN
    FOR answered IN
        SELECT n.arrival_id, n.answered_by_id, n.answered_at, g.name
        FROM changed n JOIN before b ON b.id = n.id JOIN agencies_agency g ON g.id = n.agency_id
        WHERE n.answered_at IS NOT NULL AND b.answered_at IS NULL
    LOOP
        UPDATE desk_arrival SET version = version + 1 WHERE id = answered.arrival_id;
        INSERT INTO desk_change (circle_id, sealed, arrival_id, version, what, words, changed_by_id, changed_at)
        SELECT a.circle_id, a.sealed, a.id, a.version, 'answered', answered.name || ' answered what the desk asked.',
               answered.answered_by_id, answered.answered_at
        FROM desk_arrival a WHERE a.id = answered.arrival_id;
        INSERT INTO access_notice (worker_id, kind, about, words, told_at)
        SELECT a.held_by_id, 'check_answered', a.reference, answered.name || ' answered.', clock_timestamp()
        FROM desk_arrival a WHERE a.id = answered.arrival_id AND a.held_by_id <> answered.answered_by_id;
    END LOOP;
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER desk_arrival_moves AFTER UPDATE ON clocks_runningclock
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.move_arrivals();
CREATE TRIGGER desk_arrival_withdrawn AFTER UPDATE ON records_report
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.withdraw_arrivals();
CREATE TRIGGER desk_check_answered AFTER UPDATE ON desk_check
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.answer_arrivals();
"""

BRING = "erle.bring_to_desk(text[], text[], bigint[], text[], boolean[], timestamptz[], jsonb[], text, text, text, text, text)"
INNER = ("erle.move_arrivals()", "erle.withdraw_arrivals()", "erle.answer_arrivals()")
OWNERSHIP = (
    f"REVOKE ALL ON FUNCTION {BRING} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {BRING} TO erle_worker;"
    f" ALTER FUNCTION {BRING} OWNER TO erle_keeper;"
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)

# Nobody acts in another's name. The desk's own acts ask for its ability; of a sealed arrival, which the desk does not
# see, those named in person do what the desk would.
ME, AT_DESK = "(SELECT erle.acting())", "((SELECT erle.able('triage')) OR sealed)"
# In the report's circle, where its reporter is too and nothing tells of a seal: those who see the desk's circle beside it,
# where that is sealed.
BESIDE = (
    "((SELECT erle.able('triage'))"
    " OR EXISTS (SELECT 1 FROM access_circle d WHERE d.beside_id = {0}.circle_id AND d.kind = 'desk' AND d.sealed))"
)
ACTS = [
    "CREATE POLICY desk_arrival_update_desk ON desk_arrival AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING ({AT_DESK}) WITH CHECK ({AT_DESK})",
    "CREATE POLICY desk_change_insert_own ON desk_change AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (changed_by_id = {ME} AND {AT_DESK})",
    "CREATE POLICY desk_handover_insert_own ON desk_handover AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (offered_by_id = {ME} AND {AT_DESK})",
    "CREATE POLICY desk_handover_update_own ON desk_handover AS RESTRICTIVE FOR UPDATE TO erle_worker"
    " USING (taken_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL)"
    f" WITH CHECK ({AT_DESK} AND {ME} IN (taken_by_id, declined_by_id, withdrawn_by_id))",
    "CREATE POLICY desk_check_insert_own ON desk_check AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK ({ME} IN (asked_by_id, waived_by_id) AND answered_at IS NULL AND {AT_DESK})",
    "CREATE POLICY desk_check_update_own ON desk_check AS RESTRICTIVE FOR UPDATE TO erle_worker"
    " USING (answered_at IS NULL AND waived_at IS NULL)"
    f" WITH CHECK ((answered_by_id = {ME} AND waived_by_id IS NULL AND (SELECT erle.able('answer_checks')))"
    f" OR (waived_by_id = {ME} AND answered_by_id IS NULL AND {AT_DESK}))",
    "CREATE POLICY desk_decision_insert_own ON desk_decision AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (decided_by_id = {ME} AND read_at IS NULL AND {AT_DESK})",
    "CREATE POLICY desk_decision_update_own ON desk_decision AS RESTRICTIVE FOR UPDATE TO erle_worker"
    f" USING (read_at IS NULL) WITH CHECK (read_by_id = {ME} AND {AT_DESK})",
    "CREATE POLICY desk_receipt_insert_own ON desk_receipt AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (seen_by_id = {ME} AND {BESIDE.format('desk_receipt')})",
    "CREATE POLICY desk_outcome_insert_own ON desk_outcome AS RESTRICTIVE FOR INSERT TO erle_worker"
    f" WITH CHECK (told_by_id = {ME} AND {BESIDE.format('desk_outcome')})",
]


class Migration(migrations.Migration):
    """The policies first; an arrival is made by the function alone, and what was decided or told is never edited."""

    dependencies = [("desk", "0001_desk"), ("linkage", "0002_need_to_know"), ("access", "0004_report_circles")]
    operations = [
        Protect(
            "desk_arrival",
            insert=False,
            update=[
                "seen_by_id",
                "seen_at",
                "acted_at",
                "held_by_id",
                "held_at",
                "version",
                "decided_at",
                "told_at",
            ],
        ),
        Protect("desk_change"),
        Protect(
            "desk_handover",
            update=[
                "taken_by_id",
                "taken_at",
                "declined_by_id",
                "declined_at",
                "declined_because",
                "withdrawn_by_id",
                "withdrawn_at",
            ],
        ),
        Protect(
            "desk_check",
            update=[
                "answer",
                "nothing_held",
                "answered_by_id",
                "answered_at",
                "waived_by_id",
                "waived_at",
                "waived_because",
            ],
        ),
        Protect("desk_decision", update=["read_by_id", "read_at", "agreed", "read_words"]),
        Protect("desk_receipt"),
        Protect("desk_outcome"),
        migrations.RunSQL([*ACTS, BRINGING, FOLLOWING, TRIGGERS, OWNERSHIP], migrations.RunSQL.noop),
    ]

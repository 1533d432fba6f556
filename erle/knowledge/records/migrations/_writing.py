"""The SQL by which a row of the records is written only about what its writer was let into, run by migration 0004.

A foreign key asks whether a row is there, not whether its writer may know of it. Without more, anybody could guess the
number of a hidden child, hand in a report about it, and have that report tied, copied or sealed: learning or moving what
she may not see. So the statements of a worker's connection are looked through as they end, whatever SQL made them.
"""

PARENTS = {
    "records_person": {},
    "records_report": {"person_id": "records_person", "corrects_id": "records_report"},
    "records_entry": {"person_id": "records_person", "report_id": "records_report"},
    "records_item": {"report_id": "records_report"},
    "records_attachment": {"report_id": "records_report"},
    "records_mention": {"report_id": "records_report", "entry_id": "records_entry"},
    "records_note": {"entry_id": "records_entry"},
    "records_identifier": {"person_id": "records_person"},
    "records_words": {"person_id": "records_person"},
    "records_schoolweek": {"person_id": "records_person"},
    "records_relation": {"person_id": "records_person", "other_id": "records_person"},
}
"""Of each table: the columns that say what its rows are about, and the tables of that."""
MINE = {
    # A child is recorded in a new circle of the child's own, by who opened it.
    "records_person": "NOT EXISTS (SELECT 1 FROM access_circle k WHERE k.id = c.circle_id AND k.kind = 'child'"
    " AND k.opened_by_id = erle.acting())",
    # Only who handed in writes what was handed in: of one more child, another bar or seal would close it.
    "records_report": "EXISTS (SELECT 1 FROM access_circle k WHERE k.id = c.circle_id AND k.kind = 'report'"
    " AND k.opened_by_id <> erle.acting())",
    # A number stands in the record that it is of, and is written by the agency that keeps the record.
    "records_identifier": "NOT EXISTS (SELECT 1 FROM records_person p JOIN access_circle k ON k.id = p.circle_id"
    " WHERE p.id = c.person_id AND p.circle_id = c.circle_id AND k.agency_id = c.agency_id AND k.agency_id IN ("
    "SELECT o.agency_id FROM agencies_post o WHERE o.worker_id = erle.acting() AND o.starts_at <= now() AND now() < o.ends_at))",
}
"""Of each table: what no new row may be, beside that."""

# Both ask as the one who writes, under the policies. What she sees by an emergency opening alone she only reads.
FIRST = """
CREATE INDEX access_share_emergency ON access_share (worker_id) WHERE kind = 'break_glass';
CREATE FUNCTION erle.emergencies() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT array(SELECT s.circle_id FROM access_share s
                 WHERE s.worker_id = erle.acting() AND s.kind = 'break_glass' AND s.withdrawn_at IS NULL
                   AND s.starts_at <= now() AND now() < s.ends_at AND NOT erle.let_into(s.circle_id));
$$;
"""
EACH = """
CREATE FUNCTION erle.written_{table}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF current_user = 'erle_worker' AND ({faults}) THEN
        RAISE EXCEPTION 'What is written about is not there, or is not the writer''s to write about.' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_written AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.written_{table}();
"""
HIDDEN = (
    "c.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} p"
    " WHERE p.id = c.{column} AND p.circle_id <> ALL ((SELECT erle.emergencies())::bigint[]))"
)


def _faults(table: str) -> str:
    faults = [HIDDEN.format(column=column, parent=parent) for column, parent in PARENTS[table].items()]
    faults += [MINE[table]] if table in MINE else []
    return " OR ".join(f"EXISTS (SELECT 1 FROM changed c WHERE {fault})" for fault in faults)


WRITTEN = [FIRST, *(EACH.format(table=table, faults=_faults(table)) for table in PARENTS)]

KEEPERS = """
-- Does the acting worker keep the records of the agency: hold them, or let in its files?
CREATE FUNCTION erle.keeps_records(agency bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL RESTRICTED SECURITY DEFINER COST 1 SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id
        WHERE p.worker_id = erle.acting() AND p.agency_id = agency AND p.starts_at <= now() AND now() < p.ends_at
          AND r.abilities && ARRAY['hold_agency_circles', 'import_records', 'hand_in_files']::varchar[]);
$$;
REVOKE ALL ON FUNCTION erle.keeps_records(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.keeps_records(bigint) TO erle_worker;
ALTER FUNCTION erle.keeps_records(bigint) OWNER TO erle_keeper;

-- Names and birth decide of which child a record is, and so whose lines come to it: who keeps the agency's records
-- changes them.
CREATE FUNCTION erle.name_by_keepers() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF current_user = 'erle_worker' AND NOT EXISTS (
        SELECT 1 FROM access_circle c WHERE c.id = NEW.circle_id AND erle.keeps_records(c.agency_id)) THEN
        RAISE EXCEPTION 'Names and birth are changed by who keeps the records of the agency.' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER records_person_named BEFORE UPDATE ON records_person FOR EACH ROW
    WHEN ((OLD.given_names, OLD.family_name, OLD.born_on) IS DISTINCT FROM (NEW.given_names, NEW.family_name, NEW.born_on))
    EXECUTE FUNCTION erle.name_by_keepers();

-- What repeats a line that went out does not come back by hand.
CREATE FUNCTION erle.stay_out() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'It repeats what was taken back.' USING ERRCODE = '42501';
END $$;
"""
COPIES = ("records_entry", "records_schoolweek", "records_words")
STAY_OUT = [
    f"CREATE TRIGGER {table}_stays_out BEFORE UPDATE ON {table} FOR EACH ROW"
    " WHEN (OLD.origin_id IS NOT NULL AND OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL)"
    " EXECUTE FUNCTION erle.stay_out()"
    for table in COPIES
]

ME = "(SELECT erle.acting())"
REPEATED = "origin_id IS NULL"
OWN = {
    "records_person": f"recorded_by_id = {ME}",
    "records_report": f"recorded_by_id = {ME}",
    "records_entry": f"recorded_by_id = {ME} AND {REPEATED}",
    "records_attachment": f"added_by_id = {ME}",
    "records_relation": f"recorded_by_id = {ME}",
    "records_mention": REPEATED,
    "records_schoolweek": REPEATED,
    "records_words": REPEATED,
}
"""Of each table: nobody writes in another's name, and copies are made by the keeper's functions alone."""

# A copy goes no further than its line did: not to whom the line's own record keeps out, and what a line mentions not
# longer than the line.
KEPT_OUT = "(origin_circle_id IS NULL OR origin_circle_id <> ALL ((SELECT erle.kept_out_of())::bigint[]))"
STANDS = (
    "(origin_id IS NULL OR EXISTS (SELECT 1 FROM records_entry e"
    " WHERE e.id = records_mention.entry_id AND e.withdrawn_at IS NULL))"
)
POLICIES = [
    *(
        f"CREATE POLICY {table}_insert_own ON {table} AS RESTRICTIVE FOR INSERT TO erle_worker WITH CHECK ({condition})"
        for table, condition in OWN.items()
    ),
    *(
        f"CREATE POLICY {table}_select_origin ON {table} AS RESTRICTIVE FOR SELECT TO erle_worker USING ({KEPT_OUT})"
        for table in COPIES
    ),
    f"CREATE POLICY records_mention_select_origin ON records_mention AS RESTRICTIVE FOR SELECT TO erle_worker USING ({STANDS})",
]

FOLLOWING = """
-- The circle of what was handed in follows the record that it is about. Those who lead are locked first, the record next:
-- a seal that is being put on waits, or is waited for.
CREATE FUNCTION erle.follow_records() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    led bigint[] := array(SELECT c.id FROM access_circle c WHERE c.kind = 'report' AND c.id IN (SELECT circle_id FROM changed));
    records bigint[];
BEGIN
    IF led = '{}' THEN
        RETURN NULL;
    END IF;
    records := array(SELECT DISTINCT p.circle_id FROM changed r JOIN records_person p ON p.id = r.person_id WHERE r.circle_id = ANY (led));
    PERFORM 1 FROM access_circle WHERE id IN (SELECT leader_id FROM access_following WHERE circle_id = ANY (records))
    ORDER BY id FOR KEY SHARE;
    PERFORM 1 FROM access_circle WHERE id = ANY (records) ORDER BY id FOR SHARE;
    INSERT INTO access_following (circle_id, leader_id, sealed, own, desk, kin)
    SELECT DISTINCT r.circle_id, c.id, c.sealed, true, a.kind = 'csc', false
    FROM changed r JOIN records_person p ON p.id = r.person_id JOIN access_circle c ON c.id = p.circle_id
    JOIN agencies_agency a ON a.id = c.agency_id
    WHERE r.circle_id = ANY (led) AND c.id <> r.circle_id ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION erle.follow_records() FROM PUBLIC;
CREATE TRIGGER records_report_follows AFTER INSERT ON records_report
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.follow_records();
ALTER FUNCTION erle.follow_records() OWNER TO erle_keeper;
"""

LEARNING = """
SET LOCAL ROLE erle_keeper;
-- May the acting worker learn that the child is known? Not of a sealed child, nor where she is kept out; nor of a second
-- record of such a child at the same agency.
CREATE OR REPLACE FUNCTION erle.may_learn(person records_person) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT person.circle_id <> ALL (erle.kept_out_of()) AND (erle.in_circle(person.circle_id) OR (NOT person.sealed AND NOT EXISTS (
        SELECT 1 FROM erle.follows f WHERE f.circle_id = person.circle_id AND (f.sealed OR f.leader_id = ANY (erle.kept_out_of())))));
$$;
RESET ROLE;
"""

WRITING = [*WRITTEN, KEEPERS, *STAY_OUT, *POLICIES, FOLLOWING, LEARNING]

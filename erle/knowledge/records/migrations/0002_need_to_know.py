"""Protect the records; make the ask, break-glass, refusal and the landing of an agency's file."""

from django.db import migrations

from erle.foundation.database.policies import Protect

NAMES = """
CREATE FUNCTION erle.name_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(string_agg(part, ' ' ORDER BY part), '')
    FROM regexp_split_to_table(lower(public.unaccent('public.unaccent', name)), '[^[:alnum:]]+') AS part WHERE part <> '';
$$;
CREATE INDEX records_person_name_key ON records_person (born_on, erle.name_key(given_names || ' ' || family_name))
    WHERE withdrawn_at IS NULL;
CREATE INDEX records_person_known_key ON records_person (born_on, erle.name_key(known_as || ' ' || family_name))
    WHERE withdrawn_at IS NULL AND known_as <> '';
"""

KNOWN = """
-- May the acting worker learn that the child is known? Not of a sealed child, nor where she is kept out.
CREATE FUNCTION erle.may_learn(person records_person) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT person.circle_id <> ALL (erle.kept_out_of()) AND (NOT person.sealed OR erle.in_circle(person.circle_id));
$$;

-- The records that a full name and a date of birth name, whatever their circles, those first of which the acting worker
-- may learn: two agencies may know one child. Only for the functions below.
CREATE FUNCTION erle.children_named(name text, born date) RETURNS SETOF records_person
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT p.* FROM records_person p
    WHERE p.born_on = born AND p.withdrawn_at IS NULL AND position(' ' IN erle.name_key(name)) > 0
      AND (erle.name_key(p.given_names || ' ' || p.family_name) = erle.name_key(name)
           OR (p.known_as <> '' AND erle.name_key(p.known_as || ' ' || p.family_name) = erle.name_key(name)))
    ORDER BY erle.may_learn(p) DESC, p.id;
$$;

-- "Is this child known, and whom do I ring?" A row for each record that she may learn of, none otherwise; the ask is in
-- the ledger and the owners told in both cases.
CREATE FUNCTION erle.ask(name text, born date, why text)
RETURNS TABLE (agency_id bigint, lead_worker_id bigint, inside boolean, reference text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    person records_person;
    learns boolean;
    within boolean;
BEGIN
    IF NOT erle.able('ask_whether_known') THEN
        RAISE EXCEPTION 'This role may not ask.' USING ERRCODE = '42501';
    END IF;
    FOR person IN SELECT * FROM erle.children_named(name, born) LOOP
        learns := erle.may_learn(person);
        within := erle.in_circle(person.circle_id);
        PERFORM erle.ledger_write('asked', ARRAY[person.reference::text], ARRAY[person.circle_id], '',
                                  jsonb_build_object('answer', CASE WHEN learns THEN 'known' ELSE 'not known' END));
        IF NOT within THEN
            PERFORM erle.tell(person.circle_id, 'asked', person.reference, why);
        END IF;
        RETURN QUERY SELECT c.agency_id,
            (SELECT s.worker_id FROM access_share s WHERE s.circle_id = c.id AND s.kind = 'lead' AND s.withdrawn_at IS NULL
                AND s.starts_at <= now() AND now() < s.ends_at ORDER BY s.starts_at DESC LIMIT 1),
            within, CASE WHEN within THEN person.reference::text ELSE NULL END
        FROM access_circle c WHERE learns AND c.id = person.circle_id;
    END LOOP;
    IF person.id IS NULL THEN
        PERFORM erle.ledger_write('asked', ARRAY[''], ARRAY[NULL::bigint], '', jsonb_build_object('answer', 'not known'));
    END IF;
END $$;

-- Open in an emergency a child whom the worker can name in full, with the date of birth. Returns the reference, or
-- nothing where no such child may be learnt of: then it has written and told the same as an ask.
CREATE FUNCTION erle.break_glass(name text, born date, reason_key text, what_happens text, share_reference text,
                                 lawful_basis text, until timestamptz, review_due timestamptz)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    person records_person;
    acting bigint := erle.acting();
    share bigint;
BEGIN
    IF NOT erle.able('break_glass') THEN
        RAISE EXCEPTION 'This role may not open a record in an emergency.' USING ERRCODE = '42501';
    END IF;
    IF until > now() + interval '61 minutes' THEN
        RAISE EXCEPTION 'An emergency opening lasts an hour.' USING ERRCODE = '22023';
    END IF;
    SELECT * INTO person FROM erle.children_named(name, born) LIMIT 1;
    IF person.id IS NULL THEN
        PERFORM erle.ledger_write('refused', ARRAY[''], ARRAY[NULL::bigint], 'break_glass', '{}');
        RETURN NULL;
    ELSIF NOT erle.may_learn(person) THEN
        FOR person IN SELECT * FROM erle.children_named(name, born) LOOP
            PERFORM erle.ledger_write('refused', ARRAY[person.reference::text], ARRAY[person.circle_id], 'break_glass', '{}');
            PERFORM erle.tell(person.circle_id, 'refused', person.reference, what_happens);
        END LOOP;
        RETURN NULL;
    END IF;
    INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at, ends_at,
                              shared_by_id, shared_at, withdrawn_because)
    VALUES (share_reference, 'break_glass', person.circle_id, person.sealed, acting, what_happens, lawful_basis, reason_key, '',
            now(), until, acting, now(), '')
    RETURNING id INTO share;
    INSERT INTO access_breakglass (circle_id, sealed, share_id, reason, happening, opened_by_id, opened_at, review_due_at, review)
    VALUES (person.circle_id, person.sealed, share, reason_key, what_happens, acting, now(), review_due, '');
    PERFORM erle.ledger_write('broke_glass', ARRAY[person.reference::text], ARRAY[person.circle_id], reason_key, '{}');
    PERFORM erle.tell(person.circle_id, 'broke_glass', person.reference, what_happens);
    RETURN person.reference;
END $$;

-- Write that a page was refused. Those in the child's circle, if there is such a child, can read who tried.
CREATE FUNCTION erle.refuse(asked text, route text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT erle.ledger_write('refused', ARRAY[asked], ARRAY[(SELECT circle_id FROM records_person WHERE reference = asked)],
                             route, '{}');
$$;
"""

CALLABLE = (
    "erle.ask(text, date, text)",
    "erle.break_glass(text, date, text, text, text, text, timestamptz, timestamptz)",
    "erle.refuse(text, text)",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in ("erle.children_named(text, date)", "erle.may_learn(records_person)")
)

# The matcher reads who people are, and nothing that was said of them.
MATCHER = [
    "CREATE POLICY records_person_match ON records_person FOR SELECT TO erle_matcher USING (true)",
    "CREATE POLICY records_identifier_match ON records_identifier FOR SELECT TO erle_matcher USING (true)",
    "GRANT SELECT (id, given_names, family_name, known_as, born_on, sex, withdrawn_at) ON records_person TO erle_matcher",
    "GRANT SELECT (id, person_id, agency_id, scheme, value) ON records_identifier TO erle_matcher",
]


class Migration(migrations.Migration):
    """Reports and entries are never edited: a worker may only withdraw them."""

    dependencies = [("records", "0001_records"), ("access", "0002_need_to_know")]
    operations = [
        Protect("records_importbatch", update=["rows", "taken", "known", "refused", "undone_by_id", "undone_at"]),
        Protect(
            "records_person",
            update=[
                "given_names",
                "family_name",
                "known_as",
                "born_on",
                "sex",
                "pronouns",
                "school",
                "lives",
                "withdrawn_at",
            ],
        ),
        Protect("records_identifier"),
        Protect("records_report", update=["withdrawn_at"]),
        Protect("records_entry", update=["significant", "withdrawn_at"]),
        Protect("records_words"),
        migrations.RunSQL([NAMES, KNOWN, OWNERSHIP, *MATCHER], migrations.RunSQL.noop),
    ]

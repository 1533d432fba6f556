"""Protect ties; recognise by rule which records are of one child, and put their lines in the picture."""

from django.db import migrations

from erle.foundation.database.policies import Protect

RECOGNISING = """
-- Pairs of a picture (the record that children's services hold) and another agency's record which a rule holds to be of
-- one child, where either is among the given. A pair that somebody took back is never made again by rule.
CREATE FUNCTION erle.certain_pairs(people bigint[]) RETURNS TABLE (picture_id bigint, other_id bigint, how text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH holder AS (
        SELECT c.id AS circle_id, a.kind = 'csc' AS pictures FROM access_circle c JOIN agencies_agency a ON a.id = c.agency_id
        WHERE c.kind = 'child'
    ), one AS (
        SELECT p.id, p.born_on, p.sealed, h.pictures, p.given_names, p.family_name,
               erle.name_key(p.given_names || ' ' || p.family_name) AS name_key
        FROM records_person p JOIN holder h ON h.circle_id = p.circle_id
        WHERE p.id = ANY (people) AND p.withdrawn_at IS NULL
    ), alike AS (
        SELECT one.id AS given, one.pictures, p.id AS found, 'number' AS how
        FROM one JOIN records_identifier mine ON mine.person_id = one.id AND mine.scheme IN ('upn', 'nhs')
        JOIN records_identifier theirs ON theirs.scheme = mine.scheme AND theirs.value = mine.value AND theirs.person_id <> one.id
        JOIN records_person p ON p.id = theirs.person_id AND p.withdrawn_at IS NULL
        WHERE p.born_on = one.born_on OR (one.name_key <> '' AND erle.name_key(p.given_names || ' ' || p.family_name) = one.name_key)
        UNION
        SELECT one.id, one.pictures, p.id, 'name_and_birth'
        FROM one JOIN records_person p ON p.born_on = one.born_on AND p.withdrawn_at IS NULL AND p.id <> one.id
             AND erle.name_key(p.given_names || ' ' || p.family_name) = one.name_key
        WHERE one.given_names <> '' AND one.family_name <> ''
    ), pairs AS (
        SELECT CASE WHEN alike.pictures THEN given ELSE found END AS picture,
               CASE WHEN alike.pictures THEN found ELSE given END AS other,
               CASE WHEN bool_or(alike.how = 'number') THEN 'number' ELSE 'name_and_birth' END AS how
        FROM (SELECT DISTINCT given, pictures, found, how FROM alike) alike
        JOIN records_person p ON p.id = found JOIN holder h ON h.circle_id = p.circle_id
        WHERE h.pictures <> alike.pictures GROUP BY 1, 2
    )
    SELECT pairs.picture, pairs.other, pairs.how FROM pairs
    WHERE NOT EXISTS (SELECT 1 FROM pairs k WHERE k.other = pairs.other AND k.picture <> pairs.picture)
      AND NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.other_id = pairs.other
                      AND (t.undone_at IS NULL OR t.picture_id = pairs.picture))
      AND NOT EXISTS (SELECT 1 FROM records_person p WHERE p.id = pairs.other AND p.sealed);
$$;
"""
PICTURING = """
-- Put in the pictures what their other records hold and they do not: standing lines, what these mention, weeks of
-- school and own words. A line in a circle narrower than its record's stays where it is.
CREATE FUNCTION erle.put_in_pictures(others bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    WITH put AS (
        INSERT INTO records_entry (circle_id, sealed, reference, person_id, report_id, batch_id, agency_id, origin_id, kind, nature,
                                   happened_at, precision, title, text, quote, source, grade, significant, recorded_by_id, recorded_at)
        SELECT a.circle_id, a.sealed, erle.new_reference('L'), a.id, e.report_id, e.batch_id, e.agency_id, e.id, e.kind, e.nature,
               e.happened_at, e.precision, e.title, e.text, e.quote, e.source, e.grade, e.significant, e.recorded_by_id, e.recorded_at
        FROM linkage_tie t JOIN records_person a ON a.id = t.picture_id JOIN records_person b ON b.id = t.other_id
        JOIN records_entry e ON e.person_id = b.id AND e.circle_id = b.circle_id AND e.withdrawn_at IS NULL AND e.origin_id IS NULL
        WHERE t.other_id = ANY (others) AND t.undone_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM records_entry k WHERE k.origin_id = e.id AND k.person_id = a.id AND k.withdrawn_at IS NULL)
        RETURNING id, origin_id, circle_id, sealed
    )
    INSERT INTO records_mention (circle_id, sealed, reference, report_id, entry_id, kind, words, key, thing, details, origin_id, recorded_at)
    SELECT put.circle_id, put.sealed, erle.new_reference('N'), m.report_id, put.id, m.kind, m.words, m.key, m.thing, m.details, m.id,
           m.recorded_at
    FROM put JOIN records_mention m ON m.entry_id = put.origin_id;
    INSERT INTO records_schoolweek (circle_id, sealed, person_id, agency_id, batch_id, week_on, marks, origin_id, recorded_at)
    SELECT a.circle_id, a.sealed, a.id, w.agency_id, w.batch_id, w.week_on, w.marks, w.id, w.recorded_at
    FROM linkage_tie t JOIN records_person a ON a.id = t.picture_id
    JOIN records_schoolweek w ON w.person_id = t.other_id AND w.withdrawn_at IS NULL AND w.origin_id IS NULL
    WHERE t.other_id = ANY (others) AND t.undone_at IS NULL
    ON CONFLICT DO NOTHING;
    INSERT INTO records_words (circle_id, sealed, person_id, agency_id, said, wishes, setting, said_at, said_to_id, ask_again_on,
                               origin_id, recorded_at)
    SELECT a.circle_id, a.sealed, a.id, w.agency_id, w.said, w.wishes, w.setting, w.said_at, w.said_to_id, w.ask_again_on,
           w.id, w.recorded_at
    FROM linkage_tie t JOIN records_person a ON a.id = t.picture_id
    JOIN records_words w ON w.person_id = t.other_id AND w.withdrawn_at IS NULL AND w.origin_id IS NULL
    WHERE t.other_id = ANY (others) AND t.undone_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM records_words k WHERE k.origin_id = w.id AND k.person_id = a.id AND k.withdrawn_at IS NULL);
END $$;

-- The circles of what was handed in about a child: its own record's, and those of its other records.
CREATE FUNCTION erle.reports_about(pictures bigint[]) RETURNS TABLE (picture_id bigint, circle_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT DISTINCT whose.picture, r.circle_id
    FROM (SELECT id AS picture, id AS person FROM unnest(pictures) AS id
          UNION ALL SELECT t.picture_id, t.other_id FROM linkage_tie t WHERE t.picture_id = ANY (pictures) AND t.undone_at IS NULL
         ) AS whose
    JOIN records_report r ON r.person_id = whose.person JOIN access_circle c ON c.id = r.circle_id AND c.kind = 'report';
$$;

-- Recognise the given records that the acting worker sees, whatever they are the same as; nothing is answered, so that
-- nobody learns from it who is known.
CREATE FUNCTION erle.recognise(people bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    mine bigint[];
    pictures bigint[];
    picture record;
BEGIN
    SELECT coalesce(array_agg(p.id), '{}') INTO mine FROM records_person p
    WHERE p.id = ANY (people) AND get_bit((SELECT erle.standing()), p.circle_id) <> 0;
    INSERT INTO linkage_tie (circle_id, sealed, reference, picture_id, other_id, how, reason, tied_by_id, tied_at, undone_because)
    SELECT a.circle_id, a.sealed, erle.new_reference('J'), pair.picture_id, pair.other_id, pair.how, '', erle.acting(), now(), ''
    FROM erle.certain_pairs(mine) pair JOIN records_person a ON a.id = pair.picture_id
    ON CONFLICT DO NOTHING;
    PERFORM erle.put_in_pictures(array(
        SELECT other_id FROM linkage_tie WHERE undone_at IS NULL AND (other_id = ANY (mine) OR picture_id = ANY (mine))));
    pictures := array(
        SELECT t.picture_id FROM linkage_tie t WHERE t.undone_at IS NULL AND t.other_id = ANY (mine) UNION SELECT unnest(mine));
    FOR picture IN
        SELECT a.circle_id AS child, array_agg(about.circle_id) AS reports
        FROM erle.reports_about(pictures) about JOIN records_person a ON a.id = about.picture_id
        WHERE a.sealed OR EXISTS (SELECT 1 FROM access_conflict k WHERE k.circle_id = a.circle_id AND k.ended_at IS NULL)
        GROUP BY a.circle_id
    LOOP
        PERFORM erle.close_alike(picture.child, picture.reports);
    END LOOP;
END $$;

-- A bar or a seal that comes later closes what was handed in before.
CREATE FUNCTION erle.close_reports_alike() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    picture record;
BEGIN
    FOR picture IN EXECUTE format(
        'SELECT a.circle_id AS child, array_agg(about.circle_id) AS reports FROM changed c'
        ' JOIN public.records_person a ON a.circle_id = c.%I CROSS JOIN LATERAL erle.reports_about(ARRAY[a.id]) about'
        ' GROUP BY a.circle_id', TG_ARGV[0])
    LOOP
        PERFORM erle.close_alike(picture.child, picture.reports);
    END LOOP;
    RETURN NULL;
END $$;

-- A tie that is undone takes out of the picture what came by it.
CREATE FUNCTION erle.untie() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    UPDATE records_entry k SET withdrawn_at = c.undone_at FROM changed c JOIN records_entry e ON e.person_id = c.other_id
    WHERE c.undone_at IS NOT NULL AND k.origin_id = e.id AND k.person_id = c.picture_id AND k.withdrawn_at IS NULL;
    UPDATE records_schoolweek k SET withdrawn_at = c.undone_at FROM changed c JOIN records_schoolweek e ON e.person_id = c.other_id
    WHERE c.undone_at IS NOT NULL AND k.origin_id = e.id AND k.person_id = c.picture_id AND k.withdrawn_at IS NULL;
    UPDATE records_words k SET withdrawn_at = c.undone_at FROM changed c JOIN records_words e ON e.person_id = c.other_id
    WHERE c.undone_at IS NOT NULL AND k.origin_id = e.id AND k.person_id = c.picture_id AND k.withdrawn_at IS NULL;
    RETURN NULL;
END $$;

-- A judgement: somebody who sees the report and was let into the picture says of which child the report is. What the
-- reporting agency calls the child stays its own; it is not told.
CREATE FUNCTION erle.tie_by_report(report bigint, picture bigint, tie_reference text, why text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    said records_report;
    child records_person;
BEGIN
    SELECT * INTO said FROM records_report WHERE id = report AND withdrawn_at IS NULL;
    SELECT * INTO child FROM records_person WHERE id = picture AND withdrawn_at IS NULL;
    IF said.id IS NULL OR child.id IS NULL OR NOT erle.in_circle(said.circle_id) OR NOT erle.let_into(child.circle_id) THEN
        RAISE EXCEPTION 'There is no such report or child.' USING ERRCODE = '42501';
    END IF;
    IF said.person_id = child.id OR EXISTS (SELECT 1 FROM linkage_tie t WHERE t.other_id = said.person_id
                                            AND t.picture_id = child.id AND t.undone_at IS NULL) THEN
        RETURN;
    END IF;
    INSERT INTO linkage_tie (circle_id, sealed, reference, picture_id, other_id, how, reason, tied_by_id, tied_at, undone_because)
    VALUES (child.circle_id, child.sealed, tie_reference, child.id, said.person_id, 'judgement', why, erle.acting(), now(), '');
    PERFORM erle.recognise(ARRAY[child.id]);
END $$;
"""

TRIGGERS = """
CREATE TRIGGER access_conflict_alike AFTER INSERT ON access_conflict
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.close_reports_alike('circle_id');
CREATE TRIGGER access_circle_alike AFTER UPDATE ON access_circle
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.close_reports_alike('id');
CREATE TRIGGER linkage_tie_undone AFTER UPDATE ON linkage_tie
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.untie();
"""

CALLABLE = ("erle.recognise(bigint[])", "erle.tie_by_report(bigint, bigint, text, text)")
INNER = (
    "erle.certain_pairs(bigint[])",
    "erle.put_in_pictures(bigint[])",
    "erle.reports_about(bigint[])",
    "erle.close_reports_alike()",
    "erle.untie()",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)
UNDOING = (
    "CREATE POLICY linkage_tie_update_own ON linkage_tie AS RESTRICTIVE FOR UPDATE TO erle_worker"
    " USING (undone_at IS NULL AND erle.let_into(circle_id)) WITH CHECK (undone_by_id = (SELECT erle.acting()))"
)
BY_NUMBER = "CREATE INDEX records_identifier_number ON records_identifier (scheme, value)"


class Migration(migrations.Migration):
    """The policies first; a tie is made by the functions alone, and undone by who was let into the picture."""

    dependencies = [("linkage", "0001_ties"), ("records", "0004_need_to_know")]
    operations = [
        Protect("linkage_tie", insert=False, update=["undone_by_id", "undone_at", "undone_because"]),
        migrations.RunSQL([UNDOING, BY_NUMBER, RECOGNISING, PICTURING, TRIGGERS, OWNERSHIP], migrations.RunSQL.noop),
    ]

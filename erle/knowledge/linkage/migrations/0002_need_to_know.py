"""Protect ties; recognise by rule which records are of one child, and put their lines in the picture."""

from django.db import migrations

from erle.foundation.database.policies import Protect

RECOGNISING = """
-- Pairs of records which a rule holds to be of one child, where the first is among the given: the same UPN or NHS number
-- and the same birth or full name, or the same full name and birth. A number counts in the record that it stands in.
CREATE FUNCTION erle.alike(people bigint[]) RETURNS TABLE (one_id bigint, other_id bigint, how text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH one AS MATERIALIZED (
        SELECT p.id, p.circle_id, p.born_on, p.given_names <> '' AND p.family_name <> '' AS named,
               erle.name_key(p.given_names || ' ' || p.family_name) AS name_key
        FROM records_person p WHERE p.id = ANY (people) AND p.withdrawn_at IS NULL
    ), both_ways AS (
        SELECT one.id AS one_id, p.id AS other_id, 'number' AS how
        FROM one JOIN records_identifier mine ON mine.person_id = one.id AND mine.circle_id = one.circle_id AND mine.scheme IN ('upn', 'nhs')
        JOIN records_identifier theirs ON theirs.scheme = mine.scheme AND theirs.value = mine.value AND theirs.person_id <> one.id
        JOIN records_person p ON p.id = theirs.person_id AND p.circle_id = theirs.circle_id AND p.withdrawn_at IS NULL
        WHERE p.born_on = one.born_on OR (one.named AND erle.name_key(p.given_names || ' ' || p.family_name) = one.name_key)
        UNION
        SELECT one.id, p.id, 'name_and_birth'
        FROM one JOIN records_person p ON p.born_on = one.born_on AND p.withdrawn_at IS NULL AND p.id <> one.id
             AND erle.name_key(p.given_names || ' ' || p.family_name) = one.name_key AND p.given_names <> '' AND p.family_name <> ''
        WHERE one.named
    )
    SELECT b.one_id, b.other_id, CASE WHEN bool_or(b.how = 'number') THEN 'number' ELSE 'name_and_birth' END
    FROM both_ways b GROUP BY 1, 2;
$$;

-- Of children's services' records, those that gather: a file brought them, or somebody who held the agency's circles
-- opened them or named a lead worker there, or of them a report that another handed in was judged to be. A record that a
-- worker typed by herself gathers nothing: who could name a child in full would else be shown all that agencies hold.
CREATE FUNCTION erle.gathering(people bigint[]) RETURNS TABLE (person_id bigint, by_file boolean, gathers boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT p.id, w.kind = 'service', w.kind = 'service' OR EXISTS (
        SELECT 1 FROM agencies_post h JOIN agencies_role r ON r.slug = h.role_id AND 'hold_agency_circles' = ANY (r.abilities)
        WHERE h.agency_id = c.agency_id AND (
            (h.worker_id = c.opened_by_id AND h.starts_at <= c.opened_at AND c.opened_at < h.ends_at)
            OR EXISTS (SELECT 1 FROM access_share s WHERE s.circle_id = c.id AND s.kind = 'lead' AND s.shared_by_id = h.worker_id
                       AND h.starts_at <= s.shared_at AND s.shared_at < h.ends_at AND s.shared_by_id <> c.opened_by_id))
        ) OR EXISTS (
        SELECT 1 FROM linkage_tie t JOIN records_person o ON o.id = t.other_id JOIN access_circle oc ON oc.id = o.circle_id
        WHERE t.picture_id = p.id AND t.how = 'judgement' AND t.undone_at IS NULL AND oc.opened_by_id <> t.tied_by_id)
    FROM records_person p JOIN access_circle c ON c.id = p.circle_id AND c.kind = 'child'
    JOIN agencies_agency a ON a.id = c.agency_id AND a.kind = 'csc' JOIN agencies_worker w ON w.id = c.opened_by_id
    WHERE p.id = ANY (people);
$$;

-- For each of the given records, and of those alike to one, the pictures that it is of by a rule, and whether one alone:
-- only then it is tied. Among records of children's services that a person opened, the first stands and the later ones are
-- of it. What somebody took back is never said again by rule.
CREATE FUNCTION erle.certain_pairs(people bigint[]) RETURNS TABLE (picture_id bigint, other_id bigint, how text, alone boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH concerned AS MATERIALIZED (
        SELECT array(SELECT unnest(people) UNION SELECT a.other_id FROM erle.alike(people) a) AS ids
    ), alike AS MATERIALIZED (
        SELECT a.* FROM concerned CROSS JOIN LATERAL erle.alike(concerned.ids) a
    ), csc AS MATERIALIZED (
        SELECT g.*, p.sealed FROM erle.gathering(array(SELECT one_id FROM alike UNION SELECT other_id FROM alike)) g
        JOIN records_person p ON p.id = g.person_id
    ), pairs AS (
        SELECT a.one_id AS other, a.other_id AS picture, a.how, c.gathers,
               c.by_file OR a.other_id = min(a.other_id) FILTER (WHERE c.gathers) OVER (PARTITION BY a.one_id) AS leads
        FROM alike a JOIN csc c ON c.person_id = a.other_id AND (c.gathers OR c.sealed)
        LEFT JOIN csc mine ON mine.person_id = a.one_id
        WHERE (mine.person_id IS NULL OR (NOT mine.by_file AND a.other_id < a.one_id))
          AND NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.other_id = a.one_id AND t.picture_id = a.other_id AND t.undone_at IS NOT NULL)
    )
    SELECT pairs.picture, pairs.other, pairs.how,
           gathers AND leads AND count(*) FILTER (WHERE gathers AND leads) OVER (PARTITION BY pairs.other) = 1
    FROM pairs;
$$;
"""

PICTURING = """
-- Put in the pictures what their other records hold and they do not: standing lines, what these mention, weeks of
-- school and own words. A line in a circle narrower than its record's, or with conditions of handling, stays where it is,
-- and so does all of a sealed record. The circles, ties and records are locked first: a seal, an undoing or a withdrawal
-- that is under way is waited for, or waits.
CREATE FUNCTION erle.put_in_pictures(others bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM 1 FROM access_circle WHERE id IN (
        SELECT p.circle_id FROM linkage_tie t JOIN records_person p ON p.id IN (t.picture_id, t.other_id)
        WHERE t.other_id = ANY (others) AND t.undone_at IS NULL) ORDER BY id FOR KEY SHARE;
    PERFORM 1 FROM records_person WHERE id IN (SELECT other_id FROM linkage_tie WHERE other_id = ANY (others) AND undone_at IS NULL)
    ORDER BY id FOR SHARE;
    PERFORM 1 FROM linkage_tie WHERE other_id = ANY (others) AND undone_at IS NULL ORDER BY id FOR SHARE;
    WITH tied AS MATERIALIZED (
        SELECT a.id AS picture_id, a.circle_id, a.sealed, b.id AS other_id, b.circle_id AS origin_circle_id
        FROM linkage_tie t JOIN records_person a ON a.id = t.picture_id JOIN records_person b ON b.id = t.other_id AND NOT b.sealed
        WHERE t.other_id = ANY (others) AND t.undone_at IS NULL
    ), put AS (
        INSERT INTO records_entry (circle_id, sealed, reference, person_id, report_id, batch_id, agency_id, origin_id,
                                   origin_circle_id, kind, nature, happened_at, precision, title, text, quote, source, grade,
                                   significant, recorded_by_id, recorded_at)
        SELECT t.circle_id, t.sealed, erle.new_reference('L'), t.picture_id, e.report_id, e.batch_id, e.agency_id, e.id,
               t.origin_circle_id, e.kind, e.nature, e.happened_at, e.precision, e.title, e.text, e.quote, e.source, e.grade,
               e.significant, e.recorded_by_id, e.recorded_at
        FROM tied t
        JOIN records_entry e ON e.person_id = t.other_id AND e.circle_id = t.origin_circle_id AND e.withdrawn_at IS NULL
             AND e.origin_id IS NULL AND e.conditions = '' AND e.grade NOT LIKE '%C'
        WHERE NOT EXISTS (SELECT 1 FROM records_entry k WHERE k.origin_id = e.id AND k.person_id = t.picture_id AND k.withdrawn_at IS NULL)
        RETURNING id, origin_id, circle_id, sealed
    )
    INSERT INTO records_mention (circle_id, sealed, reference, report_id, entry_id, kind, words, key, thing, details, origin_id, recorded_at)
    SELECT put.circle_id, put.sealed, erle.new_reference('N'), m.report_id, put.id, m.kind, m.words, m.key, m.thing, m.details, m.id,
           m.recorded_at
    FROM put JOIN records_mention m ON m.entry_id = put.origin_id;
    INSERT INTO records_schoolweek (circle_id, sealed, person_id, agency_id, batch_id, week_on, marks, origin_id, origin_circle_id,
                                    recorded_at)
    SELECT a.circle_id, a.sealed, a.id, w.agency_id, w.batch_id, w.week_on, w.marks, w.id, w.circle_id, w.recorded_at
    FROM linkage_tie t JOIN records_person a ON a.id = t.picture_id JOIN records_person b ON b.id = t.other_id AND NOT b.sealed
    JOIN records_schoolweek w ON w.person_id = b.id AND w.circle_id = b.circle_id AND w.withdrawn_at IS NULL AND w.origin_id IS NULL
    WHERE t.other_id = ANY (others) AND t.undone_at IS NULL
    ON CONFLICT DO NOTHING;
    INSERT INTO records_words (circle_id, sealed, person_id, agency_id, said, wishes, setting, said_at, said_to_id, ask_again_on,
                               origin_id, origin_circle_id, recorded_at)
    SELECT a.circle_id, a.sealed, a.id, w.agency_id, w.said, w.wishes, w.setting, w.said_at, w.said_to_id, w.ask_again_on,
           w.id, w.circle_id, w.recorded_at
    FROM linkage_tie t JOIN records_person a ON a.id = t.picture_id JOIN records_person b ON b.id = t.other_id AND NOT b.sealed
    JOIN records_words w ON w.person_id = b.id AND w.circle_id = b.circle_id AND w.withdrawn_at IS NULL AND w.origin_id IS NULL
    WHERE t.other_id = ANY (others) AND t.undone_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM records_words k WHERE k.origin_id = w.id AND k.person_id = a.id AND k.withdrawn_at IS NULL);
END $$;

-- Take out of the pictures what came from the records.
CREATE FUNCTION erle.take_out_of_pictures(others bigint[], pictures bigint[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    UPDATE records_entry k SET withdrawn_at = now() FROM records_entry e
    WHERE e.person_id = ANY (others) AND k.origin_id = e.id AND k.person_id = ANY (pictures) AND k.withdrawn_at IS NULL;
    UPDATE records_schoolweek k SET withdrawn_at = now() FROM records_schoolweek e
    WHERE e.person_id = ANY (others) AND k.origin_id = e.id AND k.person_id = ANY (pictures) AND k.withdrawn_at IS NULL;
    UPDATE records_words k SET withdrawn_at = now() FROM records_words e
    WHERE e.person_id = ANY (others) AND k.origin_id = e.id AND k.person_id = ANY (pictures) AND k.withdrawn_at IS NULL;
$$;

-- Have the records follow the pictures, two by two: what bars or seals a picture closes what was handed in about it to
-- the desk. The pictures are locked first, so that what is read of their seals is so.
CREATE FUNCTION erle.follow_pictures(others bigint[], pictures bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    PERFORM 1 FROM access_circle WHERE id IN (SELECT circle_id FROM records_person WHERE id = ANY (pictures)) ORDER BY id FOR KEY SHARE;
    INSERT INTO access_following (circle_id, leader_id, sealed, own, desk, kin)
    SELECT DISTINCT o.circle_id, c.id, c.sealed, false, true, oc.agency_id = c.agency_id
    FROM unnest(others, pictures) AS pair (other, picture)
    JOIN records_person o ON o.id = pair.other JOIN access_circle oc ON oc.id = o.circle_id
    JOIN records_person a ON a.id = pair.picture JOIN access_circle c ON c.id = a.circle_id
    ON CONFLICT DO NOTHING;
END $$;

-- Recognise the given records that the acting worker sees, whatever they are the same as; nothing is answered, so that
-- nobody learns from it who is known. One recognises at a time: two records that come at once see each other.
CREATE FUNCTION erle.recognise(people bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    mine bigint[];
    others bigint[];
    pictures bigint[];
    hows text[];
    alone boolean[];
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    SELECT coalesce(array_agg(p.id), '{}') INTO mine FROM records_person p
    WHERE p.id = ANY (people) AND get_bit((SELECT erle.standing()), p.circle_id) <> 0;
    SELECT coalesce(array_agg(c.other_id), '{}'), array_agg(c.picture_id), array_agg(c.how), array_agg(c.alone)
    INTO others, pictures, hows, alone FROM erle.certain_pairs(mine) c
    WHERE NOT EXISTS (SELECT 1 FROM linkage_tie t WHERE t.other_id = c.other_id AND t.how = 'judgement' AND t.undone_at IS NULL);
    IF others <> '{}' THEN
        PERFORM erle.follow_pictures(others, pictures);
        INSERT INTO linkage_tie (circle_id, sealed, reference, picture_id, other_id, how, reason, tied_by_id, tied_at, undone_because)
        SELECT a.circle_id, a.sealed, erle.new_reference('J'), pair.picture, pair.other, pair.how, '', erle.acting(), now(), ''
        FROM unnest(pictures, others, hows, alone) AS pair (picture, other, how, alone)
        JOIN records_person a ON a.id = pair.picture JOIN records_person o ON o.id = pair.other AND NOT o.sealed
        WHERE pair.alone AND NOT EXISTS (
            SELECT 1 FROM linkage_tie t WHERE t.undone_at IS NULL AND (t.other_id IN (o.id, a.id) OR t.picture_id = o.id))
        ON CONFLICT DO NOTHING;
    END IF;
    PERFORM erle.put_in_pictures(array(
        SELECT other_id FROM linkage_tie WHERE undone_at IS NULL AND (other_id = ANY (mine) OR picture_id = ANY (mine))));
END $$;

-- A judgement: somebody at the desk, who was let into the picture, says of which child a report is. What the reporting
-- agency calls the child stays its own; it is not told. False where the report is held to be of another child.
CREATE FUNCTION erle.tie_by_report(report bigint, picture bigint, why text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    said records_report;
    child records_person;
    standing linkage_tie;
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    SELECT r.* INTO said FROM records_report r JOIN access_circle d ON d.beside_id = r.circle_id AND d.kind = 'desk'
    WHERE r.id = report AND r.withdrawn_at IS NULL AND erle.able('triage') AND erle.in_circle(d.id) AND erle.in_circle(r.circle_id);
    SELECT p.* INTO child FROM records_person p JOIN access_circle c ON c.id = p.circle_id AND c.kind = 'child'
    JOIN agencies_agency a ON a.id = c.agency_id AND a.kind = 'csc'
    WHERE p.id = picture AND p.withdrawn_at IS NULL AND erle.let_into(c.id);
    IF said.id IS NULL OR child.id IS NULL THEN
        RAISE EXCEPTION 'There is no such report or child.' USING ERRCODE = '42501';
    END IF;
    SELECT * INTO standing FROM linkage_tie WHERE other_id = said.person_id AND undone_at IS NULL;
    IF said.person_id = child.id OR standing.picture_id = child.id THEN
        RETURN true;
    ELSIF standing.id IS NOT NULL OR EXISTS (SELECT 1 FROM linkage_tie WHERE picture_id = said.person_id AND undone_at IS NULL) THEN
        RETURN false;
    END IF;
    INSERT INTO linkage_tie (circle_id, sealed, reference, picture_id, other_id, how, reason, tied_by_id, tied_at, undone_because)
    SELECT c.id, c.sealed, erle.new_reference('J'), child.id, said.person_id, 'judgement', why, erle.acting(), now(), ''
    FROM access_circle c WHERE c.id = child.circle_id FOR KEY SHARE OF c;
    DELETE FROM access_following f USING records_person o
    WHERE o.id = said.person_id AND f.circle_id = o.circle_id AND NOT f.own AND f.leader_id <> child.circle_id;
    PERFORM erle.follow_pictures(ARRAY[said.person_id], ARRAY[child.id]);
    PERFORM erle.recognise(ARRAY[child.id]);
    RETURN true;
END $$;
"""

FOLLOWING = """
-- A tie that is undone takes out of the picture what came by it, and the record follows that picture no longer.
CREATE FUNCTION erle.untie() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    undone record;
BEGIN
    FOR undone IN SELECT c.picture_id, c.other_id, a.circle_id AS picture, o.circle_id AS other FROM changed c
                  JOIN records_person a ON a.id = c.picture_id JOIN records_person o ON o.id = c.other_id WHERE c.undone_at IS NOT NULL
    LOOP
        PERFORM erle.take_out_of_pictures(ARRAY[undone.other_id], ARRAY[undone.picture_id]);
        DELETE FROM access_following WHERE circle_id = undone.other AND leader_id = undone.picture AND NOT own;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_tie_undone AFTER UPDATE ON linkage_tie
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.untie();

-- A record that is sealed leaves the pictures, and comes back when it is opened.
CREATE FUNCTION erle.part_when_sealed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    turned record;
BEGIN
    FOR turned IN SELECT c.sealed, array_agg(t.other_id) AS others, array_agg(t.picture_id) AS pictures
                  FROM changed c JOIN records_person o ON o.circle_id = c.id JOIN linkage_tie t ON t.other_id = o.id AND t.undone_at IS NULL
                  GROUP BY c.sealed
    LOOP
        IF turned.sealed THEN
            PERFORM erle.take_out_of_pictures(turned.others, turned.pictures);
        ELSE
            PERFORM erle.put_in_pictures(turned.others);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER access_circle_parts AFTER UPDATE ON access_circle
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.part_when_sealed();
"""

CALLABLE = ("erle.recognise(bigint[])", "erle.tie_by_report(bigint, bigint, text)")
INNER = (
    "erle.alike(bigint[])",
    "erle.gathering(bigint[])",
    "erle.certain_pairs(bigint[])",
    "erle.put_in_pictures(bigint[])",
    "erle.take_out_of_pictures(bigint[], bigint[])",
    "erle.follow_pictures(bigint[], bigint[])",
    "erle.untie()",
    "erle.part_when_sealed()",
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

    dependencies = [("linkage", "0001_ties"), ("records", "0009_copies_need_to_know")]
    operations = [
        Protect("linkage_tie", insert=False, update=["undone_by_id", "undone_at", "undone_because"]),
        migrations.RunSQL([UNDOING, BY_NUMBER, RECOGNISING, PICTURING, FOLLOWING, OWNERSHIP], migrations.RunSQL.noop),
    ]

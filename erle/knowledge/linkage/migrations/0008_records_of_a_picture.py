"""Tell whoever may read a picture whose records stand in it; what was undone follows its other candidates again."""

from django.db import migrations

TELLING = """
-- The records that are, or were, held to be of the child, to whoever may read the picture: whose each is, how the child is
-- written there, and how many of its lines stand in the picture. Of one that is held to be of this child no longer nothing is
-- told of whom it is; of a sealed one, and of one whose circle keeps the reader out, nothing at all.
CREATE FUNCTION erle.records_of_picture(picture bigint)
RETURNS TABLE (reference text, agency text, given_names text, family_name text, born_on date, lines bigint, how text, reason text,
               tied_by text, tied_at timestamptz, undone_by text, undone_at timestamptz, undone_because text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT t.reference, a.name, named.given_names, named.family_name, named.born_on,
           (SELECT count(*) FROM records_entry e WHERE e.person_id = p.id AND e.circle_id = p.circle_id AND e.withdrawn_at IS NULL
            AND e.origin_circle_id = o.circle_id),
           t.how, t.reason, tier.name, t.tied_at, undoer.name, t.undone_at, t.undone_because
    FROM records_person p JOIN linkage_tie t ON t.picture_id = p.id JOIN records_person o ON o.id = t.other_id AND NOT o.sealed
    JOIN access_circle oc ON oc.id = o.circle_id JOIN agencies_agency a ON a.id = oc.agency_id
    JOIN agencies_worker tier ON tier.id = t.tied_by_id LEFT JOIN agencies_worker undoer ON undoer.id = t.undone_by_id
    LEFT JOIN records_person named ON named.id = o.id AND t.undone_at IS NULL
    WHERE p.id = records_of_picture.picture AND get_bit((SELECT erle.standing()), p.circle_id) <> 0
      AND o.circle_id <> ALL (erle.kept_out_of())
    ORDER BY t.undone_at IS NOT NULL, t.tied_at, t.id;
$$;

-- A record that is held to be of a child no longer follows again those whom a rule says it may be of: what bars or seals one
-- of these closes what was handed in about it to the desk.
CREATE FUNCTION erle.follow_again() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    undone bigint[];
BEGIN
    SELECT array_agg(c.other_id) INTO undone FROM changed c JOIN before b ON b.id = c.id
    WHERE c.undone_at IS NOT NULL AND b.undone_at IS NULL;
    IF undone IS NOT NULL THEN
        PERFORM erle.follow_pictures(array_agg(c.other_id), array_agg(c.picture_id)) FROM erle.certain_pairs(undone) c
        WHERE c.other_id = ANY (undone);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER linkage_tie_undone_follows AFTER UPDATE ON linkage_tie
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.follow_again();
REVOKE ALL ON FUNCTION erle.records_of_picture(bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION erle.follow_again() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erle.records_of_picture(bigint) TO erle_worker;
ALTER FUNCTION erle.records_of_picture(bigint) OWNER TO erle_keeper;
ALTER FUNCTION erle.follow_again() OWNER TO erle_keeper;
"""


class Migration(migrations.Migration):
    """Read by a function: the records themselves stay in their own circles."""

    dependencies = [("linkage", "0007_near")]
    operations = [migrations.RunSQL(TELLING, migrations.RunSQL.noop)]

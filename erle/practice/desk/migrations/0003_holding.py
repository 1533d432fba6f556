"""Let in who holds an arrival, answer whether its child is known, and tell whom an act at the desk concerns."""

from django.db import migrations, models

PICTURES = """
-- The picture of the child whom each report is certainly about: the record itself, where children's services hold it,
-- or the one to which a tie of it stands. Only for the functions below.
CREATE FUNCTION erle.pictures_of(reports bigint[]) RETURNS TABLE (report_id bigint, picture_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT r.id, coalesce(t.picture_id, p.id)
    FROM records_report r JOIN records_person p ON p.id = r.person_id AND p.withdrawn_at IS NULL
    JOIN access_circle c ON c.id = p.circle_id JOIN agencies_agency a ON a.id = c.agency_id
    LEFT JOIN linkage_tie t ON t.other_id = p.id AND t.undone_at IS NULL
    WHERE r.id = ANY (reports) AND (t.id IS NOT NULL OR (c.kind = 'child' AND a.kind = 'csc'));
$$;

-- The arrivals among the given at which the acting worker sits.
CREATE FUNCTION erle.at_desk(arrivals bigint[]) RETURNS SETOF desk_arrival
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT a.* FROM desk_arrival a
    WHERE a.id = ANY (arrivals) AND get_bit((SELECT erle.standing()), a.circle_id) <> 0
      AND (a.sealed OR (SELECT erle.able('triage')));
$$;

-- "Is the child known, and whom does the desk ring?" A row for each arrival whose child is known to children's services,
-- none for a sealed child or one from whom she is kept out: their arrivals she does not see either.
CREATE FUNCTION erle.known_to_desk(arrivals bigint[])
RETURNS TABLE (arrival_id bigint, agency_id bigint, lead_worker_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    WITH mine AS MATERIALIZED (SELECT id, report_id FROM erle.at_desk(arrivals))
    SELECT mine.id, c.agency_id,
        (SELECT s.worker_id FROM access_share s WHERE s.circle_id = c.id AND s.kind = 'lead' AND s.withdrawn_at IS NULL
            AND s.starts_at <= now() AND now() < s.ends_at ORDER BY s.starts_at DESC LIMIT 1)
    FROM mine JOIN erle.pictures_of(array(SELECT report_id FROM mine)) pic ON pic.report_id = mine.report_id
    JOIN records_person p ON p.id = pic.picture_id JOIN access_circle c ON c.id = p.circle_id
    WHERE erle.may_learn(p);
$$;
"""

ASKING = """
-- "Do children's services hold a record of this child?", before the desk opens one. As with any ask it is in the ledger,
-- and those who answer for the child are told; of a sealed child they learn that a second record may be opened.
CREATE FUNCTION erle.ask_for_picture(name text, born date, why text) RETURNS TABLE (agency_id bigint, lead_worker_id bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    person records_person;
    learns boolean;
BEGIN
    IF NOT erle.able('triage') THEN
        RAISE EXCEPTION 'Only the desk asks before it opens a record.' USING ERRCODE = '42501';
    END IF;
    FOR person IN
        SELECT p.* FROM erle.children_named(name, born) p JOIN access_circle c ON c.id = p.circle_id AND c.kind = 'child'
        JOIN agencies_agency a ON a.id = c.agency_id AND a.kind = 'csc'
    LOOP
        learns := erle.may_learn(person);
        PERFORM erle.ledger_write('asked', ARRAY[person.reference::text], ARRAY[person.circle_id], '',
                                  jsonb_build_object('answer', CASE WHEN learns THEN 'known' ELSE 'not known' END));
        PERFORM erle.tell(person.circle_id, 'asked', person.reference, why);
        RETURN QUERY SELECT c.agency_id,
            (SELECT s.worker_id FROM access_share s WHERE s.circle_id = c.id AND s.kind = 'lead' AND s.withdrawn_at IS NULL
                AND s.starts_at <= now() AND now() < s.ends_at ORDER BY s.starts_at DESC LIMIT 1)
        FROM access_circle c WHERE learns AND c.id = person.circle_id;
    END LOOP;
END $$;
"""

SHARES = """
-- Bring the shares of the pictures in step with who holds the arrivals: who holds one is let into the picture of the
-- child it is certainly about, and the share ends when another holds it. Nobody is let in where the picture is sealed or
-- she is kept out. The arrays run side by side.
CREATE FUNCTION erle.let_in_holders(arrivals bigint[], share_references text[], until timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    one record;
    made bigint;
BEGIN
    IF until > now() + interval '29 days' THEN
        RAISE EXCEPTION 'Who holds an arrival is let in for 28 days.' USING ERRCODE = '22023';
    END IF;
    FOR one IN
        SELECT a.id, a.held_by_id, a.share_id, s.worker_id AS let_in_id, s.reference AS share, s.circle_id AS let_into,
               r.reference AS report, coalesce(r.said ->> 'basis', '') AS basis, p.circle_id AS child, given.reference AS drawn
        FROM unnest(arrivals, share_references) AS given (arrival, reference)
        JOIN erle.at_desk(arrivals) a ON a.id = given.arrival
        JOIN records_report r ON r.id = a.report_id
        LEFT JOIN access_share s ON s.id = a.share_id
        LEFT JOIN erle.pictures_of(array(SELECT report_id FROM desk_arrival WHERE id = ANY (arrivals))) pic ON pic.report_id = r.id
        LEFT JOIN records_person p ON p.id = pic.picture_id AND NOT p.sealed
        ORDER BY a.id
    LOOP
        IF one.share_id IS NOT NULL AND (one.let_in_id IS DISTINCT FROM one.held_by_id OR one.let_into IS DISTINCT FROM one.child) THEN
            UPDATE access_share SET withdrawn_by_id = acting, withdrawn_at = now(), withdrawn_because = 'No longer holds ' || one.report
            WHERE id = one.share_id AND withdrawn_at IS NULL AND ends_at > now();
            UPDATE desk_arrival SET share_id = NULL WHERE id = one.id;
            PERFORM erle.ledger_write('withdrew', ARRAY[one.share], ARRAY[one.let_into], '', '{}');
            one.share_id := NULL;
        END IF;
        CONTINUE WHEN one.share_id IS NOT NULL OR one.held_by_id IS NULL OR one.child IS NULL
            OR EXISTS (SELECT 1 FROM access_conflict k WHERE k.circle_id = one.child AND k.worker_id = one.held_by_id
                       AND k.starts_at <= now() AND (k.ended_at IS NULL OR now() < k.ended_at));
        INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at, ends_at,
                                  shared_by_id, shared_at, withdrawn_because)
        VALUES (one.drawn, 'shared', one.child, false, one.held_by_id, 'Holds report ' || one.report || ' at the MASH desk',
                one.basis, '', '', now(), until, acting, now(), '') RETURNING id INTO made;
        UPDATE desk_arrival SET share_id = made WHERE id = one.id;
        PERFORM erle.ledger_write('shared', ARRAY[one.drawn], ARRAY[one.child], one.basis, '{}');
    END LOOP;
END $$;
"""

TELLING = """
-- Tell of a hand-over whom it is offered to, and of its answer who offered it.
CREATE FUNCTION erle.tell_of_hand_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT CASE WHEN TG_OP = 'INSERT' THEN h.offered_to_id ELSE h.offered_by_id END,
           CASE WHEN TG_OP = 'INSERT' THEN 'offered' WHEN h.taken_at IS NOT NULL THEN 'taken' ELSE 'declined' END,
           a.reference, w.name || CASE WHEN TG_OP = 'INSERT' THEN ' hands it over to you, once you take it.'
               WHEN h.taken_at IS NOT NULL THEN ' took it.' ELSE ' did not take it: you still hold it.' END, clock_timestamp()
    FROM changed h JOIN desk_arrival a ON a.id = h.arrival_id
    JOIN agencies_worker w ON w.id = coalesce(h.taken_by_id, h.declined_by_id, h.offered_by_id)
    WHERE (TG_OP = 'INSERT' OR h.taken_at IS NOT NULL OR h.declined_at IS NOT NULL)
      AND erle.acting() IS DISTINCT FROM CASE WHEN TG_OP = 'INSERT' THEN h.offered_to_id ELSE h.offered_by_id END;
    RETURN NULL;
END $$;

-- Tell who is named for the next step once the decision counts, and who decided where the second person does not agree.
CREATE FUNCTION erle.tell_of_decision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT CASE WHEN d.agreed IS FALSE THEN d.decided_by_id ELSE d.named_id END,
           CASE WHEN d.agreed IS FALSE THEN 'sent_back' ELSE 'named' END,
           a.reference, CASE WHEN d.agreed IS FALSE THEN 'The second person does not agree: the decision is yours again.'
               ELSE w.name || ' decided that you answer for the next step. Ring them: ' || coalesce(nullif(w.phone, ''), g.phone) END,
           clock_timestamp()
    FROM changed d JOIN desk_arrival a ON a.id = d.arrival_id
    JOIN agencies_worker w ON w.id = d.decided_by_id JOIN agencies_agency g ON g.id = w.agency_id
    WHERE (d.agreed IS FALSE AND d.read_by_id IS NOT NULL)
       OR (d.named_id <> erle.acting() AND (d.agreed OR (TG_OP = 'INSERT' AND d.response <> 'no_action')));
    RETURN NULL;
END $$;

-- Tell who handed a report in that she can read what became of it.
CREATE FUNCTION erle.tell_of_outcome() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT w.id, 'outcome', r.reference, 'The MASH desk has told you what became of what you shared.', clock_timestamp()
    FROM changed o JOIN records_report r ON r.id = o.report_id
    JOIN agencies_worker w ON w.id = r.recorded_by_id AND w.kind = 'person' AND w.id <> o.told_by_id;
    RETURN NULL;
END $$;

CREATE TRIGGER desk_handover_offered AFTER INSERT ON desk_handover
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_of_hand_over();
CREATE TRIGGER desk_handover_answered AFTER UPDATE ON desk_handover
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_of_hand_over();
CREATE TRIGGER desk_decision_made AFTER INSERT ON desk_decision
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_of_decision();
CREATE TRIGGER desk_decision_read AFTER UPDATE ON desk_decision
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_of_decision();
CREATE TRIGGER desk_outcome_told AFTER INSERT ON desk_outcome
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.tell_of_outcome();
"""

CALLABLE = (
    "erle.known_to_desk(bigint[])",
    "erle.ask_for_picture(text, date, text)",
    "erle.let_in_holders(bigint[], text[], timestamptz)",
)
INNER = (
    "erle.pictures_of(bigint[])",
    "erle.at_desk(bigint[])",
    "erle.tell_of_hand_over()",
    "erle.tell_of_decision()",
    "erle.tell_of_outcome()",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)


class Migration(migrations.Migration):
    """An index for what waits to be read by a second person, then functions and triggers."""

    dependencies = [("desk", "0002_need_to_know")]
    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["response", "arrival"], name="decision_not_read"
            ),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(
                condition=models.Q(("sealed", True), ("told_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=["due_at"],
                name="arrival_sealed",
            ),
        ),
        migrations.RunSQL([PICTURES, ASKING, SHARES, TELLING, OWNERSHIP], migrations.RunSQL.noop),
    ]

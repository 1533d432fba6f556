"""The SQL of migration 0012: one service offers an interview to another, which takes it or does not.

What is offered stands in two circles: that of the interview, and one of the other service, which follows the same records and
holds nothing but the offer. Once it is taken the interview goes into that circle whole; the former service keeps that it was handed over.
"""

OFFERING = """
-- Does somebody hold interviews at the agency now?
CREATE FUNCTION erle.holds_interviews(service bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM agencies_post p JOIN agencies_role r ON r.slug = p.role_id AND 'hold_interviews' = ANY (r.abilities)
                   JOIN agencies_agency a ON a.id = p.agency_id AND a.closed_on IS NULL
                   WHERE p.agency_id = service AND p.starts_at <= now() AND now() < p.ends_at);
$$;

-- Write what became of a hand-over where the interview stands.
CREATE FUNCTION erle.write_handed(interview bigint, outcome text, words text) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    INSERT INTO missing_interviewturn (circle_id, sealed, interview_id, version, what, code, codes, words, whom, place, grade, happened_at,
                                       changed_by_id, changed_at)
    SELECT i.circle_id, i.sealed, i.id, coalesce((SELECT max(t.version) FROM missing_interviewturn t WHERE t.interview_id = i.id), 0) + 1,
           'handed', write_handed.outcome, '{}', write_handed.words, '', '', '', now(), erle.acting(), now()
    FROM missing_interview i WHERE i.id = write_handed.interview;
$$;

-- Offer an interview to another service, with the reason; it stays where it is until somebody there takes it. Whoever is
-- asked sees who the child is, so that she can say whether one of them knows the family; when the hours are over; and why.
CREATE FUNCTION erle.offer_interview(interview bigint, service bigint, why text, words text, OUT outcome text, OUT reference text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    beside bigint;
    due timestamptz;
BEGIN
    reference := '';
    IF why IS NULL OR why NOT IN ('moved', 'conflict', 'other') OR coalesce(btrim(words), '') = '' OR length(words) > 2000
       OR service = held.service_id OR NOT erle.holds_interviews(service) THEN
        RAISE EXCEPTION 'An interview is not handed over like that.' USING ERRCODE = '42501';
    END IF;
    PERFORM 1 FROM missing_interview i WHERE i.id = held.id FOR UPDATE;
    SELECT min(c.due_at) INTO due FROM missing_covered c JOIN missing_interview i ON i.id = c.interview_id AND i.ended_at IS NULL
    WHERE c.interview_id = held.id AND c.ended_at IS NULL;
    outcome := CASE WHEN due IS NULL THEN 'not_owed'
        WHEN EXISTS (SELECT 1 FROM missing_interviewhandover h WHERE h.interview_id = held.id AND h.ended_at IS NULL) THEN 'offered' ELSE 'done' END;
    IF outcome <> 'done' THEN
        RETURN;
    END IF;
    reference := erle.new_reference('H');
    beside := erle.open_interview_circle(service);
    PERFORM erle.interview_follows(beside, array(SELECT f.leader_id FROM access_following f WHERE f.circle_id = held.circle_id AND f.own));
    INSERT INTO missing_interviewhandover (circle_id, sealed, reference, interview_id, outgoing, from_service_id, to_service_id, called, born_on,
                                           due_at, why, words, offered_by_id, offered_at, outcome, because)
    SELECT c.id, c.sealed, offer_interview.reference, held.id, c.id = held.circle_id, held.service_id, service,
           btrim(held.given_names || ' ' || held.family_name), held.born_on, due, offer_interview.why, btrim(offer_interview.words),
           erle.acting(), now(), '', ''
    FROM access_circle c WHERE c.id IN (held.circle_id, beside);
    PERFORM erle.write_handed(held.id, 'offered', (SELECT format('Offered to %s: %s', a.name, btrim(offer_interview.words)) FROM agencies_agency a
                                                   WHERE a.id = service));
    PERFORM erle.tell(beside, 'interview_offered', reference, 'Another service offers you a return interview. It is yours once you take it.');
END $$;

-- An offer is over, for both sides; unless it was taken, whom it was made to sees nothing of it any longer.
CREATE FUNCTION erle.end_offer(offer text, ending text, said text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    UPDATE missing_interviewhandover h SET outcome = ending, because = said, ended_by_id = erle.acting(), ended_at = now(),
           called = CASE WHEN ending = 'taken' AND h.outgoing AND h.why = 'conflict' THEN '' ELSE h.called END,
           born_on = CASE WHEN ending = 'taken' AND h.outgoing AND h.why = 'conflict' THEN NULL ELSE h.born_on END
    WHERE h.reference = offer AND h.ended_at IS NULL;
    IF ending <> 'taken' THEN
        UPDATE access_share s SET withdrawn_by_id = erle.acting(), withdrawn_at = greatest(now(), s.starts_at),
               withdrawn_because = 'The offer of the interview is over'
        FROM missing_interviewhandover h WHERE h.reference = offer AND NOT h.outgoing AND s.circle_id = h.circle_id AND s.withdrawn_at IS NULL;
    END IF;
END $$;
"""

TAKING = """
-- The interview goes whole into the circle of who takes it, with its clocks as they run; and the child's circle is told who
-- holds it now.
CREATE FUNCTION erle.move_interview(offered missing_interviewhandover) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview;
    place access_circle;
    by_name text := (SELECT w.name FROM agencies_worker w WHERE w.id = erle.acting());
    service text := (SELECT a.name FROM agencies_agency a WHERE a.id = offered.to_service_id);
BEGIN
    SELECT * INTO held FROM missing_interview WHERE id = offered.interview_id;
    SELECT * INTO place FROM access_circle WHERE id = offered.circle_id FOR KEY SHARE;
    PERFORM erle.interview_follows(place.id, array(SELECT f.leader_id FROM access_following f WHERE f.circle_id = held.circle_id AND f.own));
    UPDATE missing_interview SET circle_id = place.id, sealed = place.sealed, service_id = offered.to_service_id WHERE id = held.id;
    UPDATE missing_covered SET circle_id = place.id, sealed = place.sealed WHERE interview_id = held.id;
    UPDATE missing_interviewturn SET circle_id = place.id, sealed = place.sealed WHERE interview_id = held.id;
    UPDATE missing_briefing SET circle_id = place.id, sealed = place.sealed WHERE interview_id = held.id AND circle_id = held.circle_id;
    UPDATE missing_briefing SET service_id = offered.to_service_id WHERE interview_id = held.id;
    PERFORM erle.write_handed(held.id, 'taken', format('%s, %s, took it from %s.', by_name, service,
                                                       (SELECT a.name FROM agencies_agency a WHERE a.id = offered.from_service_id)));
    INSERT INTO records_entry (circle_id, sealed, reference, person_id, agency_id, kind, happened_at, precision, title, text, quote,
                               source, grade, significant, recorded_by_id, recorded_at)
    SELECT p.circle_id, p.sealed, erle.new_reference('L'), p.id, offered.to_service_id, 'return_interview', now(), 'minute',
           'Return interview handed over', format('%s holds it now.', service), '', by_name, '', false, erle.acting(), now()
    FROM records_person p WHERE p.withdrawn_at IS NULL
      AND p.id IN (SELECT e.person_id FROM missing_covered c JOIN missing_episode e ON e.id = c.episode_id
                   WHERE c.interview_id = held.id AND c.ended_at IS NULL);
    PERFORM erle.put_in_pictures(array(SELECT e.person_id FROM missing_covered c JOIN missing_episode e ON e.id = c.episode_id
                                       WHERE c.interview_id = held.id AND c.ended_at IS NULL AND e.person_id <> held.person_id));
    PERFORM erle.tell(e.circle_id, 'interview_handed', e.reference, format('%s holds the return interview now.', service))
    FROM missing_covered c JOIN missing_episode e ON e.id = c.episode_id WHERE c.interview_id = held.id AND c.ended_at IS NULL;
END $$;

-- Answer an offer: the other service takes it or declines it, with the reason; the one that made it takes it back. `over`: somebody answered
-- first, or no talk is owed any more.
CREATE FUNCTION erle.answer_interview_offer(reference text, answer text, because text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    mine missing_interviewhandover;
    theirs bigint;
    who text := (SELECT w.name || ', ' || a.name FROM agencies_worker w JOIN agencies_agency a ON a.id = w.agency_id WHERE w.id = erle.acting());
BEGIN
    SELECT h.* INTO mine FROM missing_interviewhandover h
    WHERE h.reference = answer_interview_offer.reference AND h.outgoing = (answer = 'withdrawn') AND erle.able('hold_interviews') AND erle.let_into(h.circle_id);
    IF mine.id IS NULL OR answer IS NULL OR answer NOT IN ('taken', 'declined', 'withdrawn') OR because IS NULL OR length(because) > 2000
       OR (answer = 'declined' AND btrim(because) = '') THEN
        RAISE EXCEPTION 'There is no such offer.' USING ERRCODE = '42501';
    END IF;
    PERFORM 1 FROM missing_interview i WHERE i.id = mine.interview_id FOR UPDATE;
    IF NOT EXISTS (SELECT 1 FROM missing_interviewhandover h WHERE h.id = mine.id AND h.ended_at IS NULL)
       OR (answer = 'taken' AND NOT EXISTS (SELECT 1 FROM missing_covered c WHERE c.interview_id = mine.interview_id AND c.ended_at IS NULL)) THEN
        RETURN 'over';
    END IF;
    SELECT h.circle_id INTO theirs FROM missing_interviewhandover h WHERE h.reference = mine.reference AND h.id <> mine.id;
    IF answer = 'taken' THEN
        PERFORM erle.move_interview(mine);
        PERFORM erle.tell(theirs, 'interview_taken', mine.reference, who || ', took the return interview that you offered.');
    ELSIF answer = 'declined' THEN
        PERFORM erle.write_handed(mine.interview_id, 'declined', who || ', did not take it: ' || btrim(because));
        PERFORM erle.tell(theirs, 'interview_declined', mine.reference, 'The return interview that you offered was not taken: you hold it.');
    ELSE
        PERFORM erle.write_handed(mine.interview_id, 'withdrawn', who || ', took the offer back.');
        PERFORM erle.tell(theirs, 'interview_kept', '', 'A return interview that was offered to you stays where it was.');
    END IF;
    PERFORM erle.end_offer(mine.reference, answer, btrim(because));
    RETURN 'done';
END $$;

-- An interview that ends is offered to nobody any longer.
CREATE FUNCTION erle.offers_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    one missing_interviewhandover;
BEGIN
    FOR one IN SELECT h.* FROM changed c JOIN missing_interviewhandover h ON h.interview_id = c.id AND NOT h.outgoing AND h.ended_at IS NULL
               WHERE c.ended_at IS NOT NULL
    LOOP
        PERFORM erle.tell(one.circle_id, 'interview_kept', '', 'A return interview that was offered to you is not owed any more.');
        PERFORM erle.end_offer(one.reference, 'over', '');
    END LOOP;
    RETURN NULL;
END $$;
"""

# As in 0007; who heard it reads it too where her service handed the interview over: nobody else can decide that safety overrides it.
HEARING = """
CREATE OR REPLACE FUNCTION erle.may_hear(interview bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM missing_interview i JOIN records_person p ON p.id = i.person_id
                   WHERE i.id = interview AND (erle.in_circle(i.circle_id) OR erle.in_circle(p.circle_id)))
        OR EXISTS (SELECT 1 FROM missing_interviewhandover h WHERE h.interview_id = may_hear.interview AND h.outgoing AND h.outcome = 'taken'
                   AND erle.in_circle(h.circle_id));
$$;
"""
# As in 0010; an open interview takes the next return in also where the service handed it over.
AT_THE_SERVICE = (
    "WHERE i.person_id = child.id AND i.service_id = service AND i.ended_at IS NULL ORDER BY i.id DESC LIMIT 1;"
)
OR_HANDED_OVER = (
    "WHERE i.person_id = child.id AND i.ended_at IS NULL AND (i.service_id = service OR EXISTS (SELECT 1 FROM missing_interviewhandover h"
    " WHERE h.interview_id = i.id AND h.outgoing AND h.outcome = 'taken' AND h.from_service_id = service))"
    " ORDER BY i.service_id = service DESC, i.id DESC LIMIT 1;"
)

TRIGGERS = [
    "CREATE TRIGGER missing_interview_ends_offers AFTER UPDATE ON missing_interview"
    " REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.offers_end()",
]
CALLABLE = ("erle.offer_interview(bigint, bigint, text, text)", "erle.answer_interview_offer(text, text, text)")
INNER = (
    "erle.holds_interviews(bigint)",
    "erle.write_handed(bigint, text, text)",
    "erle.end_offer(text, text, text)",
    "erle.move_interview(missing_interviewhandover)",
    "erle.offers_end()",
)
PRIVATE = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in (*CALLABLE, *INNER)) + "".join(
    f"GRANT EXECUTE ON FUNCTION {name} TO erle_worker;" for name in CALLABLE
)

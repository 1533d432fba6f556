"""The SQL of migration 0007: what 0006 lets pass between a return interview and the child's record, asked for more strictly."""

RECORDS = """
-- Open the interview of each return, at the service to which the table leads; an interview of the same child that is open
-- there answers for this episode too. A child's two records are one child where they are tied. Whoever opens is told
-- nothing of it, and who sees the record by an emergency opening alone opens none: she learns neither who the service is nor whether the child was known to it.
CREATE OR REPLACE FUNCTION erle.open_interviews(episodes bigint[], looked_after text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    one record;
    child records_person;
    open_one missing_interview;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM missing_interviewservice) THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(7305531);
    FOR one IN
        SELECT e.id, e.circle_id, e.kind, e.left_at, e.returned_at, e.returned_precision, g.care, k.due_at,
               coalesce(t.picture_id, e.person_id) AS child_id,
               erle.interview_service(g.care, (e.returned_at AT TIME ZONE 'Europe/London')::date) AS service_id
        FROM missing_episode e CROSS JOIN LATERAL (SELECT erle.interview_care(e, looked_after) AS care) AS g
        JOIN clocks_runningclock k ON k.about = e.reference AND k.key = 'return_interview' AND k.stopped_at IS NULL
        LEFT JOIN linkage_tie t ON t.other_id = e.person_id AND t.undone_at IS NULL
        WHERE e.id = ANY (episodes) AND e.returned_at IS NOT NULL AND e.withdrawn_at IS NULL
          AND get_bit((SELECT erle.standing()), e.circle_id) <> 0 AND erle.let_into(e.circle_id)
          AND NOT EXISTS (SELECT 1 FROM missing_covered c WHERE c.episode_id = e.id AND c.ended_at IS NULL)
        ORDER BY e.returned_at, e.id
    LOOP
        CONTINUE WHEN one.service_id IS NULL;
        SELECT * INTO child FROM records_person WHERE id = one.child_id;
        SELECT * INTO open_one FROM missing_interview i
        WHERE i.person_id = child.id AND i.service_id = one.service_id AND i.ended_at IS NULL ORDER BY i.id DESC LIMIT 1;
        IF open_one.id IS NULL THEN
            INSERT INTO missing_interview (circle_id, sealed, reference, person_id, service_id, care, given_names, family_name, known_as,
                                           born_on, sex, pronouns, opened_by_id, opened_at)
            VALUES (erle.open_interview_circle(one.service_id), false, erle.new_reference('I'), child.id, one.service_id, one.care,
                    child.given_names, child.family_name, child.known_as, child.born_on, child.sex, child.pronouns, erle.acting(), now())
            RETURNING * INTO open_one;
            PERFORM erle.interview_follows(open_one.circle_id, ARRAY[child.circle_id, one.circle_id]);
            PERFORM erle.brief_from_record(open_one.id, child, one.id);
        ELSE
            PERFORM erle.interview_follows(open_one.circle_id, ARRAY[one.circle_id]);
        END IF;
        INSERT INTO missing_covered (circle_id, sealed, interview_id, episode_id, kind, left_at, returned_at, returned_precision, due_at, outcome)
        VALUES (open_one.circle_id, open_one.sealed, open_one.id, one.id, one.kind, one.left_at, one.returned_at, one.returned_precision, one.due_at, '');
        IF one.due_at > now() THEN
            PERFORM erle.tell(open_one.circle_id, 'interview', open_one.reference, 'A child is back: a return interview is owed.');
        END IF;
    END LOOP;
END $$;

-- Tell the child's circle of a step: one row for each episode, one line in the chronology; where the interview was held or
-- declined the clock of the episode stops, and the episode has its outcome. Why it was late is told after the talk too.
CREATE OR REPLACE FUNCTION erle.tell_interview(interview bigint, covered bigint[], status text, title text, happened timestamptz, why text,
                                    note text, ends boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    acting bigint := erle.acting();
    who text := (SELECT w.name FROM agencies_worker w WHERE w.id = acting);
    told bigint[];
BEGIN
    told := array(SELECT c.episode_id FROM missing_covered c WHERE c.interview_id = held.id AND c.id = ANY (covered)
                  AND (c.ended_at IS NULL OR (status = 'late' AND c.outcome IN ('completed', 'declined'))));
    INSERT INTO missing_returninterview (circle_id, sealed, episode_id, status, happened_at, interviewer, note, code, recorded_by_id, recorded_at)
    SELECT e.circle_id, e.sealed, e.id, status, happened, who, note, why, acting, now() FROM missing_episode e WHERE e.id = ANY (told);
    INSERT INTO records_entry (circle_id, sealed, reference, person_id, agency_id, kind, happened_at, precision, title, text, quote,
                               source, grade, significant, recorded_by_id, recorded_at)
    SELECT p.circle_id, p.sealed, erle.new_reference('L'), p.id, held.service_id, 'return_interview', happened, 'minute', title, note, '',
           who, '', false, acting, now()
    FROM records_person p WHERE p.withdrawn_at IS NULL AND CASE
        WHEN EXISTS (SELECT 1 FROM missing_episode e WHERE e.id = ANY (told) AND e.person_id = held.person_id) THEN p.id = held.person_id
        ELSE p.id IN (SELECT e.person_id FROM missing_episode e WHERE e.id = ANY (told)) END;
    PERFORM erle.put_in_pictures(array(SELECT e.person_id FROM missing_episode e WHERE e.id = ANY (told) AND e.person_id <> held.person_id));
    IF ends AND status IN ('completed', 'declined') THEN
        UPDATE clocks_runningclock k SET stopped_at = now(), stopped_by_id = acting, outcome = tell_interview.title
        FROM missing_episode e WHERE e.id = ANY (told) AND k.about = e.reference AND k.key = 'return_interview' AND k.stopped_at IS NULL;
        UPDATE missing_covered c SET outcome = tell_interview.status, ended_by_id = acting, ended_at = now()
        WHERE c.interview_id = held.id AND c.episode_id = ANY (told) AND c.ended_at IS NULL;
    END IF;
END $$;

-- The interview of each episode was held or declined by others, or the return was taken back; the service is told. The record
-- has to say so first. What it answers depends on what who acts sees in the record, never on whether there is an interview.
CREATE OR REPLACE FUNCTION erle.end_interviews(episodes bigint[], ending text, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    one record;
    acting bigint := erle.acting();
    theirs bigint[];
BEGIN
    IF ending IS NULL OR ending NOT IN ('completed', 'declined', 'withdrawn') THEN
        RAISE EXCEPTION 'An interview does not end like that.' USING ERRCODE = '42501';
    END IF;
    theirs := array(SELECT e.id FROM missing_episode e WHERE e.id = ANY (episodes)
                    AND get_bit((SELECT erle.standing()), e.circle_id) <> 0 AND erle.let_into(e.circle_id));
    IF EXISTS (SELECT 1 FROM missing_episode e WHERE e.id = ANY (theirs) AND NOT CASE WHEN ending = 'withdrawn'
               THEN e.returned_at IS NULL OR e.withdrawn_at IS NOT NULL
               ELSE EXISTS (SELECT 1 FROM missing_returninterview r WHERE r.episode_id = e.id AND r.status = ending) END) THEN
        RAISE EXCEPTION 'The record does not say so.' USING ERRCODE = '42501';
    END IF;
    FOR one IN
        UPDATE missing_covered c SET outcome = ending, ended_by_id = acting, ended_at = now()
        FROM missing_episode e, missing_interview i
        WHERE e.id = c.episode_id AND i.id = c.interview_id AND e.id = ANY (theirs) AND c.ended_at IS NULL
        RETURNING i.id, i.circle_id, i.sealed, i.reference, i.ended_at
    LOOP
        CONTINUE WHEN one.ended_at IS NOT NULL;
        INSERT INTO missing_interviewturn (circle_id, sealed, interview_id, version, what, code, codes, words, whom, place, grade, happened_at,
                                           changed_by_id, changed_at)
        SELECT one.circle_id, one.sealed, one.id, coalesce(max(t.version), 0) + 1, 'elsewhere', ending, '{}', end_interviews.words, '', '', '', now(), acting, now()
        FROM missing_interviewturn t WHERE t.interview_id = one.id;
        IF NOT EXISTS (SELECT 1 FROM missing_covered c WHERE c.interview_id = one.id AND c.ended_at IS NULL)
           AND NOT EXISTS (SELECT 1 FROM missing_covered c WHERE c.interview_id = one.id AND c.outcome = 'completed' AND ending <> 'completed') THEN
            UPDATE missing_interview SET ended_by_id = acting, ended_at = now() WHERE id = one.id AND ended_at IS NULL;
        END IF;
        PERFORM erle.tell(one.circle_id, 'interview_elsewhere', one.reference, words);
    END LOOP;
END $$;
"""

PICTURES = """
-- Is the interview of the person still: is one of the episodes it answers for hers, by her record or by a tie that stands?
CREATE FUNCTION erle.interview_is_of(interview bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM missing_covered c JOIN missing_episode e ON e.id = c.episode_id
        WHERE c.interview_id = interview AND c.outcome <> 'withdrawn' AND (e.person_id = person OR EXISTS (
            SELECT 1 FROM linkage_tie t WHERE t.other_id = e.person_id AND t.picture_id = person AND t.undone_at IS NULL)));
$$;

-- Tie what an interviewer handed in to the picture of the child: it was made of it, so that no rule has to guess. It
-- is what she handed in as a return interview since this one was opened.
CREATE OR REPLACE FUNCTION erle.tie_by_interview(interview bigint, report bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    said records_report;
    child records_person;
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    SELECT r.* INTO said FROM records_report r
    WHERE r.id = report AND r.recorded_by_id = erle.acting() AND r.withdrawn_at IS NULL AND r.person_id <> held.person_id
      AND r.said ->> 'title' = 'Return interview'
      AND EXISTS (SELECT 1 FROM access_circle c WHERE c.id = r.circle_id AND c.opened_at >= held.opened_at);
    SELECT p.* INTO child FROM records_person p JOIN access_circle c ON c.id = p.circle_id AND c.kind = 'child'
    JOIN agencies_agency a ON a.id = c.agency_id AND a.kind = 'csc' WHERE p.id = held.person_id AND p.withdrawn_at IS NULL
    AND erle.interview_is_of(held.id, held.person_id);
    IF said.id IS NULL THEN
        RAISE EXCEPTION 'There is no such report.' USING ERRCODE = '42501';
    ELSIF child.id IS NULL OR EXISTS (SELECT 1 FROM linkage_tie t WHERE t.undone_at IS NULL AND t.other_id = said.person_id) THEN
        RETURN;
    END IF;
    INSERT INTO linkage_tie (circle_id, sealed, reference, picture_id, other_id, how, reason, tied_by_id, tied_at, undone_because)
    SELECT c.id, c.sealed, erle.new_reference('J'), child.id, said.person_id, 'judgement', 'Said in a return interview with this child',
           erle.acting(), now(), ''
    FROM access_circle c WHERE c.id = child.circle_id FOR KEY SHARE OF c;
    PERFORM erle.follow_pictures(ARRAY[said.person_id], ARRAY[child.id]);
    PERFORM erle.put_in_pictures(ARRAY[said.person_id]);
END $$;

-- Ask whoever leads for the child to look at risk and plan again, with the clock that runs for it; and offer lines for the
-- plan. The newest of the interview's episodes on the child's record says which. Nothing is started twice, and only that
-- clock, from the talk as it is written down.
CREATE OR REPLACE FUNCTION erle.pass_on_learning(interview bigint, clock_reference text, clock_key text, rule jsonb, calendar text, started timestamptz,
                                      due timestamptz, title text, owed_by text, parts text[], lines text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    child records_person;
    episode text;
    talked timestamptz;
    leads bigint;
BEGIN
    SELECT t.happened_at INTO talked FROM missing_interviewturn t WHERE t.interview_id = held.id AND t.what = 'held' ORDER BY t.version DESC LIMIT 1;
    IF held.ended_at IS NOT NULL OR talked IS NULL OR clock_key <> 'after_return_interview' OR due < talked OR due > talked + interval '1 year'
       OR NOT EXISTS (SELECT 1 FROM missing_covered c WHERE c.interview_id = held.id AND c.outcome = 'completed') THEN
        RAISE EXCEPTION 'There is no such interview.' USING ERRCODE = '42501';
    END IF;
    SELECT p.* INTO child FROM records_person p WHERE p.id = held.person_id AND p.withdrawn_at IS NULL AND erle.interview_is_of(held.id, held.person_id);
    INSERT INTO missing_planoffer (circle_id, sealed, person_id, part, words, offered_by_id, offered_at)
    SELECT child.circle_id, child.sealed, child.id, one.part, one.line, erle.acting(), now()
    FROM unnest(parts, lines) AS one (part, line) WHERE child.id IS NOT NULL;
    SELECT e.reference INTO episode FROM missing_covered c JOIN missing_episode e ON e.id = c.episode_id
    WHERE c.interview_id = held.id AND c.outcome = 'completed' AND e.person_id = child.id ORDER BY c.returned_at DESC LIMIT 1;
    IF episode IS NULL OR EXISTS (SELECT 1 FROM clocks_runningclock k WHERE k.about = episode AND k.key = clock_key) THEN
        RETURN;
    END IF;
    SELECT s.worker_id INTO leads FROM access_share s JOIN agencies_worker w ON w.id = s.worker_id AND w.left_on IS NULL
    WHERE s.circle_id = child.circle_id AND s.kind = 'lead' AND s.withdrawn_at IS NULL AND s.starts_at <= now() AND now() < s.ends_at
      AND erle.stands_in(s.worker_id, child.circle_id) ORDER BY s.id DESC LIMIT 1;
    INSERT INTO clocks_runningclock (circle_id, sealed, reference, key, rule, calendar, about, title, note, started_at, due_at,
                                     owed_by_agency_id, owed_by_role_id, owed_by_worker_id, begun_by_id, begun_at, outcome)
    SELECT child.circle_id, child.sealed, clock_reference, clock_key, rule, pass_on_learning.calendar, episode, pass_on_learning.title, '',
           talked, due, coalesce(w.agency_id, c.agency_id), CASE WHEN leads IS NULL THEN owed_by END, leads, erle.acting(), now(), ''
    FROM access_circle c LEFT JOIN agencies_worker w ON w.id = leads WHERE c.id = child.circle_id;
    PERFORM erle.tell(child.circle_id, 'interview_held', episode, 'A return interview was held. Look at risk and plan again.');
END $$;
"""

WITHHELD = """
-- Safety overrides what the child asked: whoever answers for the child's record is let in by name for a time, and told.
-- Whoever heard it decides, with her reasons; she learns whom it let in, unless a record that the interview follows is
-- sealed. Who is barred from one of these records, or kept out by the seal of one, is let in by none.
CREATE OR REPLACE FUNCTION erle.override_withheld(withheld bigint, why text, child_told text, until timestamptz, words text) RETURNS SETOF text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    kept missing_withheld;
    inside bigint;
    leader bigint;
    closed boolean;
    answering bigint[];
    names text[];
BEGIN
    SELECT w.* INTO kept FROM missing_withheld w WHERE w.id = withheld AND w.kept_by_id = acting AND erle.in_circle(w.circle_id);
    IF kept.id IS NULL OR trim(why) = '' THEN
        RAISE EXCEPTION 'Who heard it decides, with reasons.' USING ERRCODE = '42501';
    END IF;
    SELECT i.circle_id, p.circle_id INTO inside, leader FROM missing_interview i JOIN records_person p ON p.id = i.person_id WHERE i.id = kept.interview_id;
    closed := EXISTS (SELECT 1 FROM access_following f WHERE f.circle_id = inside AND f.own AND f.sealed);
    WITH standing AS (
        SELECT n.worker_id, min(array_position(ARRAY['lead', 'opened', 'shared'], s.kind::text)) AS rank
        FROM erle.needs_of(leader) n JOIN access_share s ON s.id = n.share_id AND s.kind IN ('lead', 'opened', 'shared')
        JOIN agencies_worker w ON w.id = n.worker_id AND w.kind = 'person' AND w.left_on IS NULL
        WHERE n.starts_at <= now() AND now() < n.ends_at AND n.worker_id <> acting AND erle.stands_in(n.worker_id, leader)
          AND NOT EXISTS (SELECT 1 FROM access_following f JOIN access_conflict k ON k.circle_id = f.leader_id
                          WHERE f.own AND f.circle_id = inside AND k.worker_id = n.worker_id
                          AND (k.ended_at IS NULL OR now() < k.ended_at))
          AND NOT EXISTS (SELECT 1 FROM access_following f WHERE f.own AND f.circle_id = inside AND f.sealed
                          AND NOT erle.stands_in(n.worker_id, f.leader_id))
        GROUP BY n.worker_id
    )
    SELECT array_agg(st.worker_id ORDER BY st.worker_id), array_agg(w.name || ', ' || a.name ORDER BY st.worker_id) INTO answering, names
    FROM standing st JOIN agencies_worker w ON w.id = st.worker_id JOIN agencies_agency a ON a.id = w.agency_id
    WHERE st.rank = (SELECT min(rank) FROM standing);
    IF closed AND names IS NOT NULL THEN
        names := ARRAY['Whoever answers for the child'];
    END IF;
    INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at, ends_at, shared_by_id,
                              shared_at, withdrawn_because)
    SELECT erle.new_reference('S'), 'shared', kept.circle_id, true, one, 'Safety overrides what the child asked', 'public_task_safeguarding', why,
           child_told, now(), least(until, now() + interval '90 days'), acting, now(), ''
    FROM unnest(answering) AS one
    WHERE NOT EXISTS (SELECT 1 FROM access_need n WHERE n.worker_id = one AND n.circle_id = kept.circle_id AND n.ends_at > now());
    INSERT INTO missing_override (circle_id, sealed, withheld_id, reason, child_told, let_in, decided_by_id, decided_at)
    VALUES (kept.circle_id, true, kept.id, why, override_withheld.child_told, coalesce(names, '{}'), acting, now());
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT one, 'withheld', kept.reference, words, clock_timestamp() FROM unnest(answering) AS one;
    RETURN QUERY SELECT unnest(names);
END $$;
"""

HEARING = """
-- May who acts still read what the child of the interview asked not to be shared? The interview is open to her, or the child's
-- record is: what bars her from it, or seals it against her, takes away what she heard and what was let out to her.
CREATE FUNCTION erle.may_hear(interview bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM missing_interview i JOIN records_person p ON p.id = i.person_id
                   WHERE i.id = interview AND (erle.in_circle(i.circle_id) OR erle.in_circle(p.circle_id)));
$$;
"""

LEAVING = """
-- Withdraw what an override let out to whoever no longer stands in the child's record.
CREATE FUNCTION erle.withdraw_withheld() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed c JOIN records_person p ON p.circle_id = c.circle_id
               JOIN missing_interview i ON i.person_id = p.id JOIN missing_withheld w ON w.interview_id = i.id) THEN
        UPDATE access_share s SET withdrawn_by_id = coalesce(erle.acting(), s.shared_by_id), withdrawn_at = greatest(now(), s.starts_at),
               withdrawn_because = 'No longer in the child''s record'
        FROM records_person p JOIN missing_interview i ON i.person_id = p.id JOIN missing_withheld w ON w.interview_id = i.id
        WHERE p.circle_id IN (SELECT circle_id FROM changed) AND s.circle_id = w.circle_id AND s.kind = 'shared'
          AND s.withdrawn_at IS NULL AND s.ends_at > now() AND NOT erle.stands_in(s.worker_id, p.circle_id);
    END IF;
    RETURN NULL;
END $$;
"""
HEARD = [
    "CREATE TRIGGER access_share_withheld AFTER UPDATE ON access_share"
    " REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.withdraw_withheld()",
    "REVOKE ALL ON FUNCTION erle.withdraw_withheld() FROM PUBLIC",
    "ALTER FUNCTION erle.withdraw_withheld() OWNER TO erle_keeper",
    "CREATE POLICY missing_withheld_select_heard ON missing_withheld AS RESTRICTIVE FOR SELECT TO erle_worker"
    " USING (erle.may_hear(interview_id))",
    "CREATE POLICY missing_override_select_heard ON missing_override AS RESTRICTIVE FOR SELECT TO erle_worker"
    " USING (EXISTS (SELECT 1 FROM missing_withheld w WHERE w.id = withheld_id))",
]

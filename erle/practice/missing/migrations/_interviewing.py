"""The SQL by which a return interview opens by itself, tells the child's circle, and is told by it; run by 0006.

An interviewer is in no circle of the child, and who is in the child's circle is in none of the interview's. What passes
between the two passes by these functions, each of which asks who acts, and nothing else of the other side is answered.
"""

FAR = "timestamptz '9999-12-31 00:00:00+00'"

OPENING = f"""
-- The group by which an interview is routed: care status as it was last recorded; where nothing was, whether the child was
-- away from placement, or was told of by the return of looked-after children.
CREATE FUNCTION erle.interview_care(episode missing_episode, looked_after text[]) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT CASE WHEN known.codes @> ARRAY['placed_here_by_other_la']::varchar[] THEN 'placed_here'
                WHEN known.codes && looked_after::varchar[] OR (known.codes IS NULL AND (episode.kind = 'A' OR EXISTS (
                    SELECT 1 FROM records_importbatch b WHERE b.id = episode.batch_id AND b.format = 'ssda903'))) THEN 'care'
                WHEN known.codes IS NULL OR known.codes = ARRAY['none']::varchar[] THEN 'not_known' ELSE 'home' END
    FROM (VALUES (1)) AS one LEFT JOIN LATERAL (
        SELECT t.codes FROM missing_turn t WHERE t.episode_id = episode.id AND t.what = 'care'
        ORDER BY t.version DESC LIMIT 1) AS known ON true;
$$;

-- The service that holds the interviews of the group from a child who came back on the day.
CREATE FUNCTION erle.interview_service(care_group text, on_day date) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    SELECT a.id FROM (
        SELECT s.agency_id FROM missing_interviewservice s WHERE s.care = care_group AND s.in_force_from <= on_day
        ORDER BY s.in_force_from DESC, s.id DESC LIMIT 1) AS held
    JOIN agencies_agency a ON a.id = held.agency_id AND a.closed_on IS NULL;
$$;

-- Open a circle for an interview: those who hold interviews at the service, as far as the child's records let them. It
-- follows these records: what bars a worker from one, or seals one, closes the interview.
CREATE FUNCTION erle.open_interview_circle(service bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    opened bigint;
BEGIN
    INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)
    VALUES (erle.new_reference('C'), 'interview', service, false, now(), erle.acting()) RETURNING id INTO opened;
    INSERT INTO access_share (reference, kind, circle_id, sealed, agency_id, role_id, worker_id, purpose, basis, reason, told,
                              starts_at, ends_at, shared_by_id, shared_at, withdrawn_because)
    SELECT erle.new_reference('S'), 'shared', opened, false, service, r.slug, NULL, 'Holds the return interview',
           'public_task_safeguarding', '', '', now(), {FAR}, erle.acting(), now(), ''
    FROM agencies_role r WHERE 'hold_interviews' = ANY (r.abilities);
    RETURN opened;
END $$;

-- Have an interview's circle follow the records.
CREATE FUNCTION erle.interview_follows(circle bigint, leaders bigint[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    INSERT INTO access_following (circle_id, leader_id, sealed, own, desk, kin)
    SELECT circle, c.id, c.sealed, true, true, false FROM access_circle c WHERE c.id = ANY (leaders) ORDER BY c.id FOR KEY SHARE OF c
    ON CONFLICT DO NOTHING;
$$;

-- What an interviewer must know, as far as it stands in the child's record: where the child lives, how great the risk was
-- held to be, and what the child asked for. It stands in the child's circle too, where it is read and put right.
CREATE FUNCTION erle.brief_from_record(interview bigint, child records_person, episode bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    level text := (SELECT t.code FROM missing_turn t WHERE t.episode_id = episode AND t.what = 'risk' ORDER BY t.version DESC LIMIT 1);
    asked text := (SELECT array_to_string(w.wishes, E'\\n') FROM records_words w
                   WHERE w.person_id = child.id AND w.withdrawn_at IS NULL ORDER BY w.said_at DESC LIMIT 1);
BEGIN
    INSERT INTO missing_briefing (circle_id, sealed, interview_id, service_id, reach, may_be_told, risks, wishes, written_by_id, written_at)
    SELECT place.circle, place.sealed, i.id, i.service_id, concat_ws(E'\\n', nullif(child.lives, ''), nullif(child.school, '')), '',
           coalesce('Risk while missing was graded ' || replace(level, '_', ' ') || '.', ''), coalesce(asked, ''), erle.acting(), now()
    FROM missing_interview i
    CROSS JOIN LATERAL (VALUES (i.circle_id, i.sealed), (child.circle_id, child.sealed)) AS place (circle, sealed)
    WHERE i.id = interview;
END $$;

-- Open the interview of each return, at the service to which the table leads; an interview of the same child that is open
-- there answers for this episode too. A child's two records are one child where they are tied. Whoever opens is told
-- nothing of it: she learns neither who the service is nor whether the child was known to it.
CREATE FUNCTION erle.open_interviews(episodes bigint[], looked_after text[]) RETURNS void
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
          AND get_bit((SELECT erle.standing()), e.circle_id) <> 0
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
"""

PASSING = """
-- The interview of the circle that whoever acts holds; nothing where she does not.
CREATE FUNCTION erle.interview_held(interview bigint) RETURNS missing_interview
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview;
BEGIN
    SELECT i.* INTO held FROM missing_interview i WHERE i.id = interview AND erle.able('hold_interviews') AND erle.let_into(i.circle_id);
    IF held.id IS NULL THEN
        RAISE EXCEPTION 'There is no such interview.' USING ERRCODE = '42501';
    END IF;
    RETURN held;
END $$;

-- Tell the child's circle of a step: one row for each episode, one line in the chronology; where the interview was held or
-- declined the clock of the episode stops, and the episode has its outcome.
CREATE FUNCTION erle.tell_interview(interview bigint, covered bigint[], status text, title text, happened timestamptz, why text,
                                    note text, ends boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    acting bigint := erle.acting();
    who text := (SELECT w.name FROM agencies_worker w WHERE w.id = acting);
    told bigint[];
BEGIN
    told := array(SELECT c.episode_id FROM missing_covered c WHERE c.interview_id = held.id AND c.id = ANY (covered) AND c.ended_at IS NULL);
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
    IF ends THEN
        UPDATE clocks_runningclock k SET stopped_at = now(), stopped_by_id = acting, outcome = tell_interview.title
        FROM missing_episode e WHERE e.id = ANY (told) AND k.about = e.reference AND k.key = 'return_interview' AND k.stopped_at IS NULL;
        UPDATE missing_covered c SET outcome = tell_interview.status, ended_by_id = acting, ended_at = now()
        WHERE c.interview_id = held.id AND c.episode_id = ANY (told) AND c.ended_at IS NULL;
    END IF;
END $$;

-- Tie what an interviewer handed in to the picture of the child: it was made of it, so that no rule has to guess.
CREATE FUNCTION erle.tie_by_interview(interview bigint, report bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    said records_report;
    child records_person;
BEGIN
    PERFORM pg_advisory_xact_lock(7305525);
    SELECT r.* INTO said FROM records_report r
    WHERE r.id = report AND r.recorded_by_id = erle.acting() AND r.withdrawn_at IS NULL AND r.person_id <> held.person_id;
    SELECT p.* INTO child FROM records_person p JOIN access_circle c ON c.id = p.circle_id AND c.kind = 'child'
    JOIN agencies_agency a ON a.id = c.agency_id AND a.kind = 'csc' WHERE p.id = held.person_id AND p.withdrawn_at IS NULL;
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
-- plan. The newest of the interview's episodes on the child's record says which. Nothing is started twice.
CREATE FUNCTION erle.pass_on_learning(interview bigint, clock_reference text, clock_key text, rule jsonb, calendar text, started timestamptz,
                                      due timestamptz, title text, owed_by text, parts text[], lines text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    child records_person;
    episode text;
    leads bigint;
BEGIN
    SELECT p.* INTO child FROM records_person p WHERE p.id = held.person_id AND p.withdrawn_at IS NULL;
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
           started, due, coalesce(w.agency_id, c.agency_id), CASE WHEN leads IS NULL THEN owed_by END, leads, erle.acting(), now(), ''
    FROM access_circle c LEFT JOIN agencies_worker w ON w.id = leads WHERE c.id = child.circle_id;
    PERFORM erle.tell(child.circle_id, 'interview_held', episode, 'A return interview was held. Look at risk and plan again.');
END $$;
"""

FROM_THE_CHILD = """
-- What those in the child's circle want the interviewer to know.
CREATE FUNCTION erle.brief_interviewer(episode bigint, reach text, may_be_told text, risks text, wishes text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview;
    of missing_episode;
BEGIN
    SELECT e.* INTO of FROM missing_episode e WHERE e.id = episode AND erle.able('hand_in') AND erle.let_into(e.circle_id);
    SELECT i.* INTO held FROM missing_covered c JOIN missing_interview i ON i.id = c.interview_id
    WHERE c.episode_id = of.id AND c.ended_at IS NULL AND i.ended_at IS NULL;
    IF held.id IS NULL THEN
        RAISE EXCEPTION 'There is no such interview.' USING ERRCODE = '42501';
    END IF;
    INSERT INTO missing_briefing (circle_id, sealed, interview_id, service_id, reach, may_be_told, risks, wishes, written_by_id, written_at)
    SELECT place.circle, place.sealed, held.id, held.service_id, brief_interviewer.reach, brief_interviewer.may_be_told,
           brief_interviewer.risks, brief_interviewer.wishes, erle.acting(), now()
    FROM (VALUES (held.circle_id, held.sealed), (of.circle_id, of.sealed)) AS place (circle, sealed);
    PERFORM erle.tell(held.circle_id, 'interview_briefed', held.reference, 'There is something new that you must know before you meet the child.');
END $$;

-- The interview of each episode was held or declined by others, or the return was taken back; the service is told.
CREATE FUNCTION erle.end_interviews(episodes bigint[], ending text, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    one record;
    acting bigint := erle.acting();
BEGIN
    FOR one IN
        UPDATE missing_covered c SET outcome = ending, ended_by_id = acting, ended_at = now()
        FROM missing_episode e, missing_interview i
        WHERE e.id = c.episode_id AND i.id = c.interview_id AND e.id = ANY (episodes) AND c.ended_at IS NULL
          AND get_bit((SELECT erle.standing()), e.circle_id) <> 0
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

WITHHOLDING = f"""
-- Open a circle for what a child asked not to be shared: whoever heard it, alone. It is sealed from its first moment, so
-- that no role and nobody who sees everything is in it.
CREATE FUNCTION erle.open_withheld_circle(interview bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview := erle.interview_held(interview);
    opened bigint;
BEGIN
    INSERT INTO access_circle (reference, kind, agency_id, sealed, opened_at, opened_by_id)
    VALUES (erle.new_reference('C'), 'withheld', held.service_id, true, now(), erle.acting()) RETURNING id INTO opened;
    INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at, ends_at, shared_by_id,
                              shared_at, withdrawn_because)
    VALUES (erle.new_reference('S'), 'opened', opened, true, erle.acting(), 'Heard it from the child', 'public_task_safeguarding', '', '', now(),
            {FAR}, erle.acting(), now(), '');
    RETURN opened;
END $$;

-- Safety overrides what the child asked: whoever answers for the child's record is let in by name for a time, and told.
-- Whoever heard it decides, with her reasons; she learns whom it let in.
CREATE FUNCTION erle.override_withheld(withheld bigint, why text, child_told text, until timestamptz, words text) RETURNS SETOF text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    acting bigint := erle.acting();
    kept missing_withheld;
    leader bigint;
    answering bigint[];
    names text[];
BEGIN
    SELECT w.* INTO kept FROM missing_withheld w WHERE w.id = withheld AND w.kept_by_id = acting AND erle.in_circle(w.circle_id);
    IF kept.id IS NULL OR trim(why) = '' THEN
        RAISE EXCEPTION 'Who heard it decides, with reasons.' USING ERRCODE = '42501';
    END IF;
    SELECT p.circle_id INTO leader FROM missing_interview i JOIN records_person p ON p.id = i.person_id WHERE i.id = kept.interview_id;
    WITH standing AS (
        SELECT n.worker_id, min(array_position(ARRAY['lead', 'opened', 'shared'], s.kind::text)) AS rank
        FROM erle.needs_of(leader) n JOIN access_share s ON s.id = n.share_id AND s.kind IN ('lead', 'opened', 'shared')
        JOIN agencies_worker w ON w.id = n.worker_id AND w.kind = 'person' AND w.left_on IS NULL
        WHERE n.starts_at <= now() AND now() < n.ends_at AND n.worker_id <> acting AND erle.stands_in(n.worker_id, leader)
        GROUP BY n.worker_id
    )
    SELECT array_agg(st.worker_id ORDER BY st.worker_id), array_agg(w.name || ', ' || a.name ORDER BY st.worker_id) INTO answering, names
    FROM standing st JOIN agencies_worker w ON w.id = st.worker_id JOIN agencies_agency a ON a.id = w.agency_id
    WHERE st.rank = (SELECT min(rank) FROM standing);
    INSERT INTO access_share (reference, kind, circle_id, sealed, worker_id, purpose, basis, reason, told, starts_at, ends_at, shared_by_id,
                              shared_at, withdrawn_because)
    SELECT erle.new_reference('S'), 'shared', kept.circle_id, true, one, 'Safety overrides what the child asked', 'public_task_safeguarding', why,
           child_told, now(), until, acting, now(), ''
    FROM unnest(answering) AS one
    WHERE NOT EXISTS (SELECT 1 FROM access_need n WHERE n.worker_id = one AND n.circle_id = kept.circle_id AND n.ends_at > now());
    INSERT INTO missing_override (circle_id, sealed, withheld_id, reason, child_told, let_in, decided_by_id, decided_at)
    VALUES (kept.circle_id, true, kept.id, why, override_withheld.child_told, coalesce(names, '{{}}'), acting, now());
    INSERT INTO access_notice (worker_id, kind, about, words, told_at)
    SELECT one, 'withheld', kept.reference, words, clock_timestamp() FROM unnest(answering) AS one;
    RETURN QUERY SELECT unnest(names);
END $$;

-- Who is barred from a child's record is barred from what was let out to her of what the child asked not to be shared.
CREATE FUNCTION erle.bar_from_withheld() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM changed c JOIN access_following f ON f.leader_id = c.circle_id AND f.own
               JOIN access_circle k ON k.id = f.circle_id AND k.kind = 'interview') THEN
        UPDATE access_share s SET withdrawn_by_id = c.declared_by_id, withdrawn_at = greatest(now(), s.starts_at),
               withdrawn_because = 'Kept out of the child''s record'
        FROM changed c JOIN access_following f ON f.leader_id = c.circle_id AND f.own
        JOIN missing_interview i ON i.circle_id = f.circle_id JOIN missing_withheld w ON w.interview_id = i.id
        WHERE s.circle_id = w.circle_id AND s.worker_id = c.worker_id AND s.withdrawn_at IS NULL AND s.ends_at > now();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER access_conflict_withheld AFTER INSERT ON access_conflict
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.bar_from_withheld();
"""

CALLABLE = (
    "erle.open_interviews(bigint[], text[])",
    "erle.tell_interview(bigint, bigint[], text, text, timestamptz, text, text, boolean)",
    "erle.tie_by_interview(bigint, bigint)",
    "erle.pass_on_learning(bigint, text, text, jsonb, text, timestamptz, timestamptz, text, text, text[], text[])",
    "erle.brief_interviewer(bigint, text, text, text, text)",
    "erle.end_interviews(bigint[], text, text)",
    "erle.open_withheld_circle(bigint)",
    "erle.override_withheld(bigint, text, text, timestamptz, text)",
)
INNER = (
    "erle.interview_care(missing_episode, text[])",
    "erle.interview_service(text, date)",
    "erle.open_interview_circle(bigint)",
    "erle.interview_follows(bigint, bigint[])",
    "erle.brief_from_record(bigint, records_person, bigint)",
    "erle.interview_held(bigint)",
    "erle.bar_from_withheld()",
)
OWNERSHIP = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO erle_worker; ALTER FUNCTION {name} OWNER TO erle_keeper;"
    for name in CALLABLE
) + "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; ALTER FUNCTION {name} OWNER TO erle_keeper;" for name in INNER)
INTERVIEWING = [OPENING, PASSING, FROM_THE_CHILD, WITHHOLDING, OWNERSHIP]

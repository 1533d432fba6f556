"""The SQL of migration 0010: what an interview covers by a tie is parted from it with the tie, and covered anew.

A tie says that two records are of one child; an interview covers by it an episode of the record that is tied. When the
tie is undone the return stands, and so do its 72 hours: the episode is answered for by an interview of its own record.
"""

OPENING = """
-- The interview of the child that is open at the service, or a new one, answers for the episode too. It follows the
-- episode's record and the child's.
CREATE FUNCTION erle.cover_episode(episode missing_episode, child_id bigint, service bigint, care_group text, due timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    child records_person;
    open_one missing_interview;
BEGIN
    SELECT * INTO child FROM records_person WHERE id = child_id;
    SELECT * INTO open_one FROM missing_interview i
    WHERE i.person_id = child.id AND i.service_id = service AND i.ended_at IS NULL ORDER BY i.id DESC LIMIT 1;
    IF open_one.id IS NULL THEN
        INSERT INTO missing_interview (circle_id, sealed, reference, person_id, service_id, care, given_names, family_name, known_as,
                                       born_on, sex, pronouns, opened_by_id, opened_at)
        VALUES (erle.open_interview_circle(service), false, erle.new_reference('I'), child.id, service, care_group,
                child.given_names, child.family_name, child.known_as, child.born_on, child.sex, child.pronouns, erle.acting(), now())
        RETURNING * INTO open_one;
        PERFORM erle.interview_follows(open_one.circle_id, ARRAY[child.circle_id, episode.circle_id]);
        PERFORM erle.brief_from_record(open_one.id, child, episode.id);
    ELSE
        PERFORM erle.interview_follows(open_one.circle_id, ARRAY[episode.circle_id]);
    END IF;
    INSERT INTO missing_covered (circle_id, sealed, interview_id, episode_id, kind, left_at, returned_at, returned_precision, due_at, outcome)
    SELECT i.circle_id, i.sealed, i.id, episode.id, episode.kind, episode.left_at, episode.returned_at, episode.returned_precision, due, ''
    FROM missing_interview i WHERE i.id = open_one.id;
    IF due > now() THEN
        PERFORM erle.tell(open_one.circle_id, 'interview', open_one.reference, 'A child is back: a return interview is owed.');
    END IF;
    RETURN open_one.id;
END $$;

-- As in 0007; a tie that somebody undoes at the same time is waited for, or waits.
CREATE OR REPLACE FUNCTION erle.open_interviews(episodes bigint[], looked_after text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    one record;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM missing_interviewservice) THEN
        RETURN;
    END IF;
    PERFORM 1 FROM linkage_tie t WHERE t.undone_at IS NULL
        AND t.other_id IN (SELECT e.person_id FROM missing_episode e WHERE e.id = ANY (episodes)) ORDER BY t.id FOR SHARE;
    PERFORM pg_advisory_xact_lock(7305531);
    FOR one IN
        SELECT e AS episode, g.care, k.due_at, coalesce(t.picture_id, e.person_id) AS child_id,
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
        PERFORM erle.cover_episode(one.episode, one.child_id, one.service_id, one.care, one.due_at);
    END LOOP;
END $$;
"""

PARTING = """
-- What the circle of the record wanted the interviewer of one interview to know is told to her of another.
CREATE FUNCTION erle.carry_briefing(former bigint, present bigint, record_circle bigint) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
    INSERT INTO missing_briefing (circle_id, sealed, interview_id, service_id, reach, may_be_told, risks, wishes, written_by_id, written_at)
    SELECT place.circle, place.sealed, i.id, i.service_id, told.reach, told.may_be_told, told.risks, told.wishes, told.written_by_id, told.written_at
    FROM missing_interview i
    CROSS JOIN LATERAL (SELECT b.* FROM missing_briefing b WHERE b.interview_id = former AND b.circle_id = record_circle
                        ORDER BY b.id DESC LIMIT 1) AS told
    CROSS JOIN LATERAL (VALUES (i.circle_id, i.sealed), (told.circle_id, told.sealed)) AS place (circle, sealed)
    WHERE i.id = present;
$$;

-- An interview no longer answers for what it covered: a turn says why, it ends where nothing else is owed or was talked
-- about, those who run it are told, and the ledger has it.
CREATE FUNCTION erle.taken_off(interview bigint, ending text, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    held missing_interview;
BEGIN
    SELECT * INTO held FROM missing_interview WHERE id = interview;
    INSERT INTO missing_interviewturn (circle_id, sealed, interview_id, version, what, code, codes, words, whom, place, grade, happened_at,
                                       changed_by_id, changed_at)
    SELECT held.circle_id, held.sealed, held.id, coalesce(max(t.version), 0) + 1, 'elsewhere', ending, '{}', taken_off.words, '', '', '', now(),
           erle.acting(), now()
    FROM missing_interviewturn t WHERE t.interview_id = held.id;
    IF NOT EXISTS (SELECT 1 FROM missing_covered c WHERE c.interview_id = held.id AND (c.ended_at IS NULL OR c.outcome = 'completed')) THEN
        UPDATE missing_interview SET ended_by_id = erle.acting(), ended_at = now() WHERE id = held.id AND ended_at IS NULL;
    END IF;
    PERFORM erle.tell(held.circle_id, 'interview_elsewhere', held.reference, words);
    PERFORM erle.ledger_write('recorded', ARRAY[held.reference::text], ARRAY[held.circle_id], 'interview_' || ending, '{}');
END $$;

-- A tie is undone: what an open interview covers by it is covered by it no longer, and what the record's circle told of
-- another child goes out. A return that is still to be talked about is answered for by an interview of its own record, at
-- the same service, with the clock of the return.
CREATE FUNCTION erle.part_interviews() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    one record;
    parted bigint[];
BEGIN
    SELECT array_agg(DISTINCT i.id) INTO parted
    FROM changed c JOIN before b ON b.id = c.id AND b.undone_at IS NULL
    JOIN missing_interview i ON i.person_id = c.picture_id AND i.ended_at IS NULL
    WHERE c.undone_at IS NOT NULL;
    IF parted IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(7305531);
    PERFORM 1 FROM missing_interview WHERE id = ANY (parted) ORDER BY id FOR UPDATE;
    FOR one IN
        SELECT v.id AS covered, v.ended_at, v.due_at, i.id AS interview, i.circle_id AS inside, i.service_id, i.care, e AS episode, e.circle_id
        FROM changed c JOIN before b ON b.id = c.id AND b.undone_at IS NULL
        JOIN missing_interview i ON i.person_id = c.picture_id AND i.id = ANY (parted) AND i.ended_at IS NULL
        JOIN missing_covered v ON v.interview_id = i.id AND v.parted_at IS NULL AND v.outcome IN ('', 'completed', 'declined')
        JOIN missing_episode e ON e.id = v.episode_id AND e.person_id = c.other_id
        WHERE c.undone_at IS NOT NULL ORDER BY i.id, v.id
    LOOP
        UPDATE missing_covered SET parted_at = now(), outcome = CASE WHEN ended_at IS NULL THEN 'parted' ELSE outcome END,
               ended_by_id = coalesce(ended_by_id, erle.acting()), ended_at = coalesce(ended_at, now())
        WHERE id = one.covered;
        UPDATE missing_briefing b SET withdrawn_at = now() FROM missing_briefing o
        WHERE b.interview_id = one.interview AND b.circle_id = one.inside AND b.withdrawn_at IS NULL AND o.interview_id = b.interview_id
          AND o.circle_id = one.circle_id AND (o.written_by_id, o.written_at) = (b.written_by_id, b.written_at);
        IF one.ended_at IS NULL THEN
            PERFORM erle.carry_briefing(one.interview, erle.cover_episode(one.episode, (one.episode).person_id, one.service_id, one.care,
                                        one.due_at), one.circle_id);
        END IF;
    END LOOP;
    PERFORM erle.taken_off(v.interview_id, 'parted', 'The records were found not to be the same child.')
    FROM (SELECT DISTINCT interview_id FROM missing_covered WHERE interview_id = ANY (parted) AND parted_at = now()) AS v;
    RETURN NULL;
END $$;
"""

JOINING = """
-- A tie that was undone is made again: what was parted by it, and is still owed, opens anew for the child of the picture, with
-- the clock of the return. An interview of the record by itself gives way, unless somebody has written in it: then it goes on.
CREATE FUNCTION erle.join_interviews() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, erle, pg_temp AS $$
DECLARE
    one record;
    own missing_covered;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM changed c JOIN missing_interview i ON i.person_id = c.picture_id
                   JOIN missing_covered v ON v.interview_id = i.id AND v.parted_at IS NOT NULL
                   JOIN missing_episode e ON e.id = v.episode_id AND e.person_id = c.other_id) THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(7305531);
    UPDATE missing_covered v SET parted_at = NULL FROM changed c, missing_interview i, missing_episode e
    WHERE i.person_id = c.picture_id AND i.ended_at IS NULL AND v.interview_id = i.id AND e.id = v.episode_id AND e.person_id = c.other_id
      AND v.parted_at IS NOT NULL AND v.outcome IN ('completed', 'declined');
    FOR one IN
        SELECT DISTINCT ON (e.id) e AS episode, e.id, e.circle_id, c.picture_id, i.service_id, i.care, k.due_at
        FROM changed c JOIN missing_episode e ON e.person_id = c.other_id AND e.returned_at IS NOT NULL AND e.withdrawn_at IS NULL
        JOIN clocks_runningclock k ON k.about = e.reference AND k.key = 'return_interview' AND k.stopped_at IS NULL
        JOIN missing_covered v ON v.episode_id = e.id AND v.outcome = 'parted'
        JOIN missing_interview i ON i.id = v.interview_id AND i.person_id = c.picture_id ORDER BY e.id, v.id DESC
    LOOP
        SELECT * INTO own FROM missing_covered v WHERE v.episode_id = one.id AND v.ended_at IS NULL;
        CONTINUE WHEN EXISTS (SELECT 1 FROM missing_interviewturn t WHERE t.interview_id = own.interview_id);
        IF own.id IS NOT NULL THEN
            UPDATE missing_covered SET outcome = 'joined', ended_by_id = erle.acting(), ended_at = now() WHERE id = own.id;
            PERFORM erle.taken_off(own.interview_id, 'joined', 'The records are of one child: the interview goes on under the other.');
        END IF;
        PERFORM erle.carry_briefing(own.interview_id, erle.cover_episode(one.episode, one.picture_id, one.service_id, one.care, one.due_at),
                                    one.circle_id);
    END LOOP;
    RETURN NULL;
END $$;
"""

# As in 0007; whose child's the words are is not known where the records were found not to be of one child, and nobody is let in.
LET_OUT = (
    "SELECT i.circle_id, p.circle_id INTO inside, leader FROM missing_interview i JOIN records_person p ON p.id = i.person_id"
    " WHERE i.id = kept.interview_id;"
)
NOT_WHEN_PARTED = (
    "\n    IF NOT erle.interview_is_of(kept.interview_id, (SELECT i.person_id FROM missing_interview i WHERE i.id = kept.interview_id))"
    "\n       AND EXISTS (SELECT 1 FROM missing_covered c WHERE c.interview_id = kept.interview_id AND c.parted_at IS NOT NULL) THEN"
    "\n        leader := NULL;"
    "\n    END IF;"
)

# As in 0007; of what was parted nothing is told any more.
TOLD = "WHERE c.interview_id = held.id AND c.id = ANY (covered)"

TRIGGERS = [
    "CREATE TRIGGER linkage_tie_undone_interviews AFTER UPDATE ON linkage_tie"
    " REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.part_interviews()",
    "CREATE TRIGGER linkage_tie_made_interviews AFTER INSERT ON linkage_tie"
    " REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION erle.join_interviews()",
]
INNER = (
    "erle.cover_episode(missing_episode, bigint, bigint, text, timestamptz)",
    "erle.carry_briefing(bigint, bigint, bigint)",
    "erle.taken_off(bigint, text, text)",
    "erle.part_interviews()",
    "erle.join_interviews()",
)
PRIVATE = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in INNER)

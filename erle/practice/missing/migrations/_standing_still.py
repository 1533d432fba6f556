"""The SQL of migration 0013: an interview stands still while something is added to it, and an undone tie writes in no record's name.

An interview that is handed over, or ended, moves its rows from one circle to another. What is added meanwhile from the
child's side reads it once that is over; otherwise it would stay in a circle that nobody looks into any more.
"""

from erle.practice.missing.migrations._handing_over import AT_THE_SERVICE, OR_HANDED_OVER
from erle.practice.missing.migrations._interviewing import FROM_THE_CHILD, OPENING
from erle.practice.missing.migrations._interviewing_narrowed import RECORDS
from erle.practice.missing.migrations._parting import JOINING, PARTING
from erle.practice.missing.migrations._parting import OPENING as COVERING


def _changed(text: str, *changes: tuple[str, str]) -> str:
    """Return the text of one function, replaced in these places, each of which it has once."""
    for former, present in changes:
        if text.count(former) != 1:
            raise ValueError(f"Found {text.count(former)} times: {former}")
        text = text.replace(former, present)
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def _one(text: str, begins: str, ends: str = "") -> str:
    """Return one function of a text that has several."""
    start = text.index(begins)
    return text[start : text.index(ends, start)] if ends else text[start:]


# As in 0012; who finishes the interview or takes it over meanwhile is waited for; and where nobody is at the service any
# longer, the one that holds such interviews now has it.
READS = "    SELECT * INTO open_one FROM missing_interview i\n"
COVER = _changed(
    _one(COVERING, "-- The interview of the child that is open", "-- As in 0007"),
    (AT_THE_SERVICE, OR_HANDED_OVER),
    (
        READS,
        "    IF NOT erle.holds_interviews(service) THEN\n"
        "        service := coalesce(erle.interview_service(care_group, (episode.returned_at AT TIME ZONE 'Europe/London')::date), service);\n"
        "    END IF;\n"
        "    PERFORM 1 FROM missing_interview i WHERE i.person_id = child.id AND i.ended_at IS NULL ORDER BY i.id FOR UPDATE;\n"
        + READS,
    ),
    ("h.from_service_id = service))", "h.from_service_id = service AND erle.holds_interviews(i.service_id)))"),
)

# As in 0006; the record's circle has a copy, but not from who undoes a tie and is not in it: it would tell who that is.
BRIEF = _changed(
    _one(OPENING, "-- What an interviewer must know, as far as", "-- Open the interview of each return"),
    (
        "    WHERE i.id = interview;\n",
        "    WHERE i.id = interview AND (place.circle = i.circle_id OR erle.in_circle(place.circle)\n"
        "        OR NOT EXISTS (SELECT 1 FROM missing_episode e WHERE e.id = episode AND e.person_id = child.id));\n",
    ),
)

# As in 0010, in the same way: what that circle wrote stands there already, for whichever interview of the episode.
CARRY = _changed(
    _one(PARTING, "-- What the circle of the record wanted", "-- An interview no longer answers"),
    (
        "WHERE b.interview_id = former AND b.circle_id = record_circle\n",
        "WHERE b.circle_id = record_circle AND b.interview_id IN (\n"
        "                            SELECT v.interview_id FROM missing_covered v JOIN missing_covered w ON w.episode_id = v.episode_id\n"
        "                            WHERE w.interview_id = present)\n",
    ),
    (
        "    WHERE i.id = present;\n",
        "    WHERE i.id = present AND (place.circle = i.circle_id OR erle.in_circle(place.circle));\n",
    ),
)
PART = _changed(
    _one(PARTING, "-- A tie is undone:"),
    (
        "AND o.interview_id = b.interview_id\n          AND o.circle_id = one.circle_id AND (o.written_by_id, o.written_at) = (b.written_by_id, b.written_at);",
        "\n          AND o.circle_id = one.circle_id AND (o.written_by_id, o.written_at, o.reach, o.may_be_told, o.risks, o.wishes)\n"
        "              = (b.written_by_id, b.written_at, b.reach, b.may_be_told, b.risks, b.wishes);",
    ),
)

# As in 0010; who writes in the record's own interview meanwhile is waited for.
OWN = "        SELECT * INTO own FROM missing_covered v WHERE v.episode_id = one.id AND v.ended_at IS NULL;\n"
JOIN = _changed(
    JOINING,
    (
        OWN,
        "        PERFORM 1 FROM missing_interview i WHERE i.id IN (\n"
        "            SELECT v.interview_id FROM missing_covered v WHERE v.episode_id = one.id AND v.ended_at IS NULL) ORDER BY i.id FOR UPDATE;\n"
        "        CONTINUE WHEN NOT EXISTS (SELECT 1 FROM missing_episode e JOIN clocks_runningclock k ON k.about = e.reference\n"
        "                                  AND k.key = 'return_interview' AND k.stopped_at IS NULL WHERE e.id = one.id);\n"
        + OWN,
    ),
)

# As in 0006; told to the service that holds the interview when this is over.
HELD = "    SELECT i.* INTO held FROM missing_covered c JOIN missing_interview i ON i.id = c.interview_id\n"
BRIEFED = _changed(
    _one(FROM_THE_CHILD, "-- What those in the child's circle want", "-- The interview of each episode"),
    (
        HELD,
        "    PERFORM 1 FROM missing_interview i WHERE i.id IN (\n"
        "        SELECT c.interview_id FROM missing_covered c WHERE c.episode_id = of.id AND c.ended_at IS NULL) ORDER BY i.id FOR UPDATE;\n"
        + HELD,
    ),
)

# As in 0007, in the same way.
LOOP = "    FOR one IN\n        UPDATE missing_covered c SET outcome = ending"
ENDED = _changed(
    _one(RECORDS, "-- The interview of each episode"),
    (
        LOOP,
        "    PERFORM 1 FROM missing_interview i WHERE i.id IN (\n"
        "        SELECT c.interview_id FROM missing_covered c WHERE c.episode_id = ANY (theirs) AND c.ended_at IS NULL) ORDER BY i.id FOR UPDATE;\n"
        + LOOP,
    ),
)
REPLACED = (COVER, BRIEF, CARRY, PART, JOIN, BRIEFED, ENDED)

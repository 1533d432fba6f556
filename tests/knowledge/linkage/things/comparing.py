"""Things that are compared as the worker's process does it: on a copy of the database, where what is done is kept."""

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies.models import Worker
from erle.knowledge.linkage.things.comparing import Compared, compare_things
from erle.knowledge.linkage.things.reasons import Reason
from erle.knowledge.linkage.things.worklist import ToJudge, to_judge
from erle.knowledge.records.rules import MentionKind
from tests.knowledge.linkage.things.naming import in_leahs_circle
from tests.partnership import Partnership

PLACE = MentionKind.PLACE


def compared(partnership: Partnership, *words: str, kind: MentionKind = PLACE) -> list[str]:
    """Have the police name things in lines of Leah, and compare them; return their references."""
    things = in_leahs_circle(partnership, *words, kind=kind)
    compare()
    return things


def compare() -> Compared:
    """Compare what is noted."""
    return compare_things()


def list_of(worker: Worker) -> list[ToJudge]:
    """Return the pairs that the worker may judge."""
    with acting_as(worker):
        return to_judge()


def words_of(found: list[ToJudge]) -> list[tuple[set[str], Reason]]:
    """Return of each pair both spellings, and the first reason."""
    return [({side.words for side in one.sides}, one.reasons[0]) for one in found]

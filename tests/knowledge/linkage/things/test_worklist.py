"""The pairs that a worker may judge: found by marks, among what she sees, the most useful first."""

from tests.knowledge.linkage.things.comparing import compare, compared, list_of, words_of
from erle.knowledge.linkage.things.reasons import Reason
from tests.knowledge.linkage.things.naming import ELSEWHERE, STAR, STAR_HOUSE
from tests.partnership import Partnership


def test_a_pair_is_asked_of_who_sees_both_until_it_is_judged(copy: Partnership) -> None:
    compared(copy, STAR, STAR_HOUSE, ELSEWHERE)

    assert words_of(list_of(copy.lead)) == [({STAR, STAR_HOUSE}, Reason.SPELLED)]
    assert compare().things == 0

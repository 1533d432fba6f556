"""What is shown as one: the same from wherever one looks, and never two that are held different."""

from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.linkage.rules import Choice
from erle.knowledge.linkage.things.together import contradicted, in_order, together

THINGS = st.sampled_from("ABCDEF")
PAIRS = st.tuples(THINGS, THINGS).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: in_order(*pair))
JUDGED = st.dictionaries(PAIRS, st.sampled_from([Choice.SAME, Choice.DIFFERENT]), max_size=8).map(
    lambda said: [(*pair, choice) for pair, choice in said.items()]
)


@given(JUDGED)
def test_things_are_one_with_each_other_or_not_at_all(judged: list[tuple[str, str, str]]) -> None:
    shown = {thing: set(together(thing, judged).things) for thing in "ABCDEF"}

    for thing, members in shown.items():
        assert thing in members
        assert all(shown[member] == members for member in members)


@given(JUDGED, st.randoms())
def test_the_order_of_judgements_changes_nothing(judged: list[tuple[str, str, str]], random: object) -> None:
    mixed = list(judged)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert [together(thing, judged) for thing in "ABCDEF"] == [together(thing, mixed) for thing in "ABCDEF"]


@given(JUDGED)
def test_two_that_are_held_different_are_never_shown_as_one(judged: list[tuple[str, str, str]]) -> None:
    for one, other, choice in judged:
        if choice == Choice.DIFFERENT:
            assert other not in together(one, judged).things
        elif other not in together(one, judged).things:
            assert together(one, judged).apart


@given(JUDGED, PAIRS)
def test_a_tie_that_is_not_refused_joins_the_two(judged: list[tuple[str, str, str]], pair: tuple[str, str]) -> None:
    one, other = pair
    after = [*(row for row in judged if row[:2] != pair), (one, other, Choice.SAME.value)]
    before = [row for row in judged if row[:2] != pair]

    assert (contradicted(one, other, before) is None) == (other in together(one, after).things)

"""What a section is made of, and what changed between two versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.foundation.protocols.rules.differences import Change, Passage, Run, differences, runs
from erle.foundation.protocols.rules.text import Block, blocks_of, key_of

TEXTS = st.text(alphabet="ab c.\n-’1é", max_size=60)


def test_a_text_is_paragraphs_and_lists() -> None:
    text = "First line\nsecond line\n\n- one\n* two\nAfter the list\n1. first\n2) second\n\n- another list"

    assert blocks_of(text) == [
        Block("text", ("First line", "second line")),
        Block("bullets", ("one", "two")),
        Block("text", ("After the list",)),
        Block("numbers", ("first", "second")),
        Block("bullets", ("another list",)),
    ]


def test_what_looks_like_markup_stays_words() -> None:
    assert blocks_of("<script>x</script>\n**bold** [a](javascript:x)") == [
        Block("text", ("<script>x</script>", "**bold** [a](javascript:x)"))
    ]


@given(TEXTS)
def test_no_word_of_a_text_is_lost(text: str) -> None:
    kept = [line for block in blocks_of(text) for line in block.lines]

    assert len(kept) == len([line for line in text.splitlines() if line.strip()])


@pytest.mark.parametrize(
    ("words", "taken", "key"),
    [
        ("Who is told?", set(), "who-is-told"),
        ("Who is told?", {"who-is-told"}, "who-is-told-2"),
        ("???", set(), "section"),
        ("é", {"section"}, "section-2"),
        ("A" * 90, set(), "a" * 60),
    ],
)
def test_a_key_is_made_of_words_and_unlike_the_others(words: str, taken: set[str], key: str) -> None:
    assert key_of(words, frozenset(taken)) == key


def test_a_change_is_shown_word_by_word() -> None:
    assert runs("Tell police within 30 minutes.", "Tell police and the carer within 20 minutes.") == (
        Run("same", "Tell police "),
        Run("added", "and the carer "),
        Run("same", "within "),
        Run("gone", "30"),
        Run("added", "20"),
        Run("same", " minutes."),
    )


@given(TEXTS, TEXTS)
def test_both_texts_stand_in_what_is_shown_of_their_difference(older: str, newer: str) -> None:
    shown = runs(older, newer)

    assert "".join(run.words for run in shown if run.kind != "added") == older
    assert "".join(run.words for run in shown if run.kind != "gone") == newer


def passages(told: str) -> list[Passage]:
    """Return sections by one letter each; a capital is the same section with another text."""
    return [Passage(letter.lower(), letter.lower(), letter, ("missing.risk",)) for letter in told]


@pytest.mark.parametrize(
    ("older", "newer", "said"),
    [
        ("abc", "abc", "a= b= c="),
        ("abc", "aBc", "a= b~ c="),
        ("abc", "abcd", "a= b= c= d+"),
        ("abc", "ac", "a= b- c="),
        ("abc", "bc", "a- b= c="),
        ("abc", "cab", "c>~ a= b="),
        ("ab", "cd", "a- b- c+ d+"),
        ("", "a", "a+"),
    ],
)
def test_each_section_is_same_changed_added_taken_out_or_moved(older: str, newer: str, said: str) -> None:
    marks = {Change.SAME: "=", Change.CHANGED: "~", Change.ADDED: "+", Change.TAKEN_OUT: "-"}

    found = differences(passages(older), passages(newer))

    assert " ".join(f"{one.key}{'>' * one.moved}{marks[one.change]}" for one in found) == said


def test_another_heading_or_moment_is_a_change_of_the_same_section() -> None:
    [told] = differences([Passage("a", "Risk", "x", ("missing.risk",))], [Passage("a", "The risk", "x", ())])

    assert told.change is Change.CHANGED
    assert told.heading == (Run("gone", "Risk"), Run("added", "The risk"))
    assert (told.older and told.older.moments, told.newer and told.newer.moments) == (("missing.risk",), ())

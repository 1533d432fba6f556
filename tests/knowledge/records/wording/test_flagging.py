"""Words that blame a child are found with one alternative; what a child said is left alone; nothing is blocked."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erle.knowledge.records.wording.flagging import flag
from erle.knowledge.records.wording.phrases import CONCERNS

SAID = [
    ("She puts herself at risk.", "puts herself at risk", "is put at risk by others"),
    ("He has been putting himself at serious risk", "putting himself at serious risk", "at risk from others"),
    ("They placed themselves in danger", "placed themselves in danger", "was put at risk by others"),
    ("her risk-taking behaviour", "risk-taking behaviour", "behaviour that may be a sign of harm"),
    ("a lifestyle choice", "lifestyle choice", "circumstances"),
    ("She is making poor choices", "making poor choices", "left with few safe choices"),
    ("said to be promiscuous", "promiscuous", "at risk of sexual exploitation"),
    ("a child prostitute", "child prostitute", "sexually exploited child"),
    ("She was prostituting herself", "prostituting herself", "being sexually exploited"),
    ("drugs in return for sex", "in return for sex", "to exploit the child sexually"),
    ("Her older boyfriend drove", "Her older boyfriend", "An adult who may be exploiting the child"),
    ("at her boyfriend’s flat", "her boyfriend’s", "this person’s"),
    ("He absconded on Monday", "absconded", "went missing"),
    ("She was AWOL", "AWOL", "missing"),
    ("There was sexual activity with an adult", "sexual activity with", "sexual abuse by"),
    ("She has been contacting adult males online", "been contacting", "been contacted by"),
    ("He is associating with older people", "associating with", "targeted by"),
    ("She sent explicit pictures", "sent", "was asked or pressed to send"),
    ("a money mule", "money mule", "child whose bank account others use"),
    ("quite streetwise", "streetwise", "seemingly confident, and still a child"),
    ("It is attention seeking", "attention seeking", "asking for help"),
    ("He refuses to engage", "refuses to engage", "is not reached by the help offered"),
    ("She did not attend her appointment", "did not attend", "was not brought to"),
]


@pytest.mark.parametrize(("text", "words", "instead"), SAID)
def test_words_that_blame_are_found_with_one_alternative(text: str, words: str, instead: str) -> None:
    [one] = flag(text)

    assert (one.words, one.instead) == (words, instead)
    assert text[one.start : one.end] == words
    assert one.why
    assert one.source


QUOTED = [
    "She said “he’s my boyfriend”.",
    'She said "he\'s my boyfriend" and left.',
    "She said ‘I put myself at risk, he’s my boyfriend’.",
    "He said 'I'm promiscuous, so what' to me.",
    "She said “he is my boyfriend",  # she is still typing
    'Mum told us "he absconded',
]


@pytest.mark.parametrize("text", QUOTED)
def test_what_somebody_said_is_never_flagged(text: str) -> None:
    assert flag(text) == []


def test_what_follows_quoted_words_is_flagged() -> None:
    assert [one.words for one in flag("“My boyfriend got it.” He absconded.\n“Unclosed\nHe absconded.")] == [
        "absconded",
        "absconded",
    ]


PLAIN = [
    "An adult is giving her lifts.",
    "He went missing and was found at the station.",
    "The girls’ boots; the boys' bags; it’s late.",
    "She is at risk from others.",
    "We contacted an adult she trusts.",
    "He sent photographs of the school trip.",
    "Mum is in a relationship with her partner.",
    "She was brought to the appointment.",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_are_left_alone(text: str) -> None:
    assert flag(text) == []


@pytest.mark.parametrize(
    "phrase", [phrase for concern in CONCERNS for phrase in concern.phrases], ids=lambda phrase: phrase.instead
)
def test_no_alternative_is_flagged_itself(phrase: object) -> None:
    assert flag(f"The child is {phrase.instead} now.") == []  # type: ignore[attr-defined]


def test_every_concern_says_why_and_who_says_so() -> None:
    assert all(concern.why and concern.source and concern.phrases for concern in CONCERNS)


def test_the_longest_of_overlapping_phrases_is_the_one_that_is_shown() -> None:
    assert [one.words for one in flag("her much older boyfriend")] == ["her much older boyfriend"]


def test_white_space_and_letters_make_no_difference() -> None:
    assert [one.instead for one in flag("PUTTING\n  herself\tAT\u00a0RISK")] == ["At risk from others"]


@given(text=st.text(max_size=300) | st.lists(st.sampled_from([said for said, _, _ in SAID] + QUOTED)).map("'".join))
def test_of_any_text_the_places_are_in_order_and_apart(text: str) -> None:
    flagged = flag(text)

    assert all(text[one.start : one.end] == one.words for one in flagged)
    assert all(first.end <= second.start for first, second in pairwise(flagged))


def test_a_long_text_takes_no_long_time() -> None:
    text = "putting her older boyfriend in a sexual ‘relationship with an adult 'who “said \"so " * 1_500

    begun = time.perf_counter()
    flag(text)

    assert time.perf_counter() - begun < 2

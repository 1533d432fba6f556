"""What is written: no word that blames a child, nothing graphic, nothing unfinished, and no account twice."""

import re
from collections import Counter
from random import Random

import pytest

from erle.doors.exchange.generic.fields import Field
from rehearsal.partnership.narratives.telling import NothingToTell, Teller, topics
from tests.rehearsal.partnership.conftest import Written
from tests.rehearsal.partnership.tables import mapped, said
from tests.rehearsal.words import BANNED

UNFINISHED = re.compile(r"[{}<>|]|::|@\w+_\w+|^\[|\bNone\b|  ")
GRAPHIC = re.compile(
    r"\b(blood(y|ied)?|naked|rape|corpse|stab\w*|knife to|semen|genital\w*|intercourse)\b", re.IGNORECASE
)
ACCOUNT = re.compile(r"@\w+\.?\w*_\d\d")
ENOUGH_TO_COMPARE, DISTINCT = 100, 0.99


def texts(city: Written) -> list[str]:
    return [text for file in city.files if file.mapping for text in said(file, Field.TEXT, Field.TITLE, Field.OPINION,
            Field.OWN_WORDS, Field.WISHES, Field.STRENGTH, Field.CONDITIONS)]  # fmt: skip


def test_no_word_blames_a_child(city: Written) -> None:
    found = {(banned.pattern, text) for text in texts(city) for banned in BANNED if banned.search(text)}

    assert found == set()


def test_nothing_is_graphic(city: Written) -> None:
    assert [text for text in texts(city) if GRAPHIC.search(text)] == []


def test_nothing_is_left_unfinished(city: Written) -> None:
    assert [text for text in texts(city) if UNFINISHED.search(ACCOUNT.sub("an account", text))] == []


def test_accounts_begin_with_a_capital_and_end_as_sentences_do(city: Written) -> None:
    accounts = [text for file in city.files if file.mapping for text in said(file, Field.TEXT)]

    assert [text for text in accounts if text[0].islower() or text[-1] not in ".”?"] == []


def test_no_two_common_accounts_read_the_same(city: Written) -> None:
    for file in city.files:
        if file.mapping is None or Field.TEXT not in mapped(file).columns.values():
            continue
        accounts = Counter(said(file, Field.TEXT))
        number = sum(accounts.values())
        if number >= ENOUGH_TO_COMPARE:
            assert len(accounts) / number > DISTINCT * (0.8 if "missing" in file.path.name else 1), file.path.name
            assert accounts.most_common(1)[0][1] <= 5 or "missing" in file.path.name, accounts.most_common(1)


def test_strengths_wishes_and_own_words_are_told_as_well_as_worries(city: Written) -> None:
    by_field = {each: sum(1 for file in city.files if file.mapping for _ in said(file, each))
                for each in (Field.STRENGTH, Field.WISHES, Field.OWN_WORDS)}  # fmt: skip

    assert by_field[Field.STRENGTH] > 1_000
    assert by_field[Field.WISHES] > 400
    assert by_field[Field.OWN_WORDS] > 1_500


def test_a_return_interview_that_was_declined_says_what_the_child_would_like_instead(city: Written) -> None:
    [file] = [file for file in city.files if file.agency == "harbourlight"]

    declined = [text for text in said(file, Field.TEXT, Field.TITLE) if "declined" in text]

    assert declined
    assert all("would like instead" in text for text in declined)


def test_a_topic_of_which_nothing_is_known_is_not_made_up() -> None:
    with pytest.raises(NothingToTell):
        Teller().tell(Random(1), "police.warning_notice", {})


@pytest.mark.parametrize("key", sorted(topics()))
def test_every_topic_can_be_told_in_several_ways(key: str) -> None:
    parts = topics()[key].parts

    assert parts["noticed"]
    assert key.startswith("missing.") or len(parts["noticed"]) + len(parts.get("done", ())) >= 3 or "title" in parts

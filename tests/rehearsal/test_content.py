"""The stories as data: their words, their law, and that the same seed tells the same ones."""

import re
from collections.abc import Iterator
from dataclasses import astuple
from datetime import UTC, date, datetime

import pytest

from erle.foundation.agencies.rules import STARTING_ROLES, Ability, AgencyKind, Regime
from erle.foundation.statute.bases import bases_for
from erle.foundation.statute.clocks import CLOCKS
from rehearsal.agencies import AGENCIES, WORKERS
from rehearsal.circles import in_circle
from rehearsal.happenings import ASKED, NOBODY_KNOWN, OPENED
from rehearsal.many import further_stories
from rehearsal.reading import NotAStory, line, stories
from rehearsal.searching.told import SEARCHES
from rehearsal.story import Story
from tests.rehearsal.words import BANNED

NOW = datetime.now(UTC).replace(microsecond=0)
TOLD = [*stories(), *further_stories(seed=1, number=60)]
AGENCY_OF = {worker.key: next(one for one in AGENCIES if one.key == worker.agency) for worker in WORKERS}
ABILITIES = {role.slug: role.abilities for role in STARTING_ROLES}
ROLE_OF = {worker.key: worker.role for worker in WORKERS}
FICTIONAL_NUMBER = re.compile(r"01632 960\d{3}")


def texts(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from texts(part)


def named(story: Story) -> str:
    return f"{story.given} {story.family}"


@pytest.mark.parametrize("story", TOLD, ids=named)
def test_no_story_has_a_word_that_blames_a_child(story: Story) -> None:
    said = list(texts(astuple(story)))

    assert [(words, banned.pattern) for words in said for banned in BANNED if banned.search(words)] == []


def test_what_happens_between_agencies_blames_no_child() -> None:
    said = [*texts(ASKED), *texts(OPENED), *texts(NOBODY_KNOWN), *texts([*map(astuple, SEARCHES)])]

    assert not [words for words in said for banned in BANNED if banned.search(words)]


@pytest.mark.parametrize("words", ["She absconded again", "puts herself at risk", "Her boyfriend, 34", "is streetwise"])
def test_the_lint_finds_what_it_is_there_to_find(words: str) -> None:
    assert any(banned.search(words) for banned in BANNED)


def test_the_same_seed_tells_the_same_children() -> None:
    first, second = further_stories(seed=7, number=40), further_stories(seed=7, number=40)

    assert first == second
    assert first != further_stories(seed=8, number=40)


def test_few_further_children_share_a_name_and_there_is_no_end_of_them() -> None:
    names = [named(story) for story in further_stories(seed=1, number=60)]
    many = further_stories(seed=1, number=6_000)

    assert len(set(names)) == 60
    assert len({story.number for story in many}) == 6_000


def test_every_worker_holds_a_role_that_stands_and_every_role_of_people_is_held() -> None:
    held = {worker.role for worker in WORKERS}

    assert held <= set(ABILITIES)
    assert held == set(ABILITIES) - {"records-import"}


def test_agencies_are_of_known_kinds_and_their_numbers_are_fictional() -> None:
    assert {agency.kind for agency in AGENCIES} <= set(AgencyKind)
    assert {agency.regime for agency in AGENCIES} <= set(Regime)
    numbers = [number for one in AGENCIES for number in (one.phone, one.night_phone) if number]
    numbers += [worker.phone for worker in WORKERS]
    assert all(FICTIONAL_NUMBER.fullmatch(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("story", TOLD, ids=named)
def test_each_lawful_basis_is_offered_to_the_agency_that_shares_under_it(story: Story) -> None:
    used = [(share.by or story.lead, share.basis) for share in story.shares] + [(story.lead, story.basis)]

    for by, basis in used:
        agency = AGENCY_OF[by]
        assert basis in {one.key for one in bases_for(agency.regime, agency.kind, NOW.date())}, (by, basis)


@pytest.mark.parametrize("story", TOLD, ids=named)
def test_whoever_shares_may_share_and_whoever_is_shared_with_may_read(story: Story) -> None:
    assert all(Ability.SHARE in ABILITIES[ROLE_OF[share.by or story.lead]] for share in story.shares)
    assert all(Ability.READ_RECORDS in ABILITIES[ROLE_OF[share.worker]] for share in story.shares if share.worker)


@pytest.mark.parametrize("story", TOLD, ids=named)
def test_clocks_are_the_laws_and_owed_by_somebody_who_sees_the_child(story: Story) -> None:
    assert {due.key for due in story.clocks} <= set(CLOCKS)
    assert {due.owed_by for due in story.clocks} <= in_circle(story)


@pytest.mark.parametrize("story", TOLD, ids=named)
def test_a_return_interview_that_was_declined_says_what_the_child_would_like_instead(story: Story) -> None:
    notes = [step.note for away in story.episodes for step in away.steps if step.status == "declined"]

    assert all("would like instead" in note for note in notes)


@pytest.mark.parametrize("story", TOLD, ids=named)
def test_a_child_of_a_story_is_a_child(story: Story) -> None:
    born = story.born_on(NOW)
    today = NOW.date()

    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    assert 10 <= age < 18
    assert age == story.age
    assert isinstance(born, date)


def test_the_hand_told_stories_show_every_kind_of_standing() -> None:
    by_hand = stories()
    shares = [share for story in by_hand for share in story.shares]

    assert len(by_hand) == 14
    assert sum(1 for story in by_hand for away in story.episodes if away.returned is None) == 2
    assert any(share.ends == 2 for share in shares)
    assert any(share.ends < 0 for share in shares)
    assert any(share.withdrawn for share in shares)
    assert any(share.days < 0 for share in shares)
    assert sum(1 for story in by_hand if story.sealed) == 1
    assert sum(1 for story in by_hand if story.kept_out) == 1
    assert sum(1 for story in by_hand if not story.words) == 1
    assert any(spoken.days > spoken.again for story in by_hand for spoken in story.words[:1])


def test_the_text_of_a_line_with_conditions_names_them() -> None:
    with pytest.raises(NotAStory, match="names none"):
        line("3 10:00 teller concern 1AC | A title | A text")

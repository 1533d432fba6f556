"""The gate: an ability comes from a post that is held now, and its absence is told in words to act on."""

from datetime import datetime, timedelta

import pytest

from erle.foundation.access import gate
from erle.foundation.agencies.actions import appoint, end_post
from erle.foundation.agencies.models import Post, Role
from erle.foundation.agencies.rules import ABILITY_WORDS, STARTING_ROLES, Ability
from tests.partnership import Partnership, as_administrator


def test_an_ability_of_a_post_that_is_held_is_let_through(partnership: Partnership) -> None:
    gate.require(Ability.SEAL, by=partnership.manager)


def test_without_it_the_refusal_says_what_and_whom_to_ask(partnership: Partnership) -> None:
    with pytest.raises(
        gate.NotAble, match=r"Your role does not let you seal and unseal a circle\. Ask your manager"
    ) as refused:
        gate.require(Ability.SEAL, by=partnership.lead)

    assert refused.value.ability is Ability.SEAL


def test_an_ability_ends_with_its_post(partnership: Partnership, at: datetime) -> None:
    with as_administrator(partnership):
        end_post(post=Post.objects.get(worker=partnership.manager), at=at)

    with pytest.raises(gate.NotAble):
        gate.require(Ability.SEAL, by=partnership.manager)


def test_an_ability_starts_with_its_post(partnership: Partnership, at: datetime) -> None:
    role = Role.objects.get(slug="social-work-manager")
    with as_administrator(partnership):
        appoint(worker=partnership.lead, agency=partnership.lead.agency, role=role, starts_at=at + timedelta(hours=1))

    with pytest.raises(gate.NotAble):
        gate.require(Ability.SEAL, by=partnership.lead)


def test_two_posts_give_the_abilities_of_both(partnership: Partnership, at: datetime) -> None:
    role = Role.objects.get(slug="return-interviewer")
    with as_administrator(partnership):
        appoint(worker=partnership.lead, agency=partnership.lead.agency, role=role, starts_at=at)

    for ability in (Ability.SHARE, Ability.RECORD_RETURN_INTERVIEW):
        gate.require(ability, by=partnership.lead)


@pytest.mark.parametrize("ability", Ability)
def test_every_ability_is_told_to_the_worker_as_you(ability: Ability) -> None:
    words = str(gate.NotAble(ability))

    assert set(ABILITY_WORDS) == set(Ability)
    assert not any(f" {word} " in words for word in ("her", "she", "herself"))


def test_whoever_manages_the_system_reads_no_record_and_lets_nobody_in() -> None:
    [administrator] = [role for role in STARTING_ROLES if role.slug == "technical-administrator"]

    assert administrator.abilities == {Ability.MANAGE_AGENCIES, Ability.MANAGE_WORKERS}


def test_no_role_that_sees_everything_is_given_by_one_person_who_reads_records() -> None:
    for role in STARTING_ROLES:
        assert not {Ability.SHARE_EVERYTHING, Ability.READ_RECORDS} <= role.abilities

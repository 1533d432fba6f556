"""The directory: agencies open and close, workers come and leave, and a post is held from when until when."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from erle.foundation.access.acting import acting_as
from erle.foundation.agencies import queries
from erle.foundation.agencies.actions import (
    AlreadyThere,
    NotSomeonesPost,
    appoint,
    close_agency,
    end_post,
    leave,
    open_agency,
    register_worker,
)
from erle.foundation.agencies.models import Post, Role, Worker
from erle.foundation.agencies.references import LETTERS, new_reference, new_references
from erle.foundation.agencies.rules import Ability, WorkerKind
from erle.knowledge.records.models import Person
from tests.partnership import Partnership, as_administrator

DAY = timedelta(days=1)


def _role(slug: str = "practitioner") -> Role:
    return Role.objects.get(slug=slug)


def test_an_agency_opens_with_the_account_by_which_its_files_come_in(partnership: Partnership, at: datetime) -> None:
    with as_administrator(partnership):
        agency = open_agency(
            slug="harbour", name="Harbour Housing", kind="housing", regime="uk_gdpr", phone="01632 960199", at=at
        )

    account = queries.import_worker(agency)
    assert not account.is_active
    assert not account.has_usable_password()
    assert list(queries.posts_of(account, at).values_list("role_id", flat=True)) == ["records-import"]


def test_the_import_account_lets_files_in_and_does_nothing_else(partnership: Partnership) -> None:
    account = queries.import_worker(partnership.agencies["police"])

    assert queries.abilities_of(account) == {Ability.IMPORT_RECORDS, Ability.HOLD_AGENCY_CIRCLES}


@pytest.mark.parametrize("other", [{"slug": "harbour"}, {"name": "Harbour"}])
def test_an_agency_of_the_same_name_is_refused(partnership: Partnership, at: datetime, other: dict[str, str]) -> None:
    given = {"slug": "northmere-police", "name": "Northmere Police", **other}

    with pytest.raises(AlreadyThere, match="name or short name"), as_administrator(partnership):
        open_agency(kind="police", regime="dpa_part3", phone="", at=at, **given)


def test_an_agency_that_closes_ends_its_posts_those_to_come_too(partnership: Partnership, at: datetime) -> None:
    police = partnership.agencies["police"]
    with as_administrator(partnership):
        to_come = appoint(worker=partnership.lead, agency=police, role=_role(), starts_at=at + DAY)

    with as_administrator(partnership):
        close_agency(agency=police, at=at)

    assert not Post.objects.filter(agency=police, ends_at__gt=at + 2 * DAY).exists()
    to_come.refresh_from_db()
    assert to_come.ends_at == to_come.starts_at
    assert police not in queries.open_agencies()
    with acting_as(partnership.lead):
        assert Person.objects.exists()  # her post elsewhere stands


def test_a_worker_signs_in_by_an_address_that_is_hers_alone(partnership: Partnership, at: datetime) -> None:
    police = partnership.agencies["police"]
    with as_administrator(partnership):
        made = register_worker(agency=police, name="Ada North", email="Ada.North@Police.invalid", at=at)

    assert made.email == "ada.north@police.invalid"
    assert not made.has_usable_password()
    assert get_user_model().objects.get_by_natural_key("ADA.NORTH@police.invalid") == made
    with pytest.raises(AlreadyThere, match="e-mail address"), as_administrator(partnership):
        register_worker(agency=police, name="Another", email="ada.north@POLICE.invalid", at=at)


def test_a_post_is_held_from_its_start_until_its_end(partnership: Partnership, at: datetime) -> None:
    with as_administrator(partnership):
        post = appoint(
            worker=partnership.lead, agency=partnership.agencies["police"], role=_role(), starts_at=at, ends_at=at + DAY
        )

    held = [
        post in Post.objects.held(at + after)
        for after in (-timedelta(seconds=1), timedelta(0), DAY - timedelta(seconds=1), DAY)
    ]
    assert held == [False, True, True, False]


def test_a_post_ends_after_it_starts(partnership: Partnership, at: datetime) -> None:
    with pytest.raises(NotSomeonesPost, match="ends after it starts"), as_administrator(partnership):
        appoint(worker=partnership.lead, agency=partnership.agencies["police"], role=_role(), starts_at=at, ends_at=at)
    with pytest.raises(IntegrityError, match="post_ends_no_sooner"), as_administrator(partnership):
        Post.objects.create(
            worker=partnership.lead, agency=partnership.agencies["police"], role=_role(), starts_at=at, ends_at=at - DAY
        )


def test_one_role_at_one_agency_is_held_once_at_a_time(partnership: Partnership, at: datetime) -> None:
    police = partnership.agencies["police"]
    with as_administrator(partnership):
        appoint(worker=partnership.lead, agency=police, role=_role(), starts_at=at, ends_at=at + DAY)

    with pytest.raises(AlreadyThere, match="holds that role"), as_administrator(partnership):
        appoint(worker=partnership.lead, agency=police, role=_role(), starts_at=at + DAY / 2)

    with as_administrator(partnership):
        appoint(worker=partnership.lead, agency=police, role=_role(), starts_at=at + DAY)


def test_a_post_that_is_over_or_to_come_is_not_ended(partnership: Partnership, at: datetime) -> None:
    with as_administrator(partnership):
        post = appoint(worker=partnership.lead, agency=partnership.agencies["police"], role=_role(), starts_at=at)

    with pytest.raises(NotSomeonesPost, match="not begun"), as_administrator(partnership):
        end_post(post=post, at=at)
    with as_administrator(partnership):
        end_post(post=post, at=at + DAY)
    with pytest.raises(NotSomeonesPost, match="ended already"), as_administrator(partnership):
        end_post(post=post, at=at + DAY)


def test_whoever_leaves_holds_nothing_signs_in_no_more_and_is_found_no_more(
    partnership: Partnership, at: datetime
) -> None:
    worker = Worker.objects.get(pk=partnership.manager.pk)
    with as_administrator(partnership):
        appoint(worker=worker, agency=partnership.agencies["police"], role=_role(), starts_at=at + DAY)

    with as_administrator(partnership):
        leave(worker=worker, at=at)

    assert not worker.is_active
    assert not any(queries.posts_of(worker, moment).exists() for moment in (at, at + 2 * DAY))
    assert queries.abilities_of(worker) == set()
    assert worker not in queries.workers_called("whitlock", at)
    with acting_as(worker):
        assert not Person.objects.filter(pk=partnership.leah.pk).exists()


def test_colleagues_are_found_by_words_of_name_and_agency(partnership: Partnership, at: datetime) -> None:
    assert list(queries.workers_called("hale police", at)) == [partnership.member]
    assert not queries.workers_called("hale school", at).exists()
    assert not any(worker.kind == WorkerKind.SERVICE for worker in queries.workers_called("records import", at))


def test_the_directory_is_read_by_name(partnership: Partnership) -> None:
    police = partnership.agencies["police"]

    assert queries.agency_called("northmere-police") == police
    assert partnership.member in queries.people_of(police)
    assert police in queries.agencies()
    assert queries.worker_called(partnership.member.reference) == partnership.member
    assert queries.every_post_of(partnership.member).count() == 1
    assert queries.roles().count() >= 14
    with pytest.raises(Worker.DoesNotExist):
        queries.worker_called(queries.import_worker(police).reference)


def test_a_reference_is_read_aloud_without_a_mistake_and_never_guessed() -> None:
    drawn = new_references("E", 2_000)

    assert len(set(drawn)) == 2_000
    assert all(re.fullmatch(f"E-[{LETTERS}]{{8}}", reference) for reference in [*drawn, new_reference("E")])
    assert not set("01IOUolu") & set(LETTERS)
    assert set("".join(drawn)) - {"E", "-"} >= set(LETTERS) - {"E"}

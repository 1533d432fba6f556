"""Sealing: from then on only who is named in person sees that there is a record, in every table at once."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from erle.foundation.access import gate, queries
from erle.foundation.access.acting import acting_as
from erle.foundation.access.actions.circles import SealedAlready, seal, unseal
from erle.foundation.access.actions.conflicts import keep_out
from erle.foundation.access.models import Circle, Protected, Share
from erle.foundation.agencies.rules import Ability
from erle.foundation.ledger.models import Line
from erle.knowledge.records.models import Entry, Person, Report, Words
from tests.hands import rolled_back
from tests.partnership import BASIS, Partnership

PROTECTED = [model for model in apps.get_models() if issubclass(model, Protected)]


def _seal(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        seal(
            circle=partnership.leah.circle,
            stays=[partnership.lead],
            basis=BASIS,
            reason="At risk",
            by=partnership.manager,
            at=at,
        )


@pytest.mark.parametrize("model", [Person, Report, Entry, Words, Share])
def test_a_seal_reaches_every_table_at_once(partnership: Partnership, at: datetime, model: type[Protected]) -> None:
    _seal(partnership, at)

    with acting_as(partnership.lead):
        rows = model.objects.filter(circle=partnership.leah.circle)  # type: ignore[attr-defined]
        assert {row.sealed for row in rows} == {True}


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model.__name__)
def test_every_protected_table_takes_the_seal_by_a_foreign_key(django_db_setup: None, model: type[Protected]) -> None:
    with rolled_back() as connection:
        row = connection.execute(
            "SELECT confupdtype::text, convalidated FROM pg_constraint"
            " WHERE conname = %s AND confrelid = 'access_circle'::regclass",
            [f"{model._meta.db_table}_seal"],
        ).fetchone()

    assert row == ("c", True)


def test_a_role_no_longer_holds_what_is_sealed(partnership: Partnership, at: datetime) -> None:
    _seal(partnership, at)

    with acting_as(partnership.coordinator):
        assert not Person.objects.exists()
        assert not Circle.objects.exists()
        assert not Line.objects.filter(circle_id=partnership.leah.circle_id).exists()


def test_who_sealed_and_who_stays_and_who_was_let_in_by_name_still_see_it(
    partnership: Partnership, at: datetime
) -> None:
    _seal(partnership, at)

    for key in ("manager", "lead", "member"):
        with acting_as(partnership.workers[key]):
            assert Person.objects.filter(pk=partnership.leah.pk).exists(), key


def test_who_seals_still_sees_it_although_only_a_later_share_names_her(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead):
        Share.objects.create(
            circle=partnership.leah.circle,
            reference="S-LATER222",
            kind="shared",
            worker=partnership.manager,
            purpose="x",
            basis=BASIS,
            starts_at=at + timedelta(days=5),
            ends_at=at + timedelta(days=9),
            shared_by=partnership.lead,
            shared_at=at,
        )

    _seal(partnership, at)

    with acting_as(partnership.manager):
        assert Person.objects.filter(pk=partnership.leah.pk).exists()


def test_the_agencys_import_account_stays(partnership: Partnership, at: datetime) -> None:
    _seal(partnership, at)

    with acting_as(partnership.agencies["childrens_services"].workers.get(kind="service")):
        assert Person.objects.filter(pk=partnership.leah.pk).exists()


def test_a_row_written_after_the_seal_is_sealed(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead):
        row = Words.objects.create(
            circle=Circle.objects.get(pk=partnership.sealed.circle_id),
            person=partnership.sealed,
            agency=partnership.lead.agency,
            said="x",
            said_at=at,
            said_to=partnership.lead,
            ask_again_on=at.date(),
            recorded_at=at,
        )

    assert row.sealed


def test_a_seal_writes_a_line_that_only_those_inside_read(partnership: Partnership, at: datetime) -> None:
    _seal(partnership, at)

    with acting_as(partnership.lead):
        assert Line.objects.filter(act="sealed", circle_id=partnership.leah.circle_id).count() == 1


def test_unsealing_gives_the_roles_their_hold_back(partnership: Partnership, at: datetime) -> None:
    _seal(partnership, at)
    with acting_as(partnership.lead), pytest.raises(gate.NotAble):
        unseal(circle=partnership.leah.circle, reason="x", by=partnership.lead)

    with acting_as(partnership.manager):
        unseal(circle=partnership.leah.circle, reason="Safe now", by=partnership.manager)

        assert Line.objects.filter(act="unsealed", circle_id=partnership.leah.circle_id).exists()
    with acting_as(partnership.coordinator):
        assert Person.objects.get(pk=partnership.leah.pk).sealed is False
        assert not Entry.objects.filter(circle=partnership.leah.circle, sealed=True).exists()


def test_nothing_is_sealed_or_unsealed_twice(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.manager):
        stale = Circle.objects.get(pk=partnership.leah.circle_id)
        with pytest.raises(SealedAlready, match="not sealed"):
            unseal(circle=stale, reason="x", by=partnership.manager)
    _seal(partnership, at)

    with acting_as(partnership.manager), pytest.raises(SealedAlready, match="sealed already"):
        seal(circle=stale, stays=[], basis=BASIS, reason="x", by=partnership.manager, at=at)


def test_a_role_that_seals_but_does_not_share_is_told_what_is_missing(
    partnership: Partnership, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "abilities_of", lambda worker: frozenset({Ability.SEAL}))

    with acting_as(partnership.manager), pytest.raises(gate.NotAble, match="share a child's record"):
        seal(circle=partnership.leah.circle, stays=[], basis=BASIS, reason="x", by=partnership.manager, at=at)


def test_outside_the_circle_nothing_is_sealed(partnership: Partnership, at: datetime) -> None:
    with acting_as(partnership.lead):
        keep_out(circle=partnership.leah.circle, worker=partnership.manager, reason="x", by=partnership.lead, at=at)

    with acting_as(partnership.manager), pytest.raises(gate.OnlyInAnEmergency):
        seal(circle=partnership.leah.circle, stays=[], basis=BASIS, reason="x", by=partnership.manager, at=at)


def test_who_holds_the_sealed_circle_is_listed_by_name_alone(partnership: Partnership) -> None:
    with acting_as(partnership.lead):
        people = {member.name for member in queries.members(partnership.sealed.circle) if member.is_person}

    assert people == {"Joanna Pryce", "Sam Whitlock"}

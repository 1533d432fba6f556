"""An installation starts with a model, and learns its own once there are records enough to learn from."""

import pytest

from erle.foundation.database.connected import connected
from erle.foundation.database.roles import DatabaseRole
from erle.knowledge.linkage import keeping, tasks
from erle.knowledge.linkage.nearby import keys_near, values_of, weigher
from erle.knowledge.linkage.proposing import NOBODY, said_of
from erle.knowledge.linkage.tasks import Arrivals, ask_questions
from tests.knowledge.linkage.matching.test_near import records
from tests.knowledge.linkage.questions.asking import LEAH_ARDERN, beside, typed
from tests.partnership import NOW, Partnership


@pytest.fixture
def anew(copy: Partnership) -> Partnership:
    """The partnership before any model is kept."""
    with beside() as connection:
        connection.execute("DELETE FROM linkage_model")
    return copy


def _kept() -> tuple[int, bool]:
    """Return the kept model's version, and whether it is the one that an installation starts with."""
    with connected(DatabaseRole.MATCHER) as matcher:
        known = keeping.kept(matcher)
    assert known is not None
    return known.version, known.model.learnt == keeping.starting().model.learnt


def test_it_knows_every_field_that_records_have_and_holds_no_number_of_anybody() -> None:
    model = keeping.starting().model

    assert [field.name for field in model.fields] == list(said_of(NOBODY[0]))
    assert set(model.frequencies["forename"]) > {"mohammed"}
    assert not any(model.frequencies.get(field.name) for field in model.fields if field.name.startswith("identifier"))


def test_what_agrees_speaks_for_one_child_and_what_does_not_against() -> None:
    model, one = keeping.starting().model, records()[1]
    same = weigher(model).weigh(values_of(one), values_of(one))
    other = weigher(model).weigh(values_of(one), values_of(records()[401]))
    by_name = {field.name: bits for field, bits in zip(model.fields, same.fields, strict=True)}

    assert min(by_name[name] for name in ("forename", "surname", "born")) > 5
    assert (same.bits > 10, other.bits < -5) == (True, True)


def test_few_records_are_weighed_by_it(anew: Partnership) -> None:
    typed(anew.member)

    told = ask_questions(at=NOW)

    assert (told.learnt, told.open, _kept()) == (False, 1, (1, True))


def test_who_comes_first_of_all_is_weighed_by_it(anew: Partnership) -> None:
    typed(anew.member)

    told = Arrivals().match()

    assert told is not None
    assert (told.asked, _kept()) == (1, (1, True))


def test_with_records_enough_one_is_learnt_once(anew: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(anew.member)
    ask_questions(at=NOW)
    monkeypatch.setattr(tasks, "FEWEST", 2)

    first, second = ask_questions(at=NOW), ask_questions(at=NOW)

    assert (first.learnt, second.learnt) == (True, False)
    assert _kept() == (2, False)


def test_one_is_learnt_anew_by_itself_when_there_are_twice_as_many_records(
    anew: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "FEWEST", 2)
    typed(anew.member)
    learnt = [ask_questions(at=NOW).learnt]

    for _ in range(2):
        typed(anew.member, LEAH_ARDERN)
        learnt.append(ask_questions(at=NOW).learnt)

    assert learnt == [True, False, True]


def test_what_too_many_shared_when_it_was_learnt_is_kept_and_is_no_key(
    anew: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FULLEST", 2)
    everybody = [*records(), *records()[:1] * 2]
    learnt = keeping.learn_from(everybody, at=NOW)

    with connected(DatabaseRole.MATCHER) as matcher:
        keeping.keep(matcher, learnt, rows=len(everybody))
        known = keeping.kept(matcher)

    assert known is not None
    assert len(known.full_blocks) > 0
    assert known.full_blocks.tolist() == learnt.full_blocks.tolist()
    assert set(known.full_keys.tolist()) >= set(keys_near(everybody[0]))
    assert known.keys_near(everybody[0]) == []
    assert Arrivals().match() is not None

"""`erle link` prints numbers and never a name, and says the same the second time."""

import argparse
import json
from contextlib import nullcontext

import pytest

from erle.doors.command import link
from erle.knowledge.linkage.matching.matching import NothingToCompare
from tests.knowledge.linkage.questions.asking import LEA, typed
from tests.knowledge.linkage.questions.conftest import copy
from tests.partnership import Partnership

assert copy  # the fixture, by its name


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product stands already."""
    monkeypatch.setattr(link, "product", lambda **_: nullcontext())


def _said(capsys: pytest.CaptureFixture[str], *, as_data: bool) -> str:
    assert link.run(argparse.Namespace(learn=False, json=as_data)) == 0
    return capsys.readouterr().out


def test_it_says_how_many_in_words_and_as_data(copy: Partnership, capsys: pytest.CaptureFixture[str]) -> None:
    typed(copy.member)

    first, again = _said(capsys, as_data=False), _said(capsys, as_data=True)

    assert "Records read: 2. Model 1.\nPairs found: 1; asked about: 1.\nQuestions new: 1; changed: 0" in first
    assert {key: json.loads(again)[key] for key in ("asked", "changed", "lapsed", "open", "learnt")} == {
        "asked": 0,
        "changed": 0,
        "lapsed": 0,
        "open": 1,
        "learnt": False,
    }
    assert not [name for name in (LEA.given_names, LEA.family_name, "Leah") if name in first + again]


def test_where_nothing_can_be_compared_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**_: object) -> None:
        raise NothingToCompare

    monkeypatch.setattr("erle.knowledge.linkage.tasks.ask_questions", nothing)

    with pytest.raises(link.NothingToLink, match="no records yet"):
        link.run(argparse.Namespace(learn=True, json=False))

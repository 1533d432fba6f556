"""`erle link` prints numbers and never a name, and says the same the second time."""

import argparse
import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from erle.doors.command import link
from erle.knowledge.linkage.matching.learning.training import NothingToCompare
from erle.knowledge.linkage.spark import needs
from erle.knowledge.linkage.spark.needs import NoSpark, check_needs
from erle.knowledge.linkage.tasks import Asked
from tests.knowledge.linkage.questions.asking import LEA, typed
from tests.knowledge.linkage.questions.conftest import copy
from tests.partnership import Partnership

assert copy  # the fixture, by its name


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product stands already."""
    monkeypatch.setattr(link, "product", lambda **_: nullcontext())


def _said(capsys: pytest.CaptureFixture[str], *, as_data: bool, whole: bool, on: str = link.HERE) -> str:
    assert link.run(argparse.Namespace(whole=whole, learn=False, json=as_data, on=on)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("whole", [False, True])
def test_it_says_how_many_in_words_and_as_data(
    copy: Partnership, capsys: pytest.CaptureFixture[str], whole: bool
) -> None:
    typed(copy.member)

    first, again = (_said(capsys, as_data=as_data, whole=whole) for as_data in (False, True))

    assert "Records read: 2. Model 1.\nPairs found: 1; asked about: 1.\nQuestions new: 1; changed: 0" in first
    assert {key: json.loads(again)[key] for key in ("asked", "changed", "lapsed", "open", "learnt")} == {
        "asked": 0,
        "changed": 0,
        "lapsed": 0,
        "open": int(whole),
        "learnt": False,
    }
    assert json.loads(again)["records"] == (2 if whole else 0)
    assert not [name for name in (LEA.given_names, LEA.family_name, "Leah") if name in first + again]


def test_it_says_what_the_model_does_not_know_yet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Asked(2, 3, False, 0, 0, 0, 0, 0, not_compared=("around", "phones"))
    monkeypatch.setattr("erle.knowledge.linkage.tasks.ask_questions", lambda **_: told)

    said = _said(capsys, as_data=False, whole=True)

    assert "Not compared yet: whom records name as related and telephone numbers." in said
    assert "erle link --learn" in said


def test_where_nothing_can_be_compared_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**_: object) -> None:
        raise NothingToCompare

    monkeypatch.setattr("erle.knowledge.linkage.tasks.ask_questions", nothing)

    with pytest.raises(link.NothingToLink, match="no records yet"):
        link.run(argparse.Namespace(whole=False, learn=True, json=False, on=link.HERE))


def test_without_spark_it_says_what_to_install_before_anything_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[dict[str, object]] = []

    def begin(**how: object) -> "nullcontext[None]":
        begun.append(how)
        return nullcontext()

    monkeypatch.setattr(link, "product", begin)
    monkeypatch.setattr(needs, "find_spec", lambda name: None)

    with pytest.raises(NoSpark, match=r"pip install 'erle\[spark\]'.* Java 17"):
        link.run(argparse.Namespace(whole=False, learn=False, json=False, on=link.SPARK))

    assert begun == []


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # pyspark leaves sockets to be collected
def test_on_spark_all_are_matched_and_asked_about_as_here(
    copy: Partnership, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    try:
        check_needs()
    except NoSpark as missing:
        pytest.skip(str(missing))
    monkeypatch.setenv("ERLE_HOME", str(tmp_path))
    monkeypatch.setenv(link.MASTER, "local[1]")
    typed(copy.member)

    there = json.loads(_said(capsys, as_data=True, whole=False, on=link.SPARK))
    here = json.loads(_said(capsys, as_data=True, whole=True))

    assert (there["records"], there["proposed"], there["asked"], there["open"]) == (2, 1, 1, 1)
    assert here == {**there, "asked": 0}
    assert list((tmp_path / "spark").iterdir()) == []

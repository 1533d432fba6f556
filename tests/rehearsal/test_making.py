"""Making the demo a second time changes nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from erle.foundation.agencies.models import Agency, Worker
from erle.knowledge.linkage.tasks import was_asked
from rehearsal import making
from rehearsal.handing_in import write_once
from tests.knowledge.linkage.questions.asking import beside, typed
from tests.knowledge.linkage.questions.conftest import copy
from tests.partnership import Partnership

assert copy  # the fixture, by its name


def test_where_agencies_stand_and_a_return_came_in_nothing_is_made(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Agency.objects.count(), Worker.objects.count()
    monkeypatch.setattr(making, "home", lambda: tmp_path)
    monkeypatch.setattr(making, "was_handed_in", lambda: True)
    monkeypatch.setattr(making, "was_asked", lambda: True)

    done = making.make(scale=1, seed=1)

    assert done == 0
    assert (Agency.objects.count(), Worker.objects.count()) == before
    assert list(tmp_path.iterdir()) == []
    assert "stands already" in capsys.readouterr().out


def test_a_demo_without_its_return_hands_it_in_on_the_next_run(
    partnership: Partnership, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    handed_in: list[Path] = []
    monkeypatch.setattr(making, "home", lambda: tmp_path)
    monkeypatch.setattr(making, "was_handed_in", lambda: False)
    monkeypatch.setattr(making, "hand_in", handed_in.append)
    monkeypatch.setattr(making, "was_asked", lambda: True)

    making.make(scale=1, seed=1)

    assert handed_in == [tmp_path / "rehearsal" / "return"]
    assert sorted(path.name for path in handed_in[0].iterdir()) == ["header.csv", "missing.csv", "reviews.csv"]


def test_records_are_compared_once(
    copy: Partnership, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(making, "home", lambda: tmp_path)
    monkeypatch.setattr(making, "was_handed_in", lambda: True)
    monkeypatch.setattr(making, "were_handed_in", lambda: True)
    with beside() as connection:
        connection.execute("DELETE FROM linkage_model")
    typed(copy.member)

    first, second = ((making.make(scale=1, seed=1), capsys.readouterr().out)[1] for _ in range(2))

    assert was_asked()
    assert "of 1 pairs a person is asked" in first
    assert "Comparing" not in second


def test_a_return_that_stands_in_its_folder_is_left_as_it_is(tmp_path: Path, at: datetime) -> None:
    write_once(tmp_path, now=at, seed=1)
    before = (tmp_path / "header.csv").read_bytes()

    write_once(tmp_path, now=at, seed=2)

    assert (tmp_path / "header.csv").read_bytes() == before

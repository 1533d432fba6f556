"""The model that an installation starts with is learnt from what stands, and written as the product reads it."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from erle.knowledge.linkage.matching.documents import read_model
from rehearsal.partnership import starting_model
from tests.knowledge.linkage.questions.asking import LEAH_ARDERN, typed
from tests.knowledge.linkage.questions.conftest import copy
from tests.partnership import Partnership

assert copy  # the fixture, by its name


def test_it_is_learnt_and_written_where_it_is_asked_for(
    copy: Partnership, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(starting_model, "product", lambda **_: nullcontext())
    typed(copy.member)
    typed(copy.member, LEAH_ARDERN)

    assert starting_model.main(["--out", str(tmp_path / "model.json")]) == 0

    model = read_model((tmp_path / "model.json").read_text("utf-8"))
    assert model.learnt.rows == 3
    assert "Learnt from 3 records" in capsys.readouterr().out

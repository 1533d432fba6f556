"""The jobs ask of records that a person should judge: an hour after the start and each day, in a process of its own."""

import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from erle.doors.command import jobs
from erle.doors.command.main import main
from erle.foundation.access.acting import acting_as
from erle.knowledge.linkage.matching.learning.training import NothingToCompare
from erle.knowledge.linkage.models import Question
from tests.knowledge.linkage.questions.asking import typed
from tests.knowledge.linkage.questions.conftest import copy
from tests.partnership import NOW, Partnership

assert copy  # the fixture, by its name


def test_it_asks_an_hour_after_the_start_and_each_day(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    real = subprocess.Popen

    def popen(words: list[str], **more: Any) -> Any:
        started.append(words)
        return real([sys.executable, "-c", "import time; time.sleep(60)"], **more)

    monkeypatch.setattr(subprocess, "Popen", popen)
    job = jobs.QuestionJob()

    asked = []
    for hours in (0, 0.9, 1, 1.1, 24.9, 25, 25.1):
        job.look(NOW + timedelta(hours=hours))
        asked.append(len(started))
    began = time.monotonic()
    job.end()

    assert asked == [0, 0, 1, 1, 1, 2, 2]
    assert [words[-2:] for words in started] == [["worker", "--questions"]] * 2
    assert time.monotonic() - began < 30


def test_the_process_asks_and_ends(copy: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(copy.member)
    monkeypatch.setattr(jobs, "product", lambda **_: nullcontext())

    assert main(["worker", "--questions"]) == 0

    with acting_as(copy.member):
        assert Question.objects.count() == 1


def test_on_the_first_day_there_is_nothing_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**_: object) -> None:
        raise NothingToCompare

    monkeypatch.setattr("erle.knowledge.linkage.tasks.ask_questions", nothing)
    monkeypatch.setattr(jobs, "product", lambda **_: nullcontext())

    assert main(["worker", "--questions"]) == 0


def test_the_process_that_matches_who_comes_matches_all_that_wait(
    copy: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "product", lambda **_: nullcontext())
    typed(copy.member)

    assert main(["worker", "--arrivals", "--once"]) == 0

    with acting_as(copy.member):
        assert Question.objects.count() == 1


def test_a_process_that_ended_is_started_again_a_minute_later(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    real = subprocess.Popen

    def popen(words: list[str], **more: Any) -> Any:
        started.append(words)
        return real([sys.executable, "-c", "pass" if len(started) == 1 else "import time; time.sleep(60)"], **more)

    monkeypatch.setattr(subprocess, "Popen", popen)
    job = jobs.ArrivalJob()

    job.look(NOW)
    while job._beside.works:
        time.sleep(0.05)
    counts = []
    for seconds in (1, 59, 61, 200):
        job.look(NOW + timedelta(seconds=seconds))
        counts.append(len(started))
    job.end()

    assert counts == [1, 1, 2, 2]
    assert started[0][-2:] == ["worker", "--arrivals"]

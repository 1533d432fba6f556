"""The server has a share of the machine's memory for its pages, and what somebody tuned stays as she tuned it."""

import os
from pathlib import Path

import pytest

from erle.foundation.database.embedded.memory import page_memory
from tests.foundation.database.embedded.conftest import Connect, Use

MADE = "max_connections = 100\t\t\t# (a restart)\nshared_buffers = 128MB\t\t\t# min 128kB\n#include_dir = '...'\n"


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    """A configuration as it was made."""
    path = tmp_path / "postgresql.conf"
    path.write_text(MADE, "utf-8")
    return path


@pytest.mark.parametrize(
    ("limit", "line"),
    [(16 << 30, "1024MB"), (4 << 30, "512MB"), (1 << 30, "128MB"), (100 << 20, "128MB")],
)
def test_it_has_an_eighth_of_the_memory_within_bounds(
    conf: Path, monkeypatch: pytest.MonkeyPatch, limit: int, line: str
) -> None:
    monkeypatch.setattr(os, "sysconf", {"SC_PHYS_PAGES": 16 << 20, "SC_PAGE_SIZE": 4096}.__getitem__)
    container = conf.parent / "memory.max"
    container.write_text(f"{limit}\n", "ascii")

    assert page_memory(conf, limit=container) == f"shared_buffers = {line}\n"


def test_without_a_limit_the_machine_is_asked_and_where_nobody_says_it_stays_as_made(
    conf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sysconf", {"SC_PHYS_PAGES": 1 << 20, "SC_PAGE_SIZE": 4096}.__getitem__)
    (conf.parent / "memory.max").write_text("max\n", "ascii")

    told = [page_memory(conf, limit=conf.parent / name) for name in ("memory.max", "none")]
    monkeypatch.delattr(os, "sysconf")

    assert told == ["shared_buffers = 512MB\n"] * 2
    assert page_memory(conf) == "shared_buffers = 128MB\n"


@pytest.mark.parametrize("more", ["shared_buffers = 2GB\n", "include_dir = 'conf.d'\n", "include 'mine.conf'\n"])
def test_what_somebody_tuned_is_left_to_her(conf: Path, more: str) -> None:
    conf.write_text(MADE + more, "utf-8")
    added = page_memory(conf)
    conf.write_text(MADE.replace("128MB", "64MB"), "utf-8")

    assert (added, page_memory(conf), page_memory(conf.parent / "gone")) == ("", "", "")


def test_a_server_is_told(standing: Path, use: Use, connect: Connect) -> None:
    found = connect(use(standing)).execute(
        "SELECT setting::bigint * 8192 / 1048576, sourcefile FROM pg_settings WHERE name = 'shared_buffers'"
    )

    [[megabytes, file]] = found.fetchall()
    told = page_memory(standing / "postgres" / "data" / "postgresql.conf")
    assert (told, str(file).endswith("postgresql.auto.conf")) == (f"shared_buffers = {megabytes}MB\n", True)

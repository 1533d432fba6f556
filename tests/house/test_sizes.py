"""Sizes hold: a file, a function and a room stay small enough to be read at one sitting."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.house.reading import CHECKOUT, OURS, functions, is_migration, modules, named, tree

LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION, FULLEST_ROOM = 300, 400, 40, 12
NAMELESS = {"utils", "util", "common", "core", "misc", "helpers", "helper", "shared", "base"}
NAMED_BY_DJANGO = {"erle/foundation/database/engine/base.py"}
FULLER = {"erle/doors/command": 13, "erle/doors/staff": 14, "erle/doors/staff/signing_in": 17, "rehearsal": 15}
TEMPLATES = sorted((CHECKOUT / "erle").rglob("*.html"))


@pytest.mark.parametrize("path", [path for path in modules() if not is_migration(path)], ids=named)
def test_a_file_is_read_at_one_sitting(path: Path) -> None:
    longest = LONGEST_TEST if path.is_relative_to(CHECKOUT / "tests") else LONGEST_FILE

    assert len(path.read_text("utf-8").splitlines()) <= longest


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_is_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_a_function_is_forty_lines_at_most() -> None:
    long = {
        f"{named(path)}:{one.lineno} {one.name}": one.end_lineno - one.lineno + 1
        for path in modules()
        for one in functions(path)
        if one.end_lineno is not None and one.end_lineno - one.lineno + 1 > LONGEST_FUNCTION
    }

    assert long == {}


def test_a_room_has_a_dozen_files_at_most() -> None:
    """A room on the list may lose files, and gain none."""
    rooms = Counter(
        path.parent
        for path in modules("erle", "rehearsal", "benchmarks")
        if path.name != "__init__.py" and not is_migration(path)
    )

    assert {named(room): files for room, files in rooms.items() if files > FULLER.get(named(room), FULLEST_ROOM)} == {}


def test_every_module_has_a_name_of_its_own() -> None:
    nameless = {named(path) for path in modules() if path.stem in NAMELESS or path.parent.name in NAMELESS}

    assert nameless == NAMED_BY_DJANGO


def test_every_area_says_what_it_is_for() -> None:
    without = [
        named(path)
        for path in modules("erle", "rehearsal", "benchmarks")
        if not is_migration(path) and not tree(path).body
    ]
    packages = {path.parent for path in modules("erle", "rehearsal", "benchmarks")}

    assert without == []
    assert [named(package) for package in packages if not (package / "__init__.py").exists()] == []


def test_a_file_of_a_folder_of_ours_is_seen_by_these_tests() -> None:
    folders = {
        path.name
        for path in CHECKOUT.iterdir()
        if path.is_dir() and any(path.glob("*.py")) and not path.name.startswith(".")
    }

    assert folders <= set(OURS)


@pytest.mark.parametrize("word", ["noqa", "type: ignore$", "pragma: no cover$", "except Exception", "except:"])
def test_what_hides_a_fault_is_not_written(word: str) -> None:
    pattern = re.compile(
        rf"#\s*{word}" if word[0] in "ntp" else rf"^\s*{word}\b" if word[-1] != ":" else r"^\s*except:", re.MULTILINE
    )

    assert [
        named(path) for path in modules() if path != Path(__file__) and pattern.search(path.read_text("utf-8"))
    ] == []

"""Making folders where several processes start at once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from erle.foundation.database.embedded.accounts import make_folder


def test_a_folder_is_never_seen_before_it_is_open(tmp_path: Path) -> None:
    seen: set[int] = set()

    def make_and_look(folder: Path) -> None:
        make_folder(folder, 0o711)
        seen.add(stat.S_IMODE(folder.stat().st_mode))

    with ThreadPoolExecutor(8) as pool:
        for number in range(100):
            list(pool.map(make_and_look, [tmp_path / str(number)] * 8))

    assert seen == {0o711}
    assert len(list(tmp_path.iterdir())) == 100


def test_a_folder_that_stands_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o750)
    (folder / "row").touch()

    make_folder(folder, 0o711)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o750
    assert [row.name for row in folder.iterdir()] == ["row"]


def test_a_file_in_the_way_is_left_for_its_user_to_see(tmp_path: Path) -> None:
    (tmp_path / "way").touch()

    with pytest.raises(FileNotFoundError):
        make_folder(tmp_path / "gone" / "home", 0o711)
    make_folder(tmp_path / "way", 0o711)

    assert (tmp_path / "way").is_file()

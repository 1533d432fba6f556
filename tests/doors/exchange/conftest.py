"""Files as people hand them in."""

from collections.abc import Callable
from pathlib import Path

import pytest

Given = Callable[..., Path]


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """Return what writes a file into this test's own folder."""

    def write(said: str | bytes, name: str = "reviews.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said.encode() if isinstance(said, str) else said)
        return path

    return write

"""On Spark, in local mode: the same proposals, and nothing left behind. Where the extra or Java is missing, skipped."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from erle.knowledge.linkage.proposing import propose
from erle.knowledge.linkage.spark.needs import NoSpark, check_needs
from tests.knowledge.linkage.spark.records import reference, standing

try:
    check_needs()
except NoSpark as missing:
    pytest.skip(str(missing), allow_module_level=True)

from erle.knowledge.linkage.spark.proposing import OnSpark
from erle.knowledge.linkage.spark.session import spark_session

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # pyspark leaves sockets to be collected


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where sessions have their folders."""
    return tmp_path_factory.mktemp("installation") / "a home" / "spark"


@pytest.fixture(scope="module")
def session(home: Path) -> Iterator[Any]:
    """Return a session on this machine."""
    with spark_session(master="local[2]", home=home) as stands:
        yield stands


def test_the_same_records_are_proposed_with_the_same_weights(session: Any) -> None:
    model, full = reference()

    found = OnSpark(session).propose(standing(), model, full=full)

    assert found == propose(standing(), model, full=full)
    assert len(found) > 300


def test_nothing_is_proposed_of_nothing(session: Any) -> None:
    assert OnSpark(session).propose([], reference()[0]) == []


def test_what_lies_on_the_disk_is_the_owners_and_says_no_name(session: Any, home: Path) -> None:
    OnSpark(session).propose(standing(), reference()[0])
    names = {one.family_name.encode() for one in standing() if len(one.family_name) > 5}
    names |= {name.lower() for name in names}

    files = [path for path in home.rglob("*") if path.is_file()]

    assert [path.stat().st_mode & 0o077 for path in [home, *home.iterdir()]] == [0, 0]
    assert [path for path in files if path.name.startswith("shuffle_") and path.stat().st_size > 10_000]
    assert [path for path in files if any(name in path.read_bytes() for name in names)] == []

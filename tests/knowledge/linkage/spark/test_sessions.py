"""Sessions end whole, so that others can begin. Where the extra or Java is missing, skipped."""

import os
from pathlib import Path

import pytest

from erle.knowledge.linkage.proposing import propose
from erle.knowledge.linkage.spark.needs import NoSpark, check_needs
from tests.knowledge.linkage.spark.records import reference, standing

try:
    check_needs()
except NoSpark as missing:
    pytest.skip(str(missing), allow_module_level=True)

from erle.knowledge.linkage.spark.proposing import proposing_on
from erle.knowledge.linkage.spark.session import NotStarted, spark_session

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # pyspark leaves sockets to be collected


def test_a_session_ends_with_its_folder_and_its_java_and_another_can_begin(tmp_path: Path) -> None:
    before = dict(os.environ)
    model, full = reference()

    again = [proposing_on("local[1]", home=tmp_path)(standing()[:200], model, full=full) for _ in range(2)]

    assert again == [propose(standing()[:200], model, full=full)] * 2
    assert list(tmp_path.iterdir()) == []
    assert dict(os.environ) == before


def test_a_master_that_there_is_not_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(NotStarted, match="Spark did not start on nowhere://: "),
        spark_session(master="nowhere://", home=tmp_path),
    ):
        pass

    assert list(tmp_path.iterdir()) == []

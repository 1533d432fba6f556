"""What Spark is told guards the records, on a cluster as on one machine."""

import sys
from pathlib import Path

import pytest

from erle.knowledge.linkage.spark.settings import GUARDED, environment, settings

MASTERS = ("local[*]", "local[2]", "spark://host:7077", "yarn")


@pytest.mark.parametrize("master", MASTERS)
def test_what_is_sent_and_laid_down_is_encrypted_and_nothing_is_shown(master: str, tmp_path: Path) -> None:
    told = settings(master, tmp_path)

    assert {name: told[name] for name in GUARDED} == {
        "spark.authenticate": "true",
        "spark.network.crypto.enabled": "true",
        "spark.io.encryption.enabled": "true",
        "spark.io.encryption.keySizeBits": "256",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
    }
    assert not [name for name in told if "secret" in name]


@pytest.mark.parametrize("master", MASTERS)
def test_one_machine_answers_to_itself_and_a_cluster_keeps_its_own_addresses_and_disks(
    master: str, tmp_path: Path
) -> None:
    told = settings(master, tmp_path)
    alone = {"spark.driver.host", "spark.driver.bindAddress", "spark.local.dir", "spark.driver.memory"} & told.keys()

    assert len(alone) == (4 if master.startswith("local") else 0)
    assert {told[name] for name in alone if name.startswith("spark.driver.") and "memory" not in name} <= {"127.0.0.1"}


def test_all_that_is_laid_down_here_lies_in_the_folder_of_the_run(tmp_path: Path) -> None:
    told = settings("yarn", tmp_path)

    assert environment("yarn", tmp_path)["SPARK_LOCAL_DIRS"] == str(tmp_path)
    assert told["spark.sql.warehouse.dir"].startswith(str(tmp_path))
    assert f'-Djava.io.tmpdir="{tmp_path}"' in told["spark.driver.extraJavaOptions"]


def test_workers_run_this_python_unless_a_cluster_has_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", "/opt/erle/bin/python")

    there, here = (environment(master, tmp_path)["PYSPARK_PYTHON"] for master in ("yarn", "local[*]"))

    assert (there, here) == ("/opt/erle/bin/python", sys.executable)

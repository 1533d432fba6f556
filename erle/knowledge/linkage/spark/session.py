"""A Spark session that leaves nothing behind: its files lie encrypted in a folder of the run's own, gone at its end."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from erle.foundation.database.refusals import Refused
from erle.knowledge.linkage.spark.settings import environment, settings


class NotStarted(Refused):
    """Spark did not start."""


@contextmanager
def spark_session(*, master: str, home: Path) -> Iterator[SparkSession]:
    """Give a session on that master; its folder is made in `home` for the owner alone, and removed.

    Raises `NotStarted` where Spark says no, as where the master of a cluster does not answer.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="spark-", dir=home) as made, _told(environment(master, Path(made))):
        try:
            session = _started(master, Path(made))
            try:
                yield session
            finally:
                session.stop()
        finally:
            _end_java()


def _started(master: str, folder: Path) -> SparkSession:
    builder = SparkSession.builder.master(master)
    for name, value in settings(master, folder).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (Py4JError, PySparkException) as error:
        first, *more = str(error).strip().splitlines()  # of what Java says the second line tells what was wrong
        raise NotStarted(f"Spark did not start on {master}: {(more or [first])[0].strip(' :')}") from error


def _end_java() -> None:
    """End Java where it runs: it keeps to the folder that it was started with, and that goes."""
    gateway = SparkContext._gateway
    if gateway is not None:
        gateway.shutdown()
        SparkContext._gateway = SparkContext._jvm = None
        gateway.proc.stdin.close()
        gateway.proc.wait()


@contextmanager
def _told(words: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in words}
    os.environ.update(words)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value

"""What a Spark session is told: nothing that it sends or lays down can be read, and nothing of it is shown."""

import os
import sys
from pathlib import Path

LOCAL = "local"
HERE = "127.0.0.1"
ROWS_AT_ONCE = 50_000
"""Rows that a worker is handed in one go."""
SHARE_OF_MEMORY, LEAST_MEMORY = 4, 1024
"""What part of the machine's memory Java gets where all runs on one, and megabytes that it gets at the least."""
GUARDED = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.io.encryption.enabled": "true",
    "spark.io.encryption.keySizeBits": "256",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
}
"""What keeps records of children from who stands beside: what is sent or laid down is encrypted, nothing is shown."""
LOGGING = """status = error
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
"""


def settings(master: str, folder: Path) -> dict[str, str]:
    """Return what a session is told; on one machine it answers to nobody outside it."""
    logging = folder / "log4j2.properties"
    logging.write_text(LOGGING, "utf-8")
    common = {
        **GUARDED,
        "spark.app.name": "erle link",
        "spark.log.level": "ERROR",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f'-Dlog4j2.configurationFile="{logging.as_uri()}" -Djava.io.tmpdir="{folder}"',
        "spark.driver.maxResultSize": "0",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS_AT_ONCE),
    }
    if not master.startswith(LOCAL):
        return common
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20 // SHARE_OF_MEMORY
    alone = {"spark.driver.host": HERE, "spark.driver.bindAddress": HERE, "spark.local.dir": str(folder)}
    return {**common, **alone, "spark.driver.memory": f"{max(memory, LEAST_MEMORY)}m"}


def environment(master: str, folder: Path) -> dict[str, str]:
    """Return what Spark takes from the environment alone, or from there before its settings."""
    told = {"SPARK_LOCAL_DIRS": str(folder), "PYSPARK_PYTHON": os.environ.get("PYSPARK_PYTHON", sys.executable)}
    if master.startswith(LOCAL):
        told |= {"SPARK_LOCAL_IP": HERE, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    return told

"""What Spark needs: the extra `erle[spark]`, and Java; said in plain words where it is missing."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from erle.foundation.database.refusals import Refused

PACKAGES = ("pyspark", "pyarrow", "pandas")
OLDEST_JAVA = 17
VERSION = re.compile(r'version "(?:1\.)?(\d+)')
INSTALL = f"pip install 'erle[spark]' installs what Python needs, and Java {OLDEST_JAVA} or later must be there too."


class NoSpark(Refused):
    """Something that Spark needs is not installed."""


def check_needs() -> None:
    """Raise `NoSpark` where a package or Java is missing, or Java is too old."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise NoSpark(f"To match on Spark, {', '.join(missing)} must be installed. {INSTALL}")
    java = find_java()
    if java is None:
        raise NoSpark(
            f"Spark needs Java, and none was found: neither JAVA_HOME names one nor is it on the path. {INSTALL}"
        )
    version = java_version(java)
    if version is None or version < OLDEST_JAVA:
        raise NoSpark(f"Spark needs Java {OLDEST_JAVA} or later; {java} is {version or 'of no version that it tells'}.")


def find_java() -> str | None:
    """Return the Java that Spark would start: that of JAVA_HOME, or else the one on the path."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def java_version(java: str) -> int | None:
    """Return the main number of its version; nothing where it tells none."""
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = VERSION.search(told.stderr + told.stdout)
    return int(found[1]) if found else None

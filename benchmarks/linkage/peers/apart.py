"""What is installed for Splink's sake alone is kept from Erle: pandas, which Arrow takes along wherever it lies."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

NOT_ERLES = "pandas"
"""It is in no lock of Erle's product, so that where Erle runs, none of its time and memory is pandas'."""


class _NotInstalled(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == NOT_ERLES:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def apart(side: str) -> None:
    """Keep it from this program, if it is Erle's side that runs here."""
    if side == "splink_model":
        sys.meta_path.insert(0, _NotInstalled())

"""How much memory the server has for its pages: a share of the machine's, unless somebody tuned it."""

import os
import re
from contextlib import suppress
from pathlib import Path

SHARE, LEAST, MOST = 8, 128, 1024
"""An eighth of the memory, in megabytes not less than what a server is made with, and not more than a gigabyte."""
AS_MADE = "shared_buffers = 128MB"
TUNED = re.compile(r"^\s*((?:shared_buffers|include)\b.*|include_\w+.*)$", re.MULTILINE)
LIMIT = Path("/sys/fs/cgroup/memory.max")


def page_memory(tuned: Path, *, limit: Path = LIMIT) -> str:
    """Return the line of configuration; nothing where `postgresql.conf` says otherwise than it was made with."""
    try:
        said = TUNED.findall(tuned.read_text("utf-8", "replace"))
    except OSError:
        return ""
    if len(said) != 1 or said[0].partition("#")[0].strip() != AS_MADE:
        return ""
    return f"shared_buffers = {min(max(_megabytes(limit) // SHARE, LEAST), MOST)}MB\n"


def _megabytes(limit: Path) -> int:
    """Return the megabytes of memory of this machine, or of the container that this is; 0 where nobody says."""
    try:
        found = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    except (ValueError, OSError, AttributeError):
        return 0
    with suppress(ValueError, OSError):
        found.append(int(limit.read_text("ascii")))  # "max" where there is none
    return min(found) // 2**20

"""Rows of any table on their way: cut to the headings, and told apart from those read a while ago."""

from itertools import repeat

from erle.doors.exchange.faults import Finding, Severity

BETWEEN = "\x1f"
"""Parts the cells of which a fingerprint is made."""
MOST_RECENT = 10_000


class Recent:
    """The rows read of late, by their fingerprints, in a memory of fixed size.

    A repeat further back than that is not seen here; the records refuse it, since a row stands there once.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._newer: dict[bytes, tuple[str, int]] = {}
        self._older: dict[bytes, tuple[str, int]] = {}

    def find(self, digest: bytes) -> tuple[str, int] | None:
        """Return the file and row that said the same, if it was of late."""
        return self._newer.get(digest) or self._older.get(digest)

    def all_new(self, digests: list[bytes]) -> bool:
        """Return whether none of the rows was read of late, nor one of them twice."""
        new = set(digests)
        return len(new) == len(digests) and new.isdisjoint(self._newer) and new.isdisjoint(self._older)

    def keep(self, digest: bytes, file: str, row: int) -> None:
        """Remember a row."""
        self.keep_all([digest], file, [row])

    def keep_all(self, digests: list[bytes], file: str, rows: list[int]) -> None:
        """Remember rows, and forget the oldest half when there are too many."""
        if len(self._newer) >= MOST_RECENT:
            self._older, self._newer = self._newer, {}
        self._newer.update(zip(digests, zip(repeat(file), rows, strict=False), strict=True))


def fitted(cells: list[str], width: int) -> tuple[list[str], Finding | None]:
    """Return a row cut to the headings where only blanks stand beyond them, and else what is wrong with it."""
    beyond = "".join(cells[width:]).strip()
    if len(cells) >= width and not beyond:
        return cells[:width], None
    problem = f"the row has {len(cells)} cells"
    if beyond:
        problem = f"stands beyond the last column, in a row of {len(cells)} cells"
    return cells, Finding("", beyond, problem, f"{width} cells, one for each heading")


def repeat_of(here: str, file: str, row: int) -> Finding:
    """Return that a row was read before."""
    place = f"row {row}" if file == here else f"row {row} of {file}"
    problem = f"the row is the same as {place}"
    return Finding("", "", problem, "each row once; it is kept once", severity=Severity.REPEAT)

"""Names and sentences from which the further children are told, read from `further.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "further.toml"


@dataclass(frozen=True)
class Families:
    """Names that go together."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    family_names: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """A line of a chronology without its child: `by` is a worker, or `lead` or `school`."""

    by: str
    kind: str
    grade: str
    title: str
    text: str


@dataclass(frozen=True)
class Templates:
    """All that a further child is told from."""

    families: tuple[Families, ...]
    lines: tuple[Template, ...]
    words: tuple[tuple[str, str], ...]
    schools: tuple[tuple[str, str], ...]
    homes: tuple[str, ...]
    purposes: tuple[str, ...]


@cache
def templates() -> Templates:
    """Return what the file holds."""
    told = tomllib.loads(FILE.read_text("utf-8"))
    return Templates(
        families=tuple(Families(**{part: tuple(names) for part, names in row.items()}) for row in told["families"]),
        lines=tuple(_template(row) for row in told["lines"].strip().splitlines()),
        words=tuple((said, wish) for said, wish in told["words"]),
        schools=tuple((school, lead) for school, lead in told["schools"]),
        homes=tuple(told["homes"]),
        purposes=tuple(told["purposes"]),
    )


def _template(row: str) -> Template:
    head, title, text = row.split(" | ")
    by, kind, grade = head.split()
    return Template(by, kind, " ".join(grade), title, text)

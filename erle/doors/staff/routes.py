"""Every address of the staff door, read from its URLconf; the tests walk them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """One address."""

    path: str
    name: str
    view: str


@lru_cache(maxsize=10_000)
def address(name: str, *args: str) -> str:
    """Return the address of a page, worked out once: a list of fifty children asks for as many."""
    return reverse(name, args=args)


class Assets(StaticFilesStorage):
    """The pages' own styles and scripts, the address of each worked out once."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Know no address yet."""
        super().__init__(*given, **named)
        self._known: dict[str | None, str] = {}

    def url(self, name: str | None) -> str:
        """Return the address."""
        if name not in self._known:
            self._known[name] = str(super().url(name))
        return self._known[name]


def routes() -> list[Route]:
    """Return every address."""
    return list(_walk("/", get_resolver().url_patterns))


def _walk(prefix: str, patterns: list[URLPattern | URLResolver]) -> Iterator[Route]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(here, pattern.url_patterns)
        else:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield Route(here, pattern.name or "", f"{view.__module__}.{view.__qualname__}")

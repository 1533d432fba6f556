"""A census as it comes: one child's element after another, nothing held but the one that is read.

No entity is resolved, no document type read, nothing fetched. A child is bounded in bytes, so that a file that never
ends one is refused instead of being held.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from erle.doors.exchange.cin.shape import local_name
from erle.doors.exchange.opening import OpenFile, Unreadable

LARGEST_CHILD = 8 * 1024 * 1024
"""Bytes within which a child's element ends; a real one has some thousand."""
DEEPEST = 12
NAMES = ("Header", "Child")


def census_elements(source: OpenFile) -> Iterator[Any]:
    """Yield the header, and each child, as elements that stand until the next is asked for."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    reading = _Reading(source.name)
    try:
        for block in source.blocks():
            parser.feed(block)
            yield from reading.whole(parser.read_events(), len(block))
        parser.close()
        yield from reading.whole(parser.read_events(), 0)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{source.name} is not XML that can be read: {_plain(str(error))}.") from error


class _Reading:
    """Where the reading stands: how deep, and how many bytes ago a child last ended."""

    def __init__(self, name: str) -> None:
        self._name, self._depth, self._waiting, self._begun = name, 0, 0, False

    def whole(self, events: Iterator[tuple[str, Any]], size: int) -> Iterator[Any]:
        """Yield the elements that have ended, and let go of each afterwards."""
        self._waiting += size
        for event, element in events:
            if event == "start":
                self._begin(element)
            else:
                self._depth -= 1
                if local_name(element) in NAMES:
                    yield element
                    self._waiting = 0
                    _let_go(element)
        if self._waiting > LARGEST_CHILD:
            raise Unreadable(f"{self._name} has an element of more than {LARGEST_CHILD // 1024 // 1024} MB.")

    def _begin(self, element: Any) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(f"{self._name} has elements within elements, {DEEPEST} deep: no census has.")
        if self._begun:
            return
        self._begun = True
        if element.getroottree().docinfo.doctype:
            raise Unreadable(f"{self._name} has a document type declaration, which no census has.")
        if local_name(element) != "Message":
            raise Unreadable(f"{self._name} is no census: it begins with {local_name(element)}, and not with Message.")


def _let_go(element: Any) -> None:
    """Empty an element that was read, and drop it and what stood before it from those above."""
    element.clear(keep_tail=False)
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _plain(words: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in words[:200]).rstrip(".")

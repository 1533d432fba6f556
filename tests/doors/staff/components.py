"""What GOV.UK Frontend's own package says its components look like, and our markup brought to the same form."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

COMPONENTS = Path(__file__).parents[3] / "assets/node_modules/govuk-frontend/dist/govuk/components"
Node = tuple[str, tuple[tuple[str, str], ...], tuple[Any, ...]]


@cache
def fixtures(component: str) -> dict[str, dict[str, Any]]:
    """Return the component's fixtures by name; skip where the front end's packages are not installed."""
    path = COMPONENTS / component / "fixtures.json"
    if not path.exists():
        pytest.skip("GOV.UK Frontend's fixtures are not here: npm ci in assets/ brings them")
    return {one["name"]: one for one in json.loads(path.read_text("utf-8"))["fixtures"]}


def parsed(html: str, select: str = "") -> Tag:
    """Return the first element, or the first that the selector finds."""
    soup = BeautifulSoup(html, "html.parser")
    found = soup.select_one(select) if select else soup.find(True)
    assert isinstance(found, Tag), f"no {select or 'element'} in {html[:200]}"
    return found


def normal(element: Tag, *, without: frozenset[str] = frozenset()) -> Node:
    """Return tag, attributes and children, with white space and the order of classes and attributes taken out."""
    attributes = tuple(sorted((name, _value(value)) for name, value in element.attrs.items() if name not in without))
    return element.name, attributes, tuple(_children(element, without))


def _value(value: Any) -> str:
    return " ".join(sorted(value)) if isinstance(value, list) else str(value)


def _children(element: Tag, without: frozenset[str]) -> list[Any]:
    children: list[Any] = []
    for child in element.children:
        if isinstance(child, Tag):
            children.append(normal(child, without=without))
        elif isinstance(child, NavigableString) and not isinstance(child, Comment) and child.strip():
            children.append(" ".join(child.split()))
    return children

"""Files with bytes changed, cut or doubled: each is made anew or refused in words, and nothing else ever happens."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from erle.knowledge.records.attachments import office_documents, pictures, portable_documents, texts
from erle.knowledge.records.attachments.inside import MadeAnew
from erle.knowledge.records.attachments.jpeg_segments import without_metadata
from erle.knowledge.records.attachments.kinds import LONGEST, NotTaken, recognise, shown_name
from tests.knowledge.records.attachments import made

CLEANERS: dict[str, Callable[[bytes], MadeAnew]] = {
    "office_documents": office_documents.clean,
    "pictures": pictures.clean,
    "portable_documents": portable_documents.clean,
    "texts": texts.clean,
}
WHOLE = {
    "a picture": made.picture(),
    "points": made.picture("PNG"),
    "a web picture": made.picture("WEBP"),
    "a phone's picture": made.phone_picture(),
    "a document": made.document(),
    "a letter": made.packed(made.office_parts()),
    "an open document": made.packed(made.open_document_parts()),
    "words": b"Seen at the gate. " * 4,
}
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["change", "cut", "double"]), st.binary(min_size=1, max_size=8)),
    min_size=1,
    max_size=6,
)


def changed(content: bytes, changes: list[tuple[int, str, bytes]]) -> bytes:
    """Return the content with bytes changed, cut away or doubled."""
    for place, how, given_bytes in changes:
        at = place % (len(content) + 1)
        if how == "cut":
            content = content[:at] + content[at + len(given_bytes) ** 2 :]
        elif how == "double":
            content = content[:at] + content[max(0, at - 64) : at] + content[at:]
        else:
            content = content[:at] + given_bytes + content[at + len(given_bytes) :]
    return content


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES)
def test_a_broken_file_is_made_anew_or_refused(name: str, changes: list[tuple[int, str, bytes]]) -> None:
    content = changed(WHOLE[name], changes)
    try:
        out = CLEANERS[recognise(content).cleaner](content)
    except NotTaken:
        return
    assert recognise(out.content).cleaner == out.kind.cleaner


@settings(max_examples=60, deadline=None)
@given(changes=CHANGES, name=st.sampled_from(sorted(made.office_parts())))
def test_an_office_file_with_a_broken_part_is_made_anew_or_refused(
    changes: list[tuple[int, str, bytes]], name: str
) -> None:
    parts = made.office_parts()
    part = parts[name]
    parts[name] = changed(part if isinstance(part, bytes) else part.encode(), changes)
    try:
        out = office_documents.clean(made.packed(parts))
    except NotTaken:
        return
    with zipfile.ZipFile(io.BytesIO(out.content)) as archive:
        assert archive.testzip() is None


@given(content=st.binary(max_size=400).map(lambda rest: b"\xff\xd8" + rest))
@example(content=made.picture())
@example(content=b"\xff\xd8" + b"\xff" * 300)
def test_a_picture_inside_a_document_loses_what_tells_or_is_a_fault(content: bytes) -> None:
    try:
        out = without_metadata(content)
    except ValueError:
        return
    assert len(out) <= len(content)
    assert made.WHO not in out


@given(content=st.binary(max_size=2_000))
def test_any_bytes_are_something_that_is_taken_or_refused(content: bytes) -> None:
    try:
        out = CLEANERS[recognise(content).cleaner](content)
    except NotTaken:
        return
    assert recognise(out.content).cleaner == out.kind.cleaner


@given(name=st.text(max_size=300))
def test_any_name_is_shown_in_one_plain_line(name: str) -> None:
    shown = shown_name(name, ".pdf")

    assert shown.endswith(".pdf")
    assert len(shown) <= LONGEST
    assert shown.isprintable()
    assert not set(shown) & set('/\\<>:"|?*')

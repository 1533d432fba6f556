"""Lines and files as they are shared: copied as they stand, without the words that are left out."""

from collections.abc import Mapping, Sequence

from erle.foundation.agencies.references import new_reference
from erle.foundation.database.refusals import Refused
from erle.knowledge.records.attachments.taking import seal_again
from erle.knowledge.records.disclosing.rules import LEAVE_OUT_REASONS, LeaveOut, NotInTheLine, without
from erle.knowledge.records.disclosing.sources import Source
from erle.knowledge.records.models import Attachment, DisclosedFile, DisclosedLine, Disclosure


class WordsNotThere(Refused):
    """Words that were to be left out do not stand in the line."""


def leave_out(source: Source, wanted: LeaveOut) -> tuple[str, str, str]:
    """Return title, text and quote of the line without the words, or refuse words that are not in it."""
    if wanted.because not in {reason.key for reason in LEAVE_OUT_REASONS}:
        raise WordsNotThere("Say why the words are left out.")
    try:
        title, text, quote = without([source.title, source.text, source.quote], wanted.words)
    except NotInTheLine as missing:
        raise WordsNotThere(
            f"“{missing}” does not stand in the line. Copy the words as they are, one passage to a line."
        ) from missing
    return title[:200], text, quote


def frozen_lines(
    disclosure: Disclosure, sources: Sequence[Source], wanted: Mapping[str, LeaveOut]
) -> list[DisclosedLine]:
    """Return the lines as they stand now, in order, without the words that are left out."""
    made = []
    for number, source in enumerate(sources, 1):
        less = wanted.get(source.key)
        title, text, quote = leave_out(source, less) if less else (source.title, source.text, source.quote)
        made.append(
            DisclosedLine(
                circle=disclosure.circle,
                sealed=disclosure.circle.sealed,
                disclosure=disclosure,
                number=number,
                entry_id=source.entry_id,
                item_id=source.item_id,
                kind=source.kind,
                nature=source.nature,
                happened_at=source.happened_at,
                precision=source.precision,
                title=title,
                text=text,
                quote=quote,
                agency=source.agency,
                source=source.source,
                grade=source.grade,
                conditions=source.conditions,
                left_out=less.because if less else "",
            )
        )
    return made


def keep_files(disclosure: Disclosure, files: Sequence[Attachment]) -> None:
    """Keep each file under a reference of its own; it is read and encrypted one at a time."""
    for number, file in enumerate(files, 1):
        reference = new_reference("A")
        DisclosedFile.objects.create(
            circle=disclosure.circle,
            reference=reference,
            disclosure=disclosure,
            number=number,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            digest=file.digest,
            content=seal_again(reference=file.reference, sealed=bytes(file.content), anew=reference),
            scanned=file.scanned,
        )

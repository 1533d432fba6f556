"""Reading the records: all under the policies, so each returns what the acting worker may see and no more."""

from erle.knowledge.records.queries.batches import batch_called, batches, reports_of_batch
from erle.knowledge.records.queries.chronology import PAGE, Wanted, chronology, line_called, newest_lines, notes_of
from erle.knowledge.records.queries.copies import copies_of
from erle.knowledge.records.queries.handed_in import (
    attachment_called,
    attachments_of,
    handed_in_from,
    report_of,
    reports_of,
)
from erle.knowledge.records.queries.people import (
    OwnChildren,
    child_called,
    children,
    children_in,
    own_children,
    words_of,
)
from erle.knowledge.records.queries.portrait import Facet, Gone, Mentioned, Near, Portrait, Said, Week, portrait
from erle.knowledge.records.queries.things import (
    Thing,
    children_naming,
    concerned,
    facets_naming,
    lines_naming,
    named_beside,
    named_in,
    reports_naming,
    thing_called,
    words_of_things,
)

__all__ = [
    "PAGE",
    "Facet",
    "Gone",
    "Mentioned",
    "Near",
    "OwnChildren",
    "Portrait",
    "Said",
    "Thing",
    "Wanted",
    "Week",
    "attachment_called",
    "attachments_of",
    "batch_called",
    "batches",
    "child_called",
    "children",
    "children_in",
    "children_naming",
    "chronology",
    "concerned",
    "copies_of",
    "facets_naming",
    "handed_in_from",
    "line_called",
    "lines_naming",
    "named_beside",
    "named_in",
    "newest_lines",
    "notes_of",
    "own_children",
    "portrait",
    "report_of",
    "reports_naming",
    "reports_of",
    "reports_of_batch",
    "thing_called",
    "words_of",
    "words_of_things",
]  # fmt: skip

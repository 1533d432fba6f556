"""Reports as they were said, the people they mention, and the chronology made of them."""

from erle.knowledge.records.models.chronology import Entry, Mention, Note, Words
from erle.knowledge.records.models.copies import Copy
from erle.knowledge.records.models.disclosures import Confirmation, DisclosedFile, DisclosedLine, Disclosure
from erle.knowledge.records.models.people import Completion, Identifier, ImportBatch, Person, Relation, SchoolWeek
from erle.knowledge.records.models.reports import STANDING, WORKER, Attachment, Item, Report

__all__ = [
    "STANDING", "WORKER", "Attachment", "Completion", "Confirmation", "Copy", "DisclosedFile", "DisclosedLine",
    "Disclosure", "Entry", "Identifier", "ImportBatch", "Item", "Mention", "Note", "Person", "Relation", "Report",
    "SchoolWeek", "Words",
]  # fmt: skip

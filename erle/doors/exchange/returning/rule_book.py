"""The published rules that apply to the missing table of the return: every rule whose tables name it.

Derived from the published list (validation checks of the SSDA903 return, to collection 2025 to 2026): a rule applies
where the column of tables names Missing, this year's or last year's, however it is written. A test derives them anew.
"""

from erle.doors.exchange.ssda903.rule_book import RULES

HERE = {
    "566": "An episode that has an end says which of the two it is.",
    "570": "No episode of being missing or away starts after the collection year.",
    "571": "An episode of being missing or away ends in the collection year, or has not ended.",
    "576": "What was open at the end of last year's return comes first in this year's, with the same start.",
}
"""Said of a table that goes out; the rest are said as of one that comes in."""
CODES = (
    "1004", "1005", "1006", "564", "565", "566", "567", "570", "571", "574", "575", "576", "577", "578", "580", "581",
    "586", "INT04", "INT13",
)  # fmt: skip
MISSING_RULES = {code: HERE.get(code) or RULES[code] for code in CODES}
NEEDS = {
    "the header": ("INT04", "INT13"),
    "the episodes": ("575", "577", "578", "580", "581"),
    "last year's missing table": ("576",),
}
"""Rules that hold the table against another one: without it they are not checked, and that is said."""

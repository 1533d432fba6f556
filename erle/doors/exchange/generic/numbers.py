"""Numbers that are the same in every agency: unique pupil numbers and NHS numbers, told by their check digits."""

import re

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Check letters, by remainder. Source: DfE, Unique pupil numbers: guidance, annex on the check letter."""
UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
NO_UPN = re.compile(r"UN[1-7]")
NHS_NUMBER = re.compile(r"[0-9]{10}")
NHS_WEIGHTS = range(10, 1, -1)
UPN_EXPECTED = "a letter and twelve digits that fit together"
NHS_EXPECTED = "ten digits of which the last fits the others"


def bare(text: str) -> str:
    """Return a number in capitals without the blanks and strokes that people put in it; a spreadsheet's .0 is none."""
    return re.sub(r"[\s-]", "", text).upper().removesuffix(".0")


def is_upn(number: str) -> bool:
    """Return whether a number has the form of a pupil number, and its check letter."""
    if not UPN.fullmatch(number) or number[12] not in "0123456789" + UPN_LETTERS:
        return False
    digits = [int(each) if each.isdigit() else UPN_LETTERS.index(each) for each in number[1:]]
    total = sum(place * digit for place, digit in enumerate(digits, 2))
    return UPN_LETTERS[total % 23] == number[0]


def is_nhs_number(number: str) -> bool:
    """Return whether a number has the form of an NHS number, and its check digit."""
    if not NHS_NUMBER.fullmatch(number) or len(set(number)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(NHS_WEIGHTS, number, strict=False))
    return (11 - total % 11) % 11 == int(number[9])


def means_no_upn(number: str) -> bool:
    """Return whether a number says, by the department's codes, why there is none."""
    return bool(NO_UPN.fullmatch(number))

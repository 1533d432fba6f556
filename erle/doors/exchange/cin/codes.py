"""The code lists of the census, with the words in which a line of the chronology says them.

Source: Department for Education, children in need census, schema and guide 2022 to 2026. Where guidance later chose
other words for the same code ("domestic abuse"), they are these. Codes no longer in use stay readable.
"""

MISUSE = {"A": "by the child", "B": "by a parent or carer", "C": "by somebody else in the home"}
SUBJECT = {"A": "of the child", "B": "of a parent or carer", "C": "of somebody else in the home"}


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _lettered(number: int, words: str, whose: dict[str, str]) -> dict[str, str]:
    return {f"{number}{letter}": f"{words} {who}" for letter, who in whose.items()}


FACTORS = {
    **_lettered(1, "alcohol misuse", MISUSE),
    **_lettered(2, "drug misuse", MISUSE),
    **_lettered(3, "domestic abuse", SUBJECT),
    **_lettered(4, "mental health", SUBJECT),
    **_lettered(5, "learning disability", SUBJECT),
    **_lettered(6, "physical disability or illness", SUBJECT),
    "7A": "young carer",
    "8B": "privately fostered, from overseas, intends to return",
    "8C": "privately fostered, from overseas, intends to stay",
    "8D": "privately fostered for schooling",
    "8E": "privately fostered by arrangement of the family",
    "8F": "privately fostered, other",
    "9A": "unaccompanied asylum-seeking child",
    "10A": "missing",
    "11A": "child sexual exploitation",
    "12A": "trafficking",
    "13A": "gangs",
    "14A": "behaviour that is not accepted (census code 14A)",
    "15A": "self-harm",
    "16A": "neglect",
    "17A": "emotional abuse",
    "18A": "physical abuse",
    "18B": "physical abuse by another child",
    "18C": "physical abuse by an adult",
    "19A": "sexual abuse",
    "19B": "sexual abuse by another child",
    "19C": "sexual abuse by an adult",
    "20": "other",
    "21": "none identified",
    "22A": "female genital mutilation",
    "23A": "abuse linked to faith or belief",
    "24A": "child criminal exploitation",
}
SOURCES = {
    "1A": "a family member, relative or carer",
    "1B": "an acquaintance",
    "1C": "the child",
    "1D": "another individual",
    "2A": "a school",
    "2B": "education services",
    "3A": "a GP",
    "3B": "a health visitor",
    "3C": "a school nurse",
    "3D": "other primary health services",
    "3E": "accident and emergency",
    "3F": "other health services",
    "4": "housing",
    "5A": "the authority's social care",
    "5B": "another department of the authority",
    "5C": "another authority",
    "5D": "early help",
    "6": "the police",
    "7": "another legal agency",
    "8": "another service",
    "9": "somebody who gave no name",
    "10": "a source not known",
}
NEEDS = {
    "N1": "abuse or neglect",
    "N2": "the child's disability",
    "N3": "a parent's disability or illness",
    "N4": "family in acute stress",
    "N5": "family dysfunction",
    "N6": "behaviour that is not accepted (census code N6)",
    "N7": "low income",
    "N8": "absent parenting",
    "N9": "cases other than children in need",
    "N0": "not stated",
}
CLOSURES = {
    "RC1": "adopted",
    "RC2": "died",
    "RC3": "child arrangements order",
    "RC4": "special guardianship order",
    "RC5": "transferred to another authority",
    "RC6": "transferred to adult social care",
    "RC7": "services ceased for another reason",
    "RC8": "after assessment, no further action",
    "RC9": "after assessment, referred to early help",
}
ABUSE = {
    "NEG": "neglect",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "EMO": "emotional abuse",
    "MUL": "several kinds of abuse",
}
DISABILITIES = _listed("NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA")
ETHNICITIES = _listed(
    "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT"
)
NO_UPN = tuple(f"UN{number}" for number in range(1, 8))
SEXES = {"M": "M", "F": "F", "U": "U", "1": "M", "2": "F", "0": "U", "9": "U"}
"""The codes for sex of 2024-25, and the older ones for gender."""
YES_NO = {"true": True, "1": True, "false": False, "0": False}

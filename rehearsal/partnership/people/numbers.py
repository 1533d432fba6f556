"""Numbers that look right and are nobody's: pupil numbers of authority 999, NHS numbers from 999, telephones for drama.

Postcodes begin with ZD, which no area has (ZE is Shetland's); so do number plates, on which ZD is not issued.
"""

from random import Random

PUPIL_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Check letters of the unique pupil number, by the remainder of 23."""
AUTHORITY, TEST_RANGE = "999", "999"
PARTS_OF_POSTCODE, PLATE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ", "ABCDEFGHJKLMNOPRSTUVWXY"
PLATE_YEARS = (16, 17, 18, 19, 20, 21, 22, 66, 67, 68, 69, 70, 71)
MOBILES = 1000
DRAMA_AREAS = (
    "0113 496 0", "0114 496 0", "0115 496 0", "0116 496 0", "0117 496 0", "0118 496 0", "0121 496 0", "0131 496 0",
    "0141 496 0", "0151 496 0", "0161 496 0", "0191 498 0", "020 7946 0", "01632 960 ",
)  # fmt: skip
DRAMA_NUMBERS = 1000
NHS_PARTS = 1_000_000


def upn(school: int, year: int, serial: int) -> str:
    """Return a pupil number: the check letter, authority 999, the school, the year it was given, and a serial."""
    digits = f"{AUTHORITY}{school:04d}{year % 100:02d}{serial % 1000:03d}"
    return pupil_letter(digits) + digits


def pupil_letter(digits: str) -> str:
    """Return the check letter of the twelve digits that follow it."""
    return PUPIL_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(digits, start=2)) % 23]


def is_upn(value: str) -> bool:
    """Tell whether a pupil number has the letter that its digits ask for."""
    return len(value) == 13 and value[1:].isdigit() and value[0] == pupil_letter(value[1:])


def nhs_number(part: int) -> str:
    """Return the first NHS number of the test range that six digits lead to and that has a check digit."""
    while True:
        digits = f"{TEST_RANGE}{part % NHS_PARTS:06d}"
        check = nhs_check(digits)
        if check < 10:
            return f"{digits}{check}"
        part += 1


def nhs_check(digits: str) -> int:
    """Return what the nine digits ask for at the end; 10 where no number begins so."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return 0 if left == 11 else left


def is_nhs_number(value: str) -> bool:
    """Tell whether an NHS number ends as its digits ask for."""
    return len(value) == 10 and value.isdigit() and nhs_check(value[:9]) == int(value[9])


def wrong_digit(random: Random, value: str, *, first: int = 3) -> str:
    """Return the number with one digit typed wrong."""
    place = random.randrange(first, len(value))
    return f"{value[:place]}{(int(value[place]) + random.randint(1, 8)) % 10}{value[place + 1 :]}"


def mobile(place: int) -> str:
    """Return a mobile number of the range kept for drama."""
    return f"07700 900{place % MOBILES:03d}"


def home_phone(place: int) -> str:
    """Return a number of the ranges kept for drama in towns, each place another."""
    area, digits = divmod(place, DRAMA_NUMBERS)
    return f"{DRAMA_AREAS[area % len(DRAMA_AREAS)]}{digits:03d}"


def postcode(random: Random) -> str:
    """Return a postcode that no area has."""
    return f"ZD{random.randint(1, 7)} {random.randint(1, 9)}{''.join(random.choices(PARTS_OF_POSTCODE, k=2))}"


def plate(random: Random) -> str:
    """Return a number plate that is not issued."""
    return f"ZD{random.choice(PLATE_YEARS)} {''.join(random.choices(PLATE_LETTERS, k=3))}"

"""Returns of any size for benches: invented children, each with a row in the header and reviews by turns."""

from datetime import date, timedelta
from pathlib import Path

FIRST_CHILD = 100_000
FIRST_BIRTH, FIRST_REVIEW = date(2008, 1, 1), date(2018, 1, 1)
DAYS = 2_900
"""Reviews lie within so many days."""


def write_return(folder: Path, *, children: int, reviews: int, header: bool = True) -> Path:
    """Write a folder with a file of reviews, no two alike, and with the header if it is wanted."""
    folder.mkdir()
    born = [_written(FIRST_BIRTH + timedelta(days=child * 37 % 3_000)) for child in range(children)]
    if header:
        with (folder / "header.csv").open("w", encoding="utf-8", newline="") as file:
            file.write("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n")
            for child in range(children):
                file.write(f"{FIRST_CHILD + child},{1 + child % 2},{born[child]},WROM,D{51910639385 + child}9,,\n")
    with (folder / "reviews.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("CHILD,DOB,REVIEW,REVIEW_CODE\n")
        for review in range(reviews):
            turn, child = divmod(review, children)
            held = FIRST_REVIEW + timedelta(days=(child * 11 + turn * 37) % DAYS)
            file.write(f"{FIRST_CHILD + child},{born[child]},{_written(held)},PN{turn % 8}\n")
    return folder


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")

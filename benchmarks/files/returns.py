"""Files of any size for benches: invented children, each with rows of their own, no two alike."""

import json
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


MAPPING = {
    "format": "generic",
    "kind": "incident",
    "columns": {
        "Nominal": "number",
        "Surname": "family_name",
        "Forename": "given_names",
        "DOB": "born_on",
        "Sex": "sex",
        "Reference": "row_reference",
        "Date": "happened_on",
        "Time": "happened_time",
        "Details": "text",
        "Vehicle": "vehicle",
        "Grade": "grade",
        "Officer": "source",
    },
    "dates": "dmy",
}


def write_table(path: Path, *, children: int, rows: int) -> Path:
    """Write a table of incidents, no two alike, one in four naming a vehicle, with its mapping beside it."""
    path.with_name(f"{path.stem}.mapping.json").write_text(json.dumps(MAPPING), "utf-8")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(MAPPING["columns"]) + "\n")
        for row in range(rows):
            turn, child = divmod(row, children)
            held = FIRST_REVIEW + timedelta(days=(child * 11 + turn * 37) % DAYS)
            born = _written(FIRST_BIRTH + timedelta(days=child * 37 % 3_000))
            car = f"AB{row % 100:02} C{chr(65 + row % 26)}{chr(65 + row // 26 % 26)}" if row % 4 == 0 else ""
            file.write(
                f"{FIRST_CHILD + child},FAMILY{child % 900},Given{child % 700},{born},{'MF'[child % 2]},NM-{row},"
                f"{_written(held)},{row % 24:02}:{row % 60:02},Seen by an officer at about that time; call {row}."
                f",{car},{1 + row % 3} {'ABCDE'[row % 5]} P,Officer {row % 300}\n"
            )
    return path


def write_census(path: Path, *, children: int, rows: int) -> Path:
    """Write a census that brings so many rows: a child's own, a referral and an assessment's start by turns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>")
        file.write("<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails></Header><Children>\n")
        done = 0
        for child in range(children):
            born = FIRST_BIRTH + timedelta(days=child * 37 % 3_000)
            file.write(
                f"<Child><ChildIdentifiers>\n<LAchildID>{FIRST_CHILD + child}</LAchildID>\n<PersonBirthDate>{born}"
                f"</PersonBirthDate>\n<Sex>{'MF'[child % 2]}</Sex>\n</ChildIdentifiers>\n<ChildCharacteristics>"
                "<Ethnicity>WBRI</Ethnicity></ChildCharacteristics>\n"
            )
            done += 1
            for turn in range((rows - done) // (2 * (children - child))):
                on = FIRST_REVIEW + timedelta(days=(child * 11 + turn * 37) % DAYS, weeks=turn)
                file.write(
                    f"<CINdetails>\n<CINreferralDate>{on}</CINreferralDate>\n<ReferralSource>2A</ReferralSource>\n"
                    "<PrimaryNeedCode>N4</PrimaryNeedCode>\n<Assessments>\n<AssessmentActualStartDate>"
                    f"{on}</AssessmentActualStartDate>\n</Assessments>\n<ReferralNFA>false</ReferralNFA>\n</CINdetails>\n"
                )
                done += 2
            file.write("</Child>\n")
        file.write("</Children></Message>\n")
    return path


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")

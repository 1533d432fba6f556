"""What an import found, for people and for programs."""

import json

from erle.doors.exchange.faults import Fault, Severity
from erle.doors.exchange.summary import MOST_SHOWN, Tally, summary_data, summary_words


def fault(row: int, code: str = "523", severity: Severity = Severity.ERROR) -> Fault:
    """Return a fault in a row."""
    return Fault("reviews.csv", "reviews", row, "DOB", "x", "is not a date", "a date", code, severity)


def tally() -> Tally:
    """Return what thirty faulty rows, a repeat and two questions leave behind."""
    found = Tally()
    found.take("header", 2)
    found.take("reviews", 1000, [fault(2, "148", Severity.QUERY), fault(2, "", Severity.QUERY)])
    found.send_back("reviews", [fault(3, "", Severity.REPEAT)])
    found.send_back("reviews", [fault(0, "")])
    for row in range(10, 40):
        found.send_back("reviews", [fault(row), fault(row, "120", Severity.QUERY)])
    return found


def test_people_see_counts_the_first_faults_and_how_to_get_the_others() -> None:
    said = summary_words(
        tally(), rules={"148": "Both or neither."}, notes=["A note."], passed_over=[("x.csv", "x.csv is empty.")]
    ).splitlines()

    assert said[2].split() == ["reviews", "1,031", "1,000", "1", "31", "1"]
    assert said[3].split() == ["all", "1,033", "1,002", "1", "31", "1"]
    assert said[4:6] == ["A note.", "Not read: x.csv is empty."]
    assert said[9] == "  reviews.csv: Row 10, DOB: 'x' is not a date; expected a date (rule 523)"
    assert f"  and {31 - MOST_SHOWN} more: write them to a file with --rejects FILE" in said
    assert said[-2:] == ["        1  Rule 148: Both or neither.", "        1  No published rule."]


def test_nothing_wrong_is_said_in_as_many_lines_as_there_are_tables() -> None:
    found = Tally()
    found.take("header", 2)

    assert len(summary_words(found, rules={}).splitlines()) == 3


def test_a_few_faults_are_all_shown() -> None:
    found = Tally()
    found.send_back("reviews", [fault(7)])

    assert summary_words(found, rules={}).splitlines()[-1].startswith("  reviews.csv: Row 7")


def test_programs_get_numbers_as_numbers() -> None:
    data = json.loads(json.dumps(summary_data(tally(), notes=["n"], passed_over=[("x.csv", "empty")])))

    assert data["tables"]["reviews"] == {"read": 1031, "taken": 1000, "repeated": 1, "refused": 31, "asked": 1}
    assert data["total"]["taken"] == 1002
    assert data["rules"]["error"] == {"523": 30, "": 1}
    assert data["rules"]["query"] == {"148": 1, "": 1}
    assert len(data["faults"]) == MOST_SHOWN + 3
    assert data["passed_over"] == [{"file": "x.csv", "why": "empty"}]

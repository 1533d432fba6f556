"""The checks of the census that one child's record is put to, and how each is judged here.

An error of the return is one here only where a line of the chronology would say what cannot be: an end before its
start. All else is kept as it was said and asked about.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from erle.doors.exchange.cin.shape import Node
from erle.doors.exchange.faults import Severity
from erle.doors.exchange.generic.numbers import bare, is_upn

FORTY_WEEKS = timedelta(weeks=40)
SATURDAY = 5
LONGEST_NUMBER = 20


def check_child(child: Node, today: date) -> None:
    """Add to the child's elements what the rules find."""
    for identifiers in child.all("ChildIdentifiers"):
        _identifiers(identifiers, today)
        for details in child.all("CINdetails"):
            _against_life(details, identifiers)
    for characteristics in child.all("ChildCharacteristics"):
        _disabilities(characteristics)
    if not child.all("CINdetails"):
        child.add("CINdetails", "is missing", "a referral", "8590")
    for details in child.all("CINdetails"):
        _referral(details, today)
        for name, check in MODULE_CHECKS.items():
            for module in details.all(name):
                check(module, details, today)
    _apart(child.all("CINdetails"), "CINreferralDate", "CINclosureDate", "8820")


def _identifiers(node: Node, today: date) -> None:
    number, upn, born = str(node.value("LAchildID") or ""), node.value("UPN"), node.value("PersonBirthDate")
    expected = node.value("ExpectedPersonBirthDate")
    sex = node.value("Sex") or node.value("GenderCurrent")
    if len(number) > LONGEST_NUMBER:
        node.add("LAchildID", f"has {len(number)} characters", "20 at most", "1570")
    if number and not (number.isascii() and number.isalnum()):
        node.add("LAchildID", "has other characters than letters and digits in it", "letters and digits", "1580")
    if upn and not is_upn(bare(upn)):
        problem = "has not the check letter of its digits: kept as it was said, and not used to recognise the child"
        node.add("UPN", problem, "a letter and twelve digits that fit together", "1510")
    if (born is None) == (expected is None) and "PersonBirthDate" not in {one.finding.field for one in node.found}:
        problem = "stands beside an expected date of birth" if born else "is missing, and no birth is expected"
        node.add("PersonBirthDate", problem, "one of the two", "8525Q")
    if born and born > today:
        node.add("PersonBirthDate", "is in the future", "a date that has come", "8525Q", Severity.ERROR)
    death = node.value("PersonDeathDate")
    if death and born and death < born:
        node.add("PersonDeathDate", f"is before birth on {born}", "a later date", "8535Q")
    if sex is None and not any("Sex" in one.finding.field or "Gender" in one.finding.field for one in node.found):
        node.add("Sex", "is missing", "M, F or U", "4180")
    elif expected and not born and sex not in {"U", "0", "9"}:
        node.add("Sex", "is given of an unborn child", "U", "8750")


def _against_life(details: Node, identifiers: Node) -> None:
    """Hold a referral and its plans against the child's birth and death."""
    referred = details.value("CINreferralDate")
    born = identifiers.value("PersonBirthDate") or identifiers.value("ExpectedPersonBirthDate")
    death = identifiers.value("PersonDeathDate")
    if referred and born and referred < born - FORTY_WEEKS:
        details.add("CINreferralDate", f"is more than 40 weeks before birth on {born}", "a later date", "8606")
    if death is None:
        return
    if referred and referred > death:
        details.add("CINreferralDate", f"is after death on {death}", "an earlier date", "8555Q")
    for plan in details.all("ChildProtectionPlans"):
        for name, code in (("CPPstartDate", "8915"), ("CPPendDate", "8920")):
            if (moment := plan.value(name)) and moment > death:
                plan.add(name, f"is after death on {death}", "an earlier date", code)


def _disabilities(node: Node) -> None:
    for disabilities in node.all("Disabilities"):
        said = disabilities.values.get("Disability", [])
        if "NONE" in said and len(said) > 1:
            disabilities.add("Disability", "has NONE beside another", "one or the other", "8790")
        if len(set(said)) < len(said):
            disabilities.add("Disability", "has the same code twice", "each once", "8794")


def _referral(node: Node, today: date) -> None:
    referred, closed = node.value("CINreferralDate"), node.value("CINclosureDate")
    nothing_further = node.value("ReferralNFA")
    _come(node, today, {"CINreferralDate": "8600", "CINclosureDate": "8620", "DateOfInitialCPC": ""})
    _in_order(node, "CINreferralDate", "CINclosureDate", "8630")
    if closed and node.value("ReasonForClosure") is None and "ReasonForClosure" not in node.said:
        node.add("ReasonForClosure", "is missing", "the reason of the closure", "8805")
    if node.value("ReasonForClosure") and "CINclosureDate" not in node.said:
        node.add("CINclosureDate", "is missing", "the date of the closure", "8810")
    if node.value("ReasonForClosure") in {"RC8", "RC9"} and not node.all("Assessments"):
        node.add("ReasonForClosure", "is of a case without an assessment", "an assessment", "8825Q")
    if nothing_further is False and "PrimaryNeedCode" not in node.said:
        node.add("PrimaryNeedCode", "is missing", "the primary need", "8610")
    if nothing_further:
        for name, code in (("CINPlanDates", "4000"), ("Assessments", "8831"), ("Section47", "8831"),
                           ("ChildProtectionPlans", "8832")):  # fmt: skip
            if node.all(name):
                node.add(name, "stands in a referral with no further action", "none", code)
    conference = node.value("DateOfInitialCPC")
    _not_before(node, "DateOfInitialCPC", referred, "1104")
    _no_weekend(node, "DateOfInitialCPC", "8875")
    if conference and any(enquiries.value("DateOfInitialCPC") for enquiries in node.all("Section47")):
        node.add("DateOfInitialCPC", "stands with the enquiries too", "it in one place", "2884")
    _apart(node.all("CINPlanDates"), "CINPlanStartDate", "CINPlanEndDate", "4014")
    _apart(node.all("ChildProtectionPlans"), "CPPstartDate", "CPPendDate", "8940")


def _assessment(node: Node, details: Node, today: date) -> None:
    _come(node, today, {"AssessmentActualStartDate": "", "AssessmentAuthorisationDate": ""})
    _in_order(node, "AssessmentActualStartDate", "AssessmentAuthorisationDate", "8608")
    _not_before(node, "AssessmentActualStartDate", details.value("CINreferralDate"), "1103")
    _not_after(node, ("AssessmentActualStartDate", "AssessmentAuthorisationDate"), details.value("CINclosureDate"))
    groups = node.all("FactorsIdentifiedAtAssessment")
    factors = [code for group in groups for code in group.values.get("AssessmentFactors", [])]
    done = node.value("AssessmentAuthorisationDate") is not None
    if factors and not done:
        node.add("AssessmentAuthorisationDate", "is missing, and there are factors", "the date of completion", "8614")
    if done and not groups:
        node.add("FactorsIdentifiedAtAssessment", "is missing from a completed assessment", "the factors", "8897Q")
    if len(set(factors)) < len(factors):
        node.add("AssessmentFactors", "has the same factor twice", "each once", "8898")
    if "21" in factors and len(factors) > 1:
        node.add("AssessmentFactors", "has 21, none identified, beside another", "one or the other", "8869")
    for old, code in (("18A", "8945Q"), ("19A", "8950Q")):
        if old in factors:
            node.add("AssessmentFactors", f"has {old}, which is used no more", f"{old[:2]}B or {old[:2]}C", code)


def _in_need_plan(node: Node, details: Node, today: date) -> None:
    start, end = node.value("CINPlanStartDate"), node.value("CINPlanEndDate")
    _come(node, today, {"CINPlanStartDate": "4010", "CINPlanEndDate": "4013"})
    _in_order(node, "CINPlanStartDate", "CINPlanEndDate", "4011")
    _not_before(node, "CINPlanStartDate", details.value("CINreferralDate"), "4015")
    _not_after(node, ("CINPlanStartDate", "CINPlanEndDate"), details.value("CINclosureDate"))
    if start and start == end:
        node.add("CINPlanEndDate", "is the day on which it started", "a later date", "4012Q")


def _section_47(node: Node, details: Node, today: date) -> None:
    _come(node, today, {"S47ActualStartDate": "8615", "DateOfInitialCPC": ""})
    _in_order(node, "S47ActualStartDate", "DateOfInitialCPC", "8615")
    _not_before(node, "S47ActualStartDate", details.value("CINreferralDate"), "2889")
    _not_after(node, ("S47ActualStartDate", "DateOfInitialCPC"), details.value("CINclosureDate"))
    _no_weekend(node, "DateOfInitialCPC", "8875")
    _no_weekend(node, "InitialCPCtarget", "8870Q")


def _protection_plan(node: Node, details: Node, today: date) -> None:
    start, end = node.value("CPPstartDate"), node.value("CPPendDate")
    _come(node, today, {"CPPstartDate": "8720", "CPPendDate": "8930"})
    _in_order(node, "CPPstartDate", "CPPendDate", "8925")
    _not_before(node, "CPPstartDate", details.value("CINreferralDate"), "1105")
    _not_after(node, ("CPPendDate",), details.value("CINclosureDate"))
    if start and start == end:
        node.add("CPPendDate", "is the day on which it started", "a later date", "8840")
    held = {each.value("DateOfInitialCPC") for each in (details, *details.all("Section47"))} - {None}
    if start and held and start not in held:
        node.add("CPPstartDate", "is not the day of the initial conference", "that day", "2885")
    for reviews in node.all("Reviews"):
        for review in reviews.values.get("CPPreviewDate", []):
            if start and review <= start:
                reviews.add("CPPreviewDate", f"is not after the plan started on {start}", "a later date", "8841")
            if review > today:
                reviews.add("CPPreviewDate", "is in the future", "a date that has come", "")


MODULE_CHECKS: dict[str, Callable[[Node, Node, date], None]] = {
    "Assessments": _assessment,
    "CINPlanDates": _in_need_plan,
    "Section47": _section_47,
    "ChildProtectionPlans": _protection_plan,
}


def _come(node: Node, today: date, names: dict[str, str]) -> None:
    for name, code in names.items():
        if (moment := node.value(name)) and moment > today:
            node.add(name, "is in the future", "a date that has come", code)


def _in_order(node: Node, first: str, second: str, code: str) -> None:
    start, end = node.value(first), node.value(second)
    if start and end and end < start:
        node.add(second, f"is before {first}, {start}", "that date or a later one", code, Severity.ERROR)


def _not_before(node: Node, name: str, referred: date | None, code: str) -> None:
    moment = node.value(name)
    if moment and referred and moment < referred:
        node.add(name, f"is before the referral on {referred}", "that date or a later one", code)


def _not_after(node: Node, names: tuple[str, ...], closed: date | None) -> None:
    for name in names:
        if (moment := node.value(name)) and closed and moment > closed:
            node.add(name, f"is after the case was closed on {closed}", "that date or an earlier one", "8565")


def _no_weekend(node: Node, name: str, code: str) -> None:
    if (moment := node.value(name)) and moment.weekday() >= SATURDAY:
        node.add(name, f"is a {moment:%A}", "a day of the week", code)


def _apart(nodes: list[Node], first: str, second: str, code: str) -> None:
    """Ask about periods of one child that overlap; both are kept as they were said."""
    dated = sorted((one for one in nodes if one.value(first)), key=lambda one: one.value(first))
    for earlier, later in pairwise(dated):
        end = earlier.value(second)
        if end is None or end > later.value(first):
            until = f"until {end}" if end else "and still open"
            problem = f"overlaps the one of line {earlier.line}, from {earlier.value(first)} {until}"
            later.add(first, problem, "one after the other", code)

"""The children in need census of children's services, as XML of the 2024 schema: numbers and codes, no names."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from erle.foundation.statute.calendar import ENGLAND
from rehearsal.partnership.chance import stream
from rehearsal.partnership.files.books import Record
from rehearsal.partnership.happenings.referrals import Referral
from rehearsal.partnership.people.children import Child

NAME = "childrens-services--children-in-need-census.xml"
AUTHORITY, GENDERS, NO_UPN = "999", {"M": "1", "F": "2", "U": "0"}, "UN1"
DISABLED, DISABILITIES = 0.06, ("LD", "AUT", "BEH", "COMM", "MOB", "HEAR")
TARGET_DAYS = 15
MARCH_31 = (3, 31)


def reference_date(today: date) -> date:
    """Return the last day of the census year that ended last."""
    return date(today.year - ((today.month, today.day) <= MARCH_31), *MARCH_31)


def within_year(cases: Iterable[Referral], ends: date) -> list[Referral]:
    """Return the cases that were open in the year, as they stood at its end."""
    begins = date(ends.year - 1, 4, 1)
    return [case for case in cases if case.on <= ends and (case.closed is None or case.closed >= begins)]


def write_census(path: Path, seed: int, cases: Sequence[tuple[Referral, Child, Record]], today: date) -> None:
    """Write the census of the year that ended last; a child stands in it once, with each of the child's cases."""
    ends = reference_date(today)
    message = Element("Message")
    _header(message, ends)
    children = SubElement(message, "Children")
    by_child: dict[str, list[tuple[Referral, Child, Record]]] = {}
    for told in cases:
        by_child.setdefault(told[0].child, []).append(told)
    used: set[str] = set()
    for key in sorted(by_child):
        _, child, record = by_child[key][0]
        one = SubElement(children, "Child")
        _identifiers(one, child, record, used)
        _characteristics(one, seed, child)
        for case, _, _ in sorted(by_child[key], key=lambda told: told[0].on):
            _case(one, case, ends)
    indent(message)
    ElementTree(message).write(path, encoding="utf-8", xml_declaration=True)


def _header(message: Element, ends: date) -> None:
    header = SubElement(message, "Header")
    collection = SubElement(header, "CollectionDetails")
    _add(collection, Collection="CIN", Year=ends.year, ReferenceDate=ends)
    source = SubElement(header, "Source")
    made_at = datetime.combine(ends + timedelta(days=30), time(9))
    _add(
        source,
        SourceLevel="L",
        LEA=AUTHORITY,
        SoftwareCode="Rehearsal",
        Release="1.0",
        SerialNo="001",
        DateTime=made_at,
    )


def _add(parent: Element, **values: object) -> None:
    """Add what is not blank, dates as the schema writes them."""
    for name, value in values.items():
        if value not in {None, ""}:
            SubElement(parent, name).text = value.isoformat() if isinstance(value, date) else str(value)


def _identifiers(one: Element, child: Child, record: Record, used: set[str]) -> None:
    """Add the child's numbers; a pupil number that was mistyped into another child's stands once only."""
    upn = record.upn if record.upn not in used else ""
    used.add(upn)
    _add(
        SubElement(one, "ChildIdentifiers"),
        LAchildID=record.number,
        UPN=upn,
        UPNunknown="" if upn else NO_UPN,
        PersonBirthDate=record.born or child.born,
        GenderCurrent=GENDERS[record.sex],
    )


def _characteristics(one: Element, seed: int, child: Child) -> None:
    random = stream(seed, "census", child.key)
    about = SubElement(one, "ChildCharacteristics")
    _add(about, Ethnicity=child.ethnicity)
    codes = sorted(random.sample(DISABILITIES, random.choice((1, 1, 2)))) if random.random() < DISABLED else ["NONE"]
    listed = SubElement(about, "Disabilities")
    for code in codes:
        _add(listed, Disability=code)


def _case(one: Element, case: Referral, ends: date) -> None:
    """Add a case as it stood at the end of the year."""
    closed = _until(case.closed, ends)
    details = SubElement(one, "CINdetails")
    _add(
        details,
        CINreferralDate=case.on,
        ReferralSource=case.source,
        PrimaryNeedCode="" if case.no_action else case.need,
        CINclosureDate=closed,
        ReasonForClosure=case.reason if closed else "",
    )
    _assessment(details, case, ends)
    if case.plan and case.plan[0] <= ends:
        _add(
            SubElement(details, "CINPlanDates"),
            CINPlanStartDate=case.plan[0],
            CINPlanEndDate=_until(case.plan[1], ends),
        )
    _enquiry(details, case, ends)
    _add(details, ReferralNFA="true" if case.no_action else "false")
    _protection(details, case, ends)


def _until(day: date | None, ends: date) -> date | None:
    return day if day and day <= ends else None


def _assessment(details: Element, case: Referral, ends: date) -> None:
    if case.assessed is None or case.assessed[0] > ends:
        return
    done = _until(case.assessed[1], ends)
    assessment = SubElement(details, "Assessments")
    _add(assessment, AssessmentActualStartDate=case.assessed[0], AssessmentAuthorisationDate=done)
    if done:
        listed = SubElement(assessment, "FactorsIdentifiedAtAssessment")
        for factor in case.factors:
            _add(listed, AssessmentFactors=factor)


def _enquiry(details: Element, case: Referral, ends: date) -> None:
    if case.section_47 is None or case.section_47 > ends:
        return
    held = _until(case.conference, ends)
    waits = case.conference is not None and held is None
    _add(
        SubElement(details, "Section47"),
        S47ActualStartDate=case.section_47,
        InitialCPCtarget=ENGLAND.add_working_days(case.section_47, TARGET_DAYS) if held or waits else None,
        DateOfInitialCPC=held,
        ICPCnotRequired="false" if held or waits else "true",
    )


def _protection(details: Element, case: Referral, ends: date) -> None:
    if case.protection is None or case.protection[0] > ends:
        return
    plan = SubElement(details, "ChildProtectionPlans")
    _add(
        plan,
        CPPstartDate=case.protection[0],
        CPPendDate=_until(case.protection[1], ends),
        InitialCategoryOfAbuse=case.category,
        LatestCategoryOfAbuse=case.category,
        NumberOfPreviousCPP=1,
    )
    held = [day for day in case.reviews if day <= ends]
    if held:
        reviews = SubElement(plan, "Reviews")
        for day in held:
            _add(reviews, CPPreviewDate=day)

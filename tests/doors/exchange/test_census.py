"""The children in need census: events with codes in words, faults with their lines, and nothing held whole."""

import tracemalloc
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erle.doors.exchange.cin import parsing
from erle.doors.exchange.cin.reading import read_census
from erle.doors.exchange.faults import Fault
from erle.doors.exchange.importing import import_file, undo_import
from erle.doors.exchange.opening import Unreadable
from erle.foundation.agencies.queries import import_worker
from erle.knowledge.records.actions.files.rows import Row
from erle.knowledge.records.models import Entry, Identifier, Person
from erle.knowledge.records.queries import batch_called
from tests.doors.exchange.conftest import Given
from tests.partnership import Partnership

TODAY = date(2026, 11, 25)
SAMPLE = Path(__file__).parents[3] / "../shared/data/dfe-cin-census/sample"
beside = pytest.mark.skipif(
    not SAMPLE.is_dir(), reason="the published sample is not beside this checkout (../shared/data)"
)

IDENTITY = "<LAchildID>7</LAchildID><UPN>P123456789123</UPN><PersonBirthDate>2015-03-27</PersonBirthDate><Sex>F</Sex>"
REFERRAL = (
    "<CINreferralDate>2024-02-05</CINreferralDate><ReferralSource>2A</ReferralSource>"
    "<PrimaryNeedCode>N1</PrimaryNeedCode>"
)
ASSESSED = """<Assessments><AssessmentActualStartDate>2024-02-06</AssessmentActualStartDate>
<AssessmentAuthorisationDate>2024-03-01</AssessmentAuthorisationDate>
<FactorsIdentifiedAtAssessment><AssessmentFactors>10A</AssessmentFactors><AssessmentFactors>11A</AssessmentFactors>
</FactorsIdentifiedAtAssessment></Assessments>"""
PLAN = """<ChildProtectionPlans><CPPstartDate>2024-03-12</CPPstartDate><CPPendDate>2024-09-12</CPPendDate>
<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse>
<NumberOfPreviousCPP>0</NumberOfPreviousCPP><Reviews><CPPreviewDate>2024-06-03</CPPreviewDate></Reviews>
</ChildProtectionPlans>"""
ENQUIRIES = """<Section47><S47ActualStartDate>2024-02-26</S47ActualStartDate>
<DateOfInitialCPC>2024-03-12</DateOfInitialCPC>
<ICPCnotRequired>false</ICPCnotRequired></Section47>"""


def census(*details: str, identity: str = IDENTITY, traits: str = "<Ethnicity>WBRI</Ethnicity>") -> str:
    """Return a census of one child."""
    told = "".join(f"\n<CINdetails>{detail}<ReferralNFA>false</ReferralNFA></CINdetails>" for detail in details)
    return (
        "<?xml version='1.0'?>\n<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2024</Year>"
        "<ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails></Header><Children>\n<Child><ChildIdentifiers>"
        f"{identity}</ChildIdentifiers><ChildCharacteristics>{traits}</ChildCharacteristics>{told}</Child></Children></Message>"
    )


def read(path: Path) -> tuple[list[Row], list[Fault], list[Fault]]:
    """Return the rows of a census, its queries, and what sent others back."""
    portions = [*read_census(path, today=TODAY).portions()]
    back = [fault for portion in portions for one in portion.sent_back for fault in one.faults]
    return [row for p in portions for row in p.rows], [query for p in portions for query in p.queries], back


def test_a_childs_events_are_lines_with_their_codes_in_words(given: Given) -> None:
    rows, queries, back = read(given(census(REFERRAL + ASSESSED + ENQUIRIES + PLAN), "cin.xml"))

    lines = [(str(row.happened_at)[:10], row.pieces[0].title, row.text) for row in rows if row.pieces]
    assert (back, queries) == ([], [])
    assert lines == [
        ("2024-02-05", "Referral to children’s services", "Referred by a school. Primary need: abuse or neglect."),
        ("2024-02-06", "Assessment started", ""),
        ("2024-03-01", "Assessment completed", "Factors: missing; child sexual exploitation."),
        ("2024-02-26", "Section 47 enquiries started", ""),
        ("2024-03-12", "Initial child protection conference held", ""),
        ("2024-03-12", "Child protection plan started", "Category: neglect."),
        ("2024-06-03", "Child protection plan reviewed", ""),
        ("2024-09-12", "Child protection plan ended", "Latest category: emotional abuse."),
    ]
    assert rows[0].said == {
        "LAchildID": "7", "UPN": "P123456789123", "PersonBirthDate": "2015-03-27", "Sex": "F", "Ethnicity": "WBRI",
    }  # fmt: skip
    assert {row.child.upn for row in rows} == {"P123456789123"}


def test_next_years_census_brings_the_end_of_what_is_open_now_and_nothing_twice(given: Given) -> None:
    now, _, _ = read(given(census(REFERRAL), "cin.xml"))
    closed = "<CINclosureDate>2024-05-01</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
    later, _, _ = read(given(census(REFERRAL + closed), "cin.xml"))

    new = [row for row in later if row.digest not in {row.digest for row in now}]
    assert [(row.kind, row.text) for row in new] == [("closure", "Reason: services ceased for another reason.")]


@pytest.mark.parametrize(
    ("identity", "detail", "words"),
    [
        (IDENTITY + "stray", REFERRAL, "Line 3, child 7, ChildIdentifiers: 'stray' is text where only elements stand"),
        (
            "<Sex>F</Sex>",
            REFERRAL,
            "child without a number, ChildIdentifiers/LAchildID: is missing; expected the authority's",
        ),
        (IDENTITY.replace("2015-03-27", "2015-13-27"), REFERRAL, "'2015-13-27' is not a date that exists"),
        (IDENTITY + "<Shoe/>", REFERRAL, "ChildIdentifiers/Shoe: is not an element of it; expected one of LAchildID"),
        (IDENTITY + "<Sex>M</Sex>", REFERRAL, "ChildIdentifiers/Sex: stands twice"),
        (IDENTITY, REFERRAL.replace("2A", "2Z"), "'2Z' is not a code of the census; expected one of 1A, 1B"),
        (IDENTITY, REFERRAL.replace("2024-02-05", "05/02/2024"), "'05/02/2024' is not a date written year-month-day"),
        (
            IDENTITY,
            REFERRAL + ASSESSED.replace("10A", "RB"),
            "AssessmentFactors: 'RB' is not a code of the census; expected",
        ),
        (
            IDENTITY,
            REFERRAL + ASSESSED.replace("2024-03-01", "2024-01-01"),
            "'2024-01-01' is before AssessmentActualStart",
        ),
        (
            IDENTITY,
            REFERRAL + PLAN.replace("2024-09-12", "2024-01-12"),
            "'2024-01-12' is before CPPstartDate, 2024-03-12",
        ),
        (IDENTITY, REFERRAL + "<CINclosureDate>2023-01-01</CINclosureDate>", "'2023-01-01' is before CINreferralDate"),
        (
            IDENTITY,
            REFERRAL.replace("<ReferralSource>2A", "<ReferralSource><X/>"),
            "ReferralSource: holds the element X",
        ),
    ],
)
def test_what_cannot_stand_comes_back_with_line_child_and_what_was_expected(
    given: Given, identity: str, detail: str, words: str
) -> None:
    _, _, back = read(given(census(detail, identity=identity), "cin.xml"))

    assert any(words in fault.words() for fault in back), [fault.words() for fault in back]


def test_one_faulty_module_costs_itself_alone(given: Given) -> None:
    rows, _, back = read(given(census(REFERRAL + ASSESSED.replace("11A", "RB") + PLAN), "cin.xml"))

    assert Counter(row.kind for row in rows) == {"child": 1, "referral": 1, "protection": 2, "review": 1}
    assert {fault.unit for fault in back} == {"Line"}


@pytest.mark.parametrize(
    ("code", "detail", "identity"),
    [
        ("1510", REFERRAL, IDENTITY.replace("P1", "A1")),
        ("1570", REFERRAL, IDENTITY.replace(">7<", f">{'7' * 21}<")),
        ("1580", REFERRAL, IDENTITY.replace(">7<", ">7_8<")),
        ("8525Q", REFERRAL, IDENTITY + "<ExpectedPersonBirthDate>2015-03-27</ExpectedPersonBirthDate>"),
        ("8555Q", REFERRAL, IDENTITY + "<PersonDeathDate>2023-01-01</PersonDeathDate>"),
        ("4180", REFERRAL, IDENTITY.replace("<Sex>F</Sex>", "")),
        ("8606", REFERRAL, IDENTITY.replace("2015-03-27", "2026-01-01")),
        ("1103", REFERRAL + ASSESSED.replace("2024-02-06", "2024-02-01"), IDENTITY),
        ("8898", REFERRAL + ASSESSED.replace("11A", "10A"), IDENTITY),
        ("8869", REFERRAL + ASSESSED.replace("11A", "21"), IDENTITY),
        ("8945Q", REFERRAL + ASSESSED.replace("11A", "18A"), IDENTITY),
        ("8940", REFERRAL + PLAN + PLAN, IDENTITY),
        ("8875", REFERRAL + ENQUIRIES.replace("2024-03-12", "2024-03-10"), IDENTITY),
        ("8841", REFERRAL + PLAN.replace("2024-06-03", "2024-03-12"), IDENTITY),
        ("8810", REFERRAL + "<ReasonForClosure>RC7</ReasonForClosure>", IDENTITY),
        (
            "8825Q",
            REFERRAL + "<CINclosureDate>2024-05-01</CINclosureDate><ReasonForClosure>RC8</ReasonForClosure>",
            IDENTITY,
        ),
    ],
)
def test_published_rules_ask_and_refuse_nothing(given: Given, code: str, detail: str, identity: str) -> None:
    rows, queries, back = read(given(census(detail, identity=identity), "cin.xml"))

    assert code in {query.code for query in queries}
    assert rows
    assert back == []


def test_a_header_of_another_day_is_noted(given: Given) -> None:
    path = given(census(REFERRAL).replace("2024-03-31", "2024-07-21").replace(">CIN<", ">XXX<"), "cin.xml")

    assert [note.partition(": ")[2][:30] for note in read_census(path, today=TODAY).notes] == [
        "the header names the collectio", "line 2, ReferenceDate: '2024-0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "is not XML that can be read"),
        ("<Message></Message>", "has no child in it"),
        ("<Letter><Child/></Letter>", "begins with Letter"),
        (
            '<!DOCTYPE Message SYSTEM "http://example.invalid/x"><Message><Child/></Message>',
            "document type declaration",
        ),
        ("<Message>" + "<a>" * 40, "12 deep"),
        ("<Message><Children><Child>" + "<!-- x -->" * 3 + "</Message>", "is not XML that can be read"),
    ],
)
def test_what_is_no_census_is_refused_in_a_sentence(given: Given, said: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_census(given(said, "cin.xml"), today=TODAY)


def test_a_child_without_end_is_refused_and_not_held(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "LARGEST_CHILD", 200_000)
    endless = "<Message><Children><Child><ChildIdentifiers>" + "<UPN>x</UPN>" * 100_000

    with pytest.raises(Unreadable, match="has an element of more than"):
        read_census(given(endless, "cin.xml"), today=TODAY)


def test_of_each_child_little_more_than_its_number_is_held(given: Given) -> None:
    child = census(REFERRAL).partition("<Children>")[2].partition("</Children>")[0]
    peaks = []
    for number in (1_000, 6_000):
        many = "".join(child.replace(">7<", f">{place}<") for place in range(number))
        path = given(f"<Message><Children>{many}</Children></Message>", f"{number}.xml")
        tracemalloc.start()
        assert sum(len(portion.rows) for portion in read_census(path, today=TODAY).portions()) == 2 * number
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] - peaks[0] < 5_000 * 250, "bytes a child"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from([*REFERRAL.split(">"), "<Child", "</Child", "x", "<!--", "&a;", "<Message"]), max_size=12
        ).map(lambda parts: census(">".join(parts)).encode()),
    )
)
def test_whatever_the_bytes_reading_ends_in_rows_or_one_sentence(tmp_path: Path, said: bytes) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(said)
    try:
        rows, _, back = read(path)
    except Unreadable:
        return
    assert rows or back


def test_a_census_lands_and_is_undone(
    given: Given, partnership: Partnership, acting: Callable[..., AbstractContextManager[None]], at: datetime
) -> None:
    agency = partnership.agencies["childrens_services"]
    path = given(census(REFERRAL + ASSESSED + ENQUIRIES + PLAN), "cin.xml")

    outcome = import_file(read_census(path, today=at.date()), agency=agency, name="cin.xml", at=at)
    again = import_file(read_census(path, today=at.date()), agency=agency, name="cin.xml", at=at)

    with acting(import_worker(agency)):
        child = Person.objects.get(identifiers__value="7", identifiers__scheme="la_child")
        assert set(Identifier.objects.filter(person=child).values_list("scheme", flat=True)) == {"la_child", "upn"}
        assert Entry.objects.filter(person=child).count() == 8
        batch = batch_called(outcome.batch)
    assert (outcome.taken, outcome.children, again.taken, again.known) == (9, 1, 0, 9)
    assert undo_import(batch, at=at) == 9


@beside
def test_the_valid_sample_enters_whole() -> None:
    rows, _, back = read(SAMPLE / "fake_CIN_data.xml")

    assert back == []
    assert Counter(row.kind for row in rows) == {"child": 332, "referral": 402, "conference": 350, "closure": 252}


@beside
@pytest.mark.parametrize("name", ["CIN2rows.xml", "CIN_Census_2021.xml", "CIN_Census_2024.xml"])
def test_each_invalid_sample_is_explained(name: str) -> None:
    _, _, back = read(SAMPLE / name)

    assert "child DfEX0000001, ChildIdentifiers: 'PersonBirthDate' is text where only elements stand" in back[0].words()
    assert back[0].words().startswith("Line 23, ")
    if name == "CIN_Census_2024.xml":
        said = " ".join(fault.words() for fault in back)
        assert "'RB' is not a code of the census; expected one of 1A" in said
        assert "child child_fails_assessments, FactorsIdentifiedAtAssessment/AssessmentFactors: is missing" in said

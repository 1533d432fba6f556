"""The tables of the return and their columns, as declared data.

Columns and code lists are those of the Department for Education's children looked after return (SSDA903), collection
2023 to 2024, with the codes for sex of 2024 to 2025 beside the older ones. Rule numbers are those of the published
validation checks; `rule_book` lists them. A row stands on its child's number, its dates and the codes that say what
happened: where one of these is blank or unreadable the row is refused. All else is a query. No child is kept out of
the records for want of a pupil number or a code for sex or ethnicity.
"""

import re
from dataclasses import dataclass

from erle.doors.exchange.ssda903.columns import Column, Day, OneOf, Text, Whole, may, must, should


def _codes(words: str, **meaning: str) -> OneOf:
    """Return a code list written with blanks between the codes."""
    return OneOf(tuple(words.split()), meaning)


DAY = Day()
YES_NO = _codes("0 1")
CHILD = must("CHILD", Text(re.compile(r"[A-Za-z0-9]{1,20}"), "letters and digits, no more than 20", capitals=False))
SEX = OneOf(("M", "F", "U", "1", "2"), {"1": "M", "2": "F"})
ETHNIC = _codes("WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT")
LEGAL_STATUS = _codes("C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3")
PLACEMENT = _codes("A3 A4 A5 A6 H5 K1 K2 P1 P2 P3 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 U1 U2 U3 U4 U5 U6 Z1")
CEASED = _codes("X1 E11 E12 E2 E3 E4A E4B E13 E41 E45 E46 E47 E48 E5 E6 E7 E9 E14 E15 E16 E17 E8")
PLACE_CHANGE = _codes("CARPL CLOSE ALLEG STAND APPRR CREQB CREQO CHILD LAREQ PLACE CUSTOD OTHER")
ACTIVITY = _codes("F1 P1 F2 P2 F4 P4 F5 P5 G4 G5 G6 0")
ACCOMMODATION = _codes(
    "B1 B2 C1 C2 D1 D2 E1 E2 G1 G2 H1 H2 K1 K2 R1 R2 S1 S2 T1 T2 U1 U2 V1 V2 W1 W2 X1 X2 Y1 Y2 Z1 Z2 0"
)
SOCIAL_WORKER_CHANGE = _codes("MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS")
POSTCODE = Text(re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}"), "a postcode")
PUPIL_NUMBER = Text(
    re.compile(r"[A-Za-z][0-9]{11}[0-9A-Za-z]|UN[1-5]", re.IGNORECASE), "a unique pupil number, or UN1 to UN5"
)
OFSTED_NUMBER = Text(re.compile(r"[0-9]{7}|XXXXXXX", re.IGNORECASE), "seven digits, or XXXXXXX")
AUTHORITY = Text(re.compile(r"[A-Za-z0-9]{1,9}"), "a local authority's code")
SOCIAL_WORKER = Text(re.compile(r"(SW|XX)[A-Za-z0-9]{1,12}", re.IGNORECASE), "a number that begins with SW or XX")


def _born(code: str = "") -> Column:
    """Return the column with the child's date of birth."""
    return must("DOB", DAY, code)


@dataclass(frozen=True)
class Table:
    """One table of the return: its name, what its file may be called, its columns, and whose rows are one a child."""

    name: str
    title: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    unknown_child: str = ""
    other_birth: str = ""
    second_row: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def needed(self) -> frozenset[str]:
        """The columns without which no row can be read."""
        return frozenset(c.name for c in self.columns if not c.may_be_blank and c.severity == "error")


HEADER = Table(
    "header",
    "Children",
    ("header",),
    (
        CHILD,
        should("SEX", SEX, "101"),
        _born("102"),
        should("ETHNIC", ETHNIC, "103"),
        should("UPN", PUPIL_NUMBER, "168"),
        may("MOTHER", YES_NO, "165"),
        Column("MC_DOB", DAY, "171", may_be_blank=True, severity=should("", DAY).severity),
    ),
    second_row="INT32",
)
EPISODES = Table(
    "episodes",
    "Episodes of being looked after",
    ("episodes",),
    (
        CHILD,
        must("DECOM", DAY, "141"),
        must("RNE", _codes("S L P T B U"), "143"),
        must("LS", LEGAL_STATUS, "144"),
        must("CIN", _codes("N1 N2 N3 N4 N5 N6 N7 N8"), "145"),
        must("PLACE", PLACEMENT, "146"),
        may("PLACE_PROVIDER", _codes("PR0 PR1 PR2 PR3 PR4 PR5"), "178"),
        may("DEC", DAY, "147"),
        may("REC", CEASED, "149"),
        may("REASON_PLACE_CHANGE", PLACE_CHANGE, "1009"),
        may("HOME_POST", POSTCODE, "392c"),
        may("PL_POST", POSTCODE, "392c"),
        may("URN", OFSTED_NUMBER, "1008"),
    ),
    unknown_child="INT03",
)
ADOPTION = Table(
    "ad1",
    "Adoptions",
    ("ad1",),
    (
        CHILD,
        _born(),
        must("DATE_INT", DAY, "112"),
        must("DATE_MATCH", DAY, "113"),
        must("FOSTER_CARE", YES_NO, "114"),
        must("NB_ADOPTR", _codes("1 2"), "175"),
        must("SEX_ADOPTR", _codes("M1 F1 MM FF MF"), "176"),
        must("LS_ADOPTR", _codes("L0 L11 L12 L2 L3 L4"), "177"),
    ),
    unknown_child="INT01",
    other_birth="INT11",
    second_row="INT31",
)
PLACED_FOR_ADOPTION = Table(
    "placed_for_adoption",
    "Decisions that a child should be placed for adoption",
    ("placed_for_adoption", "placedadoption"),
    (
        CHILD,
        _born(),
        must("DATE_PLACED", DAY, "115", "563"),
        may("DATE_PLACED_CEASED", DAY, "116"),
        may("REASON_PLACED_CEASED", _codes("RD1 RD2 RD3 RD4"), "120"),
    ),
    unknown_child="INT02",
    other_birth="INT12",
)
PREVIOUS_PERMANENCE = Table(
    "previous_permanence",
    "Earlier permanence",
    ("previous_permanence", "prevperm"),
    (
        CHILD,
        _born(),
        must("PREV_PERM", _codes("P1 P2 P3 P4 Z1"), "631"),
        may("LA_PERM", AUTHORITY, "633"),
        may("DATE_PERM", DAY, "632"),
    ),
    unknown_child="INT07",
    other_birth="INT16",
    second_row="INT35",
)
REVIEWS = Table(
    "reviews",
    "Reviews",
    ("reviews",),
    (
        CHILD,
        _born(),
        must("REVIEW", DAY, "166"),
        must("REVIEW_CODE", _codes("PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7"), "167"),
    ),
    unknown_child="INT08",
    other_birth="INT17",
)
MISSING = Table(
    "missing",
    "Missing, or away from placement without authorisation",
    ("missing",),
    (
        CHILD,
        _born(),
        must("MISSING", _codes("M A"), "1006", "565"),
        must("MIS_START", DAY, "1004", "564"),
        may("MIS_END", DAY, "1005"),
    ),
    unknown_child="INT04",
    other_birth="INT13",
)
ALONE = Table(
    "uasc",
    "Unaccompanied asylum-seeking children",
    ("uasc",),
    (CHILD, should("SEX", SEX, "101"), _born(), may("DUC", DAY, "104")),
    unknown_child="INT09",
    other_birth="INT18",
    second_row="INT36",
)
HEALTH = Table(
    "oc2",
    "Health and well-being after twelve months",
    ("oc2",),
    (
        CHILD,
        _born(),
        may("SDQ_SCORE", Whole(0, 40), "180"),
        may("SDQ_REASON", _codes("SDQ1 SDQ2 SDQ3 SDQ4 SDQ5"), "196"),
        may("CONVICTED", YES_NO, "181"),
        may("HEALTH_CHECK", YES_NO, "181"),
        may("IMMUNISATIONS", YES_NO, "181"),
        may("TEETH_CHECK", YES_NO, "181"),
        may("HEALTH_ASSESSMENT", YES_NO, "181"),
        may("SUBSTANCE_MISUSE", YES_NO, "181"),
        may("INTERVENTION_RECEIVED", YES_NO, "181"),
        may("INTERVENTION_OFFERED", YES_NO, "181"),
    ),
    unknown_child="INT05",
    other_birth="INT14",
    second_row="INT33",
)
CARE_LEAVERS = Table(
    "oc3",
    "Care leavers",
    ("oc3",),
    (
        CHILD,
        _born(),
        must("IN_TOUCH", _codes("YES NO DIED REFU NREQ RHOM"), "131"),
        must("ACTIV", ACTIVITY, "132"),
        must("ACCOM", ACCOMMODATION, "133"),
    ),
    unknown_child="INT06",
    other_birth="INT15",
    second_row="INT34",
)
SOCIAL_WORKERS = Table(
    "sw_episodes",
    "Social workers",
    ("sw_episodes", "socialworker", "swepisodes"),
    (
        CHILD,
        _born(),
        should("SW_ID", SOCIAL_WORKER, "SW02STG1"),
        must("SW_DECOM", DAY, "SW04STG1"),
        may("SW_DEC", DAY, "SW05STG1"),
        may("SW_REASON", SOCIAL_WORKER_CHANGE, "SW13STG1"),
    ),
)
LIBERTY = Table(
    "dolo",
    "Deprivation of liberty orders",
    ("dolo",),
    (CHILD, _born(), must("DOLO_START", DAY, "700"), may("DOLO_END", DAY, "701")),
)

TABLES = (
    HEADER,
    EPISODES,
    ADOPTION,
    PLACED_FOR_ADOPTION,
    PREVIOUS_PERMANENCE,
    REVIEWS,
    MISSING,
    ALONE,
    HEALTH,
    CARE_LEAVERS,
    SOCIAL_WORKERS,
    LIBERTY,
)
"""In the order they are read: what a rule looks back to comes first."""


def recognised(file_name: str, header: tuple[str, ...]) -> Table | None:
    """Return the table a file holds: by its columns where they are a table's exactly, else by its name."""
    columns = {name.upper() for name in header}
    for table in TABLES:
        if columns == set(table.names):
            return table
    stem = file_name.lower().removesuffix(".csv")
    named = next((table for table in TABLES if stem in table.files), None)
    if named is not None:
        return named
    full = [table for table in TABLES if set(table.names) <= columns]
    return max(full, key=lambda table: len(table.columns), default=None)

"""Lawful bases: the combinations of law under which an agency may share, in words for the share form.

Consent is not among them: a child at risk is protected whether or not somebody agrees, and what they were told, or
why they were not, is recorded beside the basis.
"""

from dataclasses import dataclass
from datetime import date

from erle.foundation.statute.certainty import Certainty

UK_GDPR = "uk_gdpr"
LAW_ENFORCEMENT = "dpa_part3"

PUBLIC_BODIES = frozenset(
    {
        "csc",
        "police",
        "community_health",
        "school",
        "education_service",
        "youth_justice",
        "housing",
        "licensing",
        "board",
        "other",
    }
)
"""Kinds of agency that share as part of a public task."""

OTHER_BODIES = frozenset({"vcs", "advocacy", "placement_provider", "school", "housing", "other"})
"""Kinds that are, or may be, voluntary or private; some kinds stand in both lists."""

ANY_BODY = PUBLIC_BODIES | OTHER_BODIES

_LAW_OF_2018 = date(2018, 5, 25)
_PARTNERS_FROM = date(2018, 6, 29)
_DATA_ACT_2025 = date(2026, 2, 5)


@dataclass(frozen=True, kw_only=True)
class LawfulBasis:
    """One combination of basis, condition and gateway; without a date in force it is not offered."""

    key: str
    label: str
    regime: str
    art6: str
    art9_condition: str
    gateway: str
    kinds: frozenset[str]
    source: str
    certainty: Certainty
    in_force_from: date | None = _LAW_OF_2018
    in_force_until: date | None = None

    def is_offered(self, *, regime: str, agency_kind: str, on: date) -> bool:
        """Tell whether an agency of the kind may share under it on the day."""
        return (
            self.regime == regime
            and agency_kind in self.kinds
            and self.in_force_from is not None
            and self.in_force_from <= on
            and (self.in_force_until is None or on < self.in_force_until)
        )


LAWFUL_BASES = (
    LawfulBasis(
        key="public_task_safeguarding",
        label="Protecting a child from harm, as part of our public duty",
        regime=UK_GDPR,
        art6="e_public_task",
        art9_condition="9_2_g_sch1_para18",
        gateway="ca2004_s11",
        kinds=PUBLIC_BODIES,
        source="UK GDPR article 6(1)(e), 9(2)(g); Data Protection Act 2018 sch. 1 para. 18; Children Act 2004 s11",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="section_47_enquiries",
        label="Making section 47 enquiries, or helping with them when asked",
        regime=UK_GDPR,
        art6="c_legal_obligation",
        art9_condition="9_2_g_sch1_para18",
        gateway="ca1989_s47",
        kinds=PUBLIC_BODIES,
        source="UK GDPR article 6(1)(c) and 9(2)(g); Children Act 1989 s47, with (9) to (11) on those who are asked",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="child_in_need",
        label="Assessing or helping a child in need",
        regime=UK_GDPR,
        art6="e_public_task",
        art9_condition="9_2_h_care",
        gateway="ca1989_s17",
        kinds=PUBLIC_BODIES,
        source="UK GDPR article 6(1)(e) and 9(2)(h); Children Act 1989 s17",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="help_asked_for",
        label="Answering children's services, who ask for our help with a child in need",
        regime=UK_GDPR,
        art6="c_legal_obligation",
        art9_condition="9_2_h_care",
        gateway="ca1989_s27",
        kinds=PUBLIC_BODIES,
        source="UK GDPR article 6(1)(c) and 9(2)(h); Children Act 1989 s27",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="cooperation",
        label="Working with others to improve a child's well-being",
        regime=UK_GDPR,
        art6="e_public_task",
        art9_condition="9_2_g_sch1_para6",
        gateway="ca2004_s10",
        kinds=PUBLIC_BODIES,
        source="UK GDPR article 6(1)(e), 9(2)(g); Data Protection Act 2018 sch. 1 para. 6; Children Act 2004 s10",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="asked_by_the_partners",
        label="Answering a request of the safeguarding partners for information",
        regime=UK_GDPR,
        art6="c_legal_obligation",
        art9_condition="9_2_g_sch1_para6",
        gateway="ca2004_s16h",
        kinds=ANY_BODY,
        source="UK GDPR article 6(1)(c) and 9(2)(g); Children Act 2004 s16H, from 29 June 2018",
        certainty=Certainty.KNOWN,
        in_force_from=_PARTNERS_FROM,
    ),
    LawfulBasis(
        key="duty_to_disclose",
        label="Telling those who can help, under the duty to disclose what may help a child",
        regime=UK_GDPR,
        art6="c_legal_obligation",
        art9_condition="9_2_g_sch1_para18",
        gateway="ca2004_s16la",
        kinds=ANY_BODY,
        source=(
            "Children Act 2004 s16LA, from the Children's Wellbeing and Schools Act 2026 s4. UNSURE when it comes into "
            "force: not offered until the date is known"
        ),
        certainty=Certainty.UNSURE,
        in_force_from=None,
    ),
    LawfulBasis(
        key="preventing_crime",
        label="Preventing a crime that harms a child",
        regime=UK_GDPR,
        art6="e_public_task",
        art9_condition="9_2_g_sch1_para18",
        gateway="cda1998_s115",
        kinds=PUBLIC_BODIES,
        source="UK GDPR article 6(1)(e) and 9(2)(g); Crime and Disorder Act 1998 s115",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="recognised_legitimate_interest",
        label="Protecting a child from harm, as a voluntary or private body",
        regime=UK_GDPR,
        art6="ea_recognised_legitimate_interest",
        art9_condition="9_2_g_sch1_para18",
        gateway="other",
        kinds=OTHER_BODIES,
        source=(
            "Recognised legitimate interests, from the Data (Use and Access) Act 2025, in force from 5 February 2026; "
            "Data Protection Act 2018 sch. 1 para. 18. UNSURE of the paragraph's letter in article 6(1)"
        ),
        certainty=Certainty.UNSURE,
        in_force_from=_DATA_ACT_2025,
    ),
    LawfulBasis(
        key="legitimate_interests",
        label="Protecting a child from harm, after weighing our reasons against their privacy",
        regime=UK_GDPR,
        art6="f_legitimate_interests",
        art9_condition="9_2_g_sch1_para18",
        gateway="other",
        kinds=OTHER_BODIES,
        source="UK GDPR article 6(1)(f) and 9(2)(g); Data Protection Act 2018 sch. 1 para. 18",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="emergency",
        label="Saving life, or preventing grave injury, in an emergency",
        regime=UK_GDPR,
        art6="d_vital_interests",
        art9_condition="9_2_c_vital",
        gateway="other",
        kinds=ANY_BODY,
        source="UK GDPR article 6(1)(d) and 9(2)(c)",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="ordered_by_a_court",
        label="A court has ordered it",
        regime=UK_GDPR,
        art6="c_legal_obligation",
        art9_condition="9_2_f_legal_claims",
        gateway="other",
        kinds=ANY_BODY,
        source="UK GDPR article 6(1)(c) and 9(2)(f)",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="police_safeguarding",
        label="Protecting a child from harm, as a law-enforcement task",
        regime=LAW_ENFORCEMENT,
        art6="",
        art9_condition="sch8_para4",
        gateway="common_law_policing",
        kinds=ANY_BODY,
        source="Data Protection Act 2018 s35 and sch. 8 para. 4: strictly necessary, with a policy document",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="police_section_47",
        label="Taking part in section 47 enquiries",
        regime=LAW_ENFORCEMENT,
        art6="",
        art9_condition="sch8_para4",
        gateway="ca1989_s47",
        kinds=ANY_BODY,
        source="Data Protection Act 2018 s35 and sch. 8 para. 4; Children Act 1989 s47",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="police_preventing_crime",
        label="Preventing or investigating a crime that harms a child",
        regime=LAW_ENFORCEMENT,
        art6="",
        art9_condition="sch8_para4",
        gateway="cda1998_s115",
        kinds=ANY_BODY,
        source="Data Protection Act 2018 s35 and sch. 8 para. 4; Crime and Disorder Act 1998 s115",
        certainty=Certainty.KNOWN,
    ),
    LawfulBasis(
        key="police_emergency",
        label="Saving life, or preventing grave injury, in an emergency",
        regime=LAW_ENFORCEMENT,
        art6="",
        art9_condition="sch8_para3",
        gateway="common_law_policing",
        kinds=ANY_BODY,
        source="Data Protection Act 2018 s35 and sch. 8 para. 3 (vital interests)",
        certainty=Certainty.KNOWN,
    ),
)
"""In the order in which the form offers them: the usual ones first."""


def bases_for(regime: str, agency_kind: str, on: date) -> tuple[LawfulBasis, ...]:
    """Return the bases that an agency of the regime and kind may choose from on the day, the usual ones first."""
    return tuple(basis for basis in LAWFUL_BASES if basis.is_offered(regime=regime, agency_kind=agency_kind, on=on))


@dataclass(frozen=True)
class NotToldReason:
    """Why a child or family was not told that information was shared."""

    key: str
    words: str


NOT_TOLD_REASONS = (
    NotToldReason("risk_to_child", "Telling them would put the child at risk"),
    NotToldReason("risk_to_other", "Telling them would put somebody else at risk"),
    NotToldReason("prejudice_investigation", "Telling them would harm an investigation"),
    NotToldReason("urgent", "There was no time before sharing; they will be told"),
    NotToldReason("cannot_locate", "They cannot be found"),
    NotToldReason("child_request", "The child asked that their family not be told"),
    NotToldReason("other", "Another reason, given in words"),
)

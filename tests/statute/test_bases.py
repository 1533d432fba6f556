"""Which lawful bases an agency is offered, and on which day."""

from datetime import date

import pytest

from erle.foundation.agencies.rules import AgencyKind, Regime
from erle.foundation.statute.bases import ANY_BODY, LAWFUL_BASES, NOT_TOLD_REASONS, LawfulBasis, bases_for
from erle.foundation.statute.certainty import Certainty

TODAY = date(2026, 11, 18)
GATEWAYS = {
    "ca1989_s17",
    "ca1989_s27",
    "ca1989_s47",
    "ca2004_s10",
    "ca2004_s11",
    "ca2004_s16h",
    "ca2004_s16la",
    "cda1998_s115",
    "common_law_policing",
    "other",
}
each_basis = pytest.mark.parametrize("basis", LAWFUL_BASES, ids=lambda basis: basis.key)


def keys(regime: str, kind: str, on: date = TODAY) -> list[str]:
    """Return the keys of what is offered."""
    return [basis.key for basis in bases_for(regime, kind, on)]


def test_keys_are_unique() -> None:
    assert len({basis.key for basis in LAWFUL_BASES}) == len(LAWFUL_BASES)


def test_the_kinds_of_agency_are_those_of_the_directory() -> None:
    assert {kind.value for kind in AgencyKind} == ANY_BODY


@each_basis
def test_a_basis_names_its_regime_its_gateway_and_its_source(basis: LawfulBasis) -> None:
    assert basis.regime in {regime.value for regime in Regime}
    assert basis.gateway in GATEWAYS
    assert basis.label
    assert basis.source


@each_basis
def test_a_basis_under_the_uk_gdpr_has_an_article_6_and_one_under_part_3_a_condition_of_schedule_8(
    basis: LawfulBasis,
) -> None:
    if basis.regime == Regime.UK_GDPR:
        assert basis.art6
        assert basis.art9_condition.startswith("9_2_")
    else:
        assert not basis.art6
        assert basis.art9_condition.startswith("sch8_")


@each_basis
def test_a_basis_says_unsure_in_its_source_when_and_only_when_it_is(basis: LawfulBasis) -> None:
    assert ("UNSURE" in basis.source) == (basis.certainty is Certainty.UNSURE)


@pytest.mark.parametrize("kind", AgencyKind)
@pytest.mark.parametrize("regime", Regime)
def test_every_agency_may_act_in_an_emergency(kind: AgencyKind, regime: Regime) -> None:
    assert any("emergency" in key for key in keys(regime, kind))


def test_childrens_services_are_offered_the_public_task_first_and_no_legitimate_interest() -> None:
    offered = keys("uk_gdpr", "csc")

    assert offered[0] == "public_task_safeguarding"
    assert not [key for key in offered if "interest" in key]


def test_a_charity_is_offered_no_public_task() -> None:
    offered = keys("uk_gdpr", "vcs")

    assert offered == [
        "asked_by_the_partners",
        "recognised_legitimate_interest",
        "legitimate_interests",
        "emergency",
        "ordered_by_a_court",
    ]


@pytest.mark.parametrize(("on", "offered"), [(date(2026, 2, 4), False), (date(2026, 2, 5), True)])
def test_recognised_legitimate_interests_begin_on_5_february_2026(on: date, offered: bool) -> None:
    assert ("recognised_legitimate_interest" in keys("uk_gdpr", "vcs", on)) is offered


def test_a_duty_that_is_not_known_to_be_in_force_is_never_offered() -> None:
    assert "duty_to_disclose" not in keys("uk_gdpr", "csc", date(2099, 1, 1))


def test_police_under_part_3_are_offered_only_part_3() -> None:
    assert {basis.regime for basis in bases_for("dpa_part3", "police", TODAY)} == {"dpa_part3"}


def test_before_the_law_of_2018_nothing_is_offered() -> None:
    assert keys("uk_gdpr", "csc", date(2018, 5, 24)) == []


def test_reasons_for_not_telling_are_the_seven_of_the_code_list() -> None:
    assert {reason.key for reason in NOT_TOLD_REASONS} == {
        "risk_to_child",
        "risk_to_other",
        "prejudice_investigation",
        "cannot_locate",
        "urgent",
        "child_request",
        "other",
    }

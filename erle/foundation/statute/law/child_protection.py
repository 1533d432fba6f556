"""From a referral to the child protection plan: C1 to C9, of Working Together to Safeguard Children."""

from datetime import date
from itertools import chain

from erle.foundation.statute.certainty import Certainty
from erle.foundation.statute.clock import Clock, carried_over
from erle.foundation.statute.limits import ElapsedHours, Months, SetLocally, WorkingDays

WORKING_TOGETHER_2013 = date(2013, 4, 15)
WORKING_TOGETHER_2018 = date(2018, 7, 4)
WORKING_TOGETHER_2026 = date(2026, 3, 1)
"""Published in March 2026; the day was not read, so the month's first stands for it."""

_SINCE_2013 = "the earliest edition held is of 2013, in force from 15 April 2013"
_AFTER_2026 = (
    "Working Together to Safeguard Children 2026 (March 2026, day not read), which replaced the edition of 2023. "
    "UNSURE whether it altered this limit: nothing read says so, and the limit of 2023 is kept"
)

REFERRAL_DECISION = Clock(
    key="referral_decision",
    number="C1",
    name="Decision on a referral",
    starts_at="referral received",
    stops_at="type of response decided and recorded, and the referrer told",
    limit=WorkingDays(1),
    decider="social worker and manager",
    source=f"Working Together to Safeguard Children 2013, chapter 1, and later editions; {_SINCE_2013}",
    certainty=Certainty.SEEN,
    in_force_from=WORKING_TOGETHER_2013,
)

STRATEGY_DISCUSSION = Clock(
    key="strategy_discussion",
    number="C2",
    name="Strategy discussion",
    starts_at="reasonable cause to suspect significant harm",
    stops_at="discussion held",
    limit=SetLocally("strategy_discussion_hours", ElapsedHours(24)),
    decider="the local authority convenes; a social work manager chairs",
    source=f"Working Together to Safeguard Children: as soon as there is cause, no national number; {_SINCE_2013}",
    certainty=Certainty.SEEN,
    in_force_from=WORKING_TOGETHER_2013,
    take_care="An absent agency is shown as not quorate and never holds up urgent action.",
)

SINGLE_ASSESSMENT = Clock(
    key="single_assessment",
    number="C3",
    name="Single assessment",
    starts_at="date of the referral; in an open case, date on which the later assessment starts",
    stops_at="authorised by a manager, and agencies and family told",
    limit=WorkingDays(45),
    decider="social work manager",
    source=f"Working Together to Safeguard Children 2013, chapter 1, and later editions; {_SINCE_2013}",
    certainty=Certainty.SEEN,
    in_force_from=WORKING_TOGETHER_2013,
    take_care="The most it may take: shorter where the child needs it, and a reason is recorded where it takes longer.",
)

INITIAL_CONFERENCE = Clock(
    key="initial_conference",
    number="C4",
    name="Initial child protection conference",
    starts_at="strategy discussion that began section 47 enquiries",
    stops_at="initial conference held",
    limit=WorkingDays(15),
    decider="local authority; chair of the conference",
    source=f"Working Together to Safeguard Children 2023, chapter 3; Standard Safeguarding Dataset; {_SINCE_2013}",
    certainty=Certainty.SEEN,
    in_force_from=WORKING_TOGETHER_2013,
    take_care="Of several discussions, the one that began the enquiries counts, be it neither first nor last.",
)

CORE_GROUP = Clock(
    key="core_group",
    number="C5",
    name="Core group, first meeting",
    starts_at="initial conference that made a plan",
    stops_at="first core group held",
    limit=WorkingDays(10),
    decider="lead social worker",
    source="Working Together to Safeguard Children 2018, in force from 4 July 2018, the earliest edition held for this",
    certainty=Certainty.KNOWN,
    in_force_from=WORKING_TOGETHER_2018,
)

FIRST_REVIEW_CONFERENCE = Clock(
    key="first_review_conference",
    number="C6",
    name="First review conference",
    starts_at="initial conference",
    stops_at="review conference held",
    limit=Months(3),
    decider="chair of the conference",
    source=f"Working Together to Safeguard Children 2023, read in a partnership's guide to it; {_SINCE_2013}",
    certainty=Certainty.SEEN,
    in_force_from=WORKING_TOGETHER_2013,
)

LATER_REVIEW_CONFERENCE = Clock(
    key="later_review_conference",
    number="C7",
    name="Later review conference",
    starts_at="previous review conference",
    stops_at="review conference held",
    limit=Months(6),
    decider="chair of the conference",
    source=f"Working Together to Safeguard Children 2023, read in a partnership's guide to it; {_SINCE_2013}",
    certainty=Certainty.SEEN,
    in_force_from=WORKING_TOGETHER_2013,
)

PROTECTION_VISIT = Clock(
    key="protection_visit",
    number="C8",
    name="Visit under a child protection plan",
    starts_at="start of the plan, then each visit at which the child was seen alone",
    stops_at="child visited and seen alone",
    limit=SetLocally("protection_visit_working_days", WorkingDays(10)),
    decider="conference and core group: the plan sets it",
    source=f"Working Together to Safeguard Children: no national number, the plan sets it; {_SINCE_2013}",
    certainty=Certainty.SEEN,
    in_force_from=WORKING_TOGETHER_2013,
)

TRANSFER_IN_CONFERENCE = Clock(
    key="transfer_in_conference",
    number="C9",
    name="Transfer-in conference",
    starts_at="receiving local authority told of the move",
    stops_at="conference held",
    limit=WorkingDays(15),
    decider="receiving local authority",
    source="Working Together to Safeguard Children 2018, in force from 4 July 2018, the earliest edition held for this",
    certainty=Certainty.KNOWN,
    in_force_from=WORKING_TOGETHER_2018,
)

_UNTIL_2026 = (
    REFERRAL_DECISION,
    STRATEGY_DISCUSSION,
    SINGLE_ASSESSMENT,
    INITIAL_CONFERENCE,
    CORE_GROUP,
    FIRST_REVIEW_CONFERENCE,
    LATER_REVIEW_CONFERENCE,
    PROTECTION_VISIT,
    TRANSFER_IN_CONFERENCE,
)

CLOCKS = tuple(
    chain.from_iterable(carried_over(clock, into=WORKING_TOGETHER_2026, source=_AFTER_2026) for clock in _UNTIL_2026)
)

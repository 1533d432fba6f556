"""What the law leaves to the partnership: each local setting, its usual value and the range that makes sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from erle.foundation.statute.limits import Counted, Days, ElapsedHours, Limit, WorkingDays


class OutOfRange(ValueError):
    """Raised for a value that a setting cannot have; its words say which it can."""


class Unit(StrEnum):
    """What a setting counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    EPISODES = "episodes"
    CHILDREN = "children"
    AGENCIES = "agencies"
    TIMES = "times"
    PERCENT = "percent"

    @property
    def words(self) -> str:
        """The unit, for several."""
        return self.value.replace("_", " ")


_LIMITS: Mapping[Unit, type[Counted]] = {
    Unit.HOURS: ElapsedHours,
    Unit.WORKING_DAYS: WorkingDays,
    Unit.DAYS: Days,
}


@dataclass(frozen=True)
class LocalSetting:
    """A number that the partnership sets for itself, with the value that holds until it does."""

    key: str
    words: str
    usual: int
    least: int
    most: int
    unit: Unit
    source: str

    @property
    def is_a_limit(self) -> bool:
        """Whether it counts time, so that a clock can run by it."""
        return self.unit in _LIMITS

    def checked(self, value: int) -> int:
        """Return the value, or refuse one outside the range."""
        if not self.least <= value <= self.most:
            raise OutOfRange(f"{self.words}: between {self.least} and {self.most} {self.unit.words}, not {value}.")
        return value

    def limit(self, value: int) -> Limit:
        """Return the value as a limit, for the clock that counts by it."""
        if not self.is_a_limit:
            raise OutOfRange(f"{self.words} counts {self.unit.words}: it is no time limit.")
        return _LIMITS[self.unit](self.checked(value))


_SETTINGS = (
    LocalSetting(
        key="strategy_discussion_hours",
        words="Strategy discussion held within",
        usual=24,
        least=1,
        most=72,
        unit=Unit.HOURS,
        source="No national number ('as soon as'); the same day or 24 hours is common locally",
    ),
    LocalSetting(
        key="protection_visit_working_days",
        words="Visit under a child protection plan, child seen alone, at least every",
        usual=10,
        least=1,
        most=20,
        unit=Unit.WORKING_DAYS,
        source="No national number; local rules of 10 to 28 days were read, and 20 working days are 28 days",
    ),
    LocalSetting(
        key="school_file_transfer_days",
        words="Child protection file received by the new school within",
        usual=5,
        least=5,
        most=7,
        unit=Unit.DAYS,
        source="The guidance says 'days'. UNSURE which: 5 calendar days, or 7 for the five school days of a full week",
    ),
    LocalSetting(
        key="conference_quorum_agencies",
        words="Agencies with direct contact with the child, beside social care, that make a conference quorate",
        usual=2,
        least=1,
        most=6,
        unit=Unit.AGENCIES,
        source="Local; social care and at least two agencies with direct contact is a common rule",
    ),
    LocalSetting(
        key="repeat_missing_episodes",
        words="Missing episodes that make a child repeatedly missing",
        usual=3,
        least=2,
        most=10,
        unit=Unit.EPISODES,
        source="No national count; 3 in 90 days, or 3 in a rolling period, is common locally",
    ),
    LocalSetting(
        key="repeat_missing_days",
        words="Days within which those episodes are counted",
        usual=90,
        least=28,
        most=365,
        unit=Unit.DAYS,
        source="No national period; 3 in 90 days is common locally",
    ),
    LocalSetting(
        key="smallest_count_shown",
        words="Figures show no count below, and round every other to a multiple of",
        usual=5,
        least=5,
        most=20,
        unit=Unit.CHILDREN,
        source="The partnership's own rule. UNSURE which number is asked of local figures: the department's published"
        " ones of 2015 to 2017 leave out 1 to 5",
    ),
    LocalSetting(
        key="pattern_days",
        words="Patterns of being missing are looked for over the last",
        usual=365,
        least=90,
        most=1095,
        unit=Unit.DAYS,
        source="The partnership's own rule; UNSURE: no national number was read",
    ),
    LocalSetting(
        key="longer_missing_episodes",
        words="Missing episodes, each longer than the one before, that are raised as lengthening",
        usual=3,
        least=3,
        most=6,
        unit=Unit.EPISODES,
        source="The partnership's own rule; UNSURE: guidance speaks of lengthening episodes without a number",
    ),
    LocalSetting(
        key="together_minutes",
        words="Children who left within this time of each other, and were both away, count as missing together",
        usual=60,
        least=15,
        most=720,
        unit=Unit.MINUTES,
        source="The partnership's own rule; UNSURE: no national number was read",
    ),
    LocalSetting(
        key="together_times",
        words="Times missing together from which children are looked at",
        usual=2,
        least=2,
        most=10,
        unit=Unit.TIMES,
        source="The partnership's own rule; UNSURE: no national number was read",
    ),
    LocalSetting(
        key="chance_percent",
        words="Of what is raised as more often than chance, expected to be chance at most",
        usual=10,
        least=1,
        most=25,
        unit=Unit.PERCENT,
        source="The partnership's own rule: how much looking for nothing it bears, so that less is overlooked",
    ),
    LocalSetting(
        key="same_thing_children",
        words="Children who were missing and about whom the same place, vehicle, phone or person was named",
        usual=3,
        least=2,
        most=10,
        unit=Unit.CHILDREN,
        source="The partnership's own rule; UNSURE: no national number was read",
    ),
    LocalSetting(
        key="after_return_interview_working_days",
        words="After a return interview, risk and plan looked at within",
        usual=5,
        least=1,
        most=20,
        unit=Unit.WORKING_DAYS,
        source="The partnership's own rule; no national number",
    ),
    LocalSetting(
        key="hand_over_minutes",
        words="A hand-over at the MASH desk that nobody took shows to the whole desk after",
        usual=30,
        least=5,
        most=240,
        unit=Unit.MINUTES,
        source="The partnership's own rule; no national number",
    ),
    LocalSetting(
        key="urgent_share_hours",
        words="What is shared onwards as urgent is read, and said to be read, within",
        usual=4,
        least=1,
        most=24,
        unit=Unit.HOURS,
        source="The partnership's own rule; no national number",
    ),
    LocalSetting(
        key="protocol_review_days",
        words="A protocol is looked at again, at the latest, within",
        usual=366,
        least=90,
        most=1096,
        unit=Unit.DAYS,
        source="The partnership's own rule; no national number",
    ),
    LocalSetting(
        key="own_words_days",
        words="Ask the child again for their own words and wishes every",
        usual=28,
        least=7,
        most=91,
        unit=Unit.DAYS,
        source="The partnership's own rule; no national number",
    ),
)

LOCAL_SETTINGS: Mapping[str, LocalSetting] = {setting.key: setting for setting in _SETTINGS}

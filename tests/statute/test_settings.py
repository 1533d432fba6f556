"""What the partnership may set, and what it may not."""

import pytest

from erle.foundation.statute.clocks import CLOCKS
from erle.foundation.statute.settings import LOCAL_SETTINGS, LocalSetting, OutOfRange, Unit

each_setting = pytest.mark.parametrize("setting", LOCAL_SETTINGS.values(), ids=lambda setting: setting.key)


@each_setting
def test_the_usual_value_lies_in_the_range(setting: LocalSetting) -> None:
    assert setting.checked(setting.usual) == setting.usual
    assert setting.least <= setting.usual <= setting.most


@each_setting
def test_a_value_outside_the_range_is_refused_in_words_that_say_the_range(setting: LocalSetting) -> None:
    for value in (setting.least - 1, setting.most + 1):
        with pytest.raises(OutOfRange, match=f"between {setting.least} and {setting.most} {setting.unit.words}"):
            setting.checked(value)


@each_setting
def test_a_setting_has_words_and_a_source(setting: LocalSetting) -> None:
    assert setting.words
    assert setting.source


def test_the_limits_that_the_law_leaves_open_are_settings() -> None:
    left_open = {clock.local_setting for editions in CLOCKS.values() for clock in editions} - {None}

    assert left_open == {
        "strategy_discussion_hours",
        "protection_visit_working_days",
        "school_file_transfer_days",
        "after_return_interview_working_days",
    }
    assert left_open <= LOCAL_SETTINGS.keys()


@each_setting
def test_only_a_setting_in_time_is_a_limit(setting: LocalSetting) -> None:
    assert setting.is_a_limit == (setting.unit in {Unit.HOURS, Unit.WORKING_DAYS, Unit.DAYS})

    if not setting.is_a_limit:
        with pytest.raises(OutOfRange, match="no time limit"):
            setting.limit(setting.usual)
    else:
        assert setting.limit(setting.usual).words() == f"{setting.usual} {setting.unit.words}"

"""Who and where, for the sentences: a child's name and pronouns, who cares at home, the day and the hour."""

from datetime import datetime

from rehearsal.partnership.days import is_school_day
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import Place, school_called

PRONOUNS = {
    "F": {"he": "she", "him": "her", "his": "her", "himself": "herself"},
    "M": {"he": "he", "him": "him", "his": "his", "himself": "himself"},
}
NIGHT, EVENING, AFTER_SCHOOL, SCHOOL_HOURS, FRIDAY = (22, 6), (17, 24), (15, 19), (8, 10), 4


def slots_of(child: Child, moment: datetime) -> dict[str, str]:
    """Return what is known of a child at a moment, in the words that sentences ask for."""
    who = PRONOUNS[child.sex]
    carers = child.household.carers
    known = {
        "first": child.called,
        **who,
        **{name.capitalize(): words.capitalize() for name, words in who.items()},
        "carer": carers[0].called if not child.looked_after_since else "carer",
        "his_carer": f"{who['his']} {carers[0].called}" if not child.looked_after_since else "the carer",
        "Called": carers[0].called.capitalize() if not child.looked_after_since else "",
        "age": str(child.age_on(moment.date())),
        **time_slots(moment),
    }
    known["His_carer"] = known["his_carer"][0].upper() + known["his_carer"][1:]
    if child.is_pupil_on(moment.date()):
        known["year"] = f"year {child.year_on(moment.date())}"
        known["school"] = school_called(child.school)
    elif child.school_name and not child.school:
        known["school"] = child.school_name
    if not child.looked_after_since and len(carers) > 1:
        known["other_carer"] = f"{who['his']} {carers[1].called}"
    return known


def time_slots(moment: datetime) -> dict[str, str]:
    """Return the day of the week and the hour, and what sentences may ask for of it without saying it."""
    hour, weekday = moment.hour, moment.weekday()
    known = {"day": f"{moment:%A}", "time": f"{moment:%H:%M}", "month": f"{moment:%B}"}
    at_hours = {
        "night": hour >= NIGHT[0] or hour < NIGHT[1],
        "evening": EVENING[0] <= hour < EVENING[1],
        "after_school": AFTER_SCHOOL[0] <= hour < AFTER_SCHOOL[1] and is_school_day(moment.date()),
        "school_hours": SCHOOL_HOURS[0] <= hour < SCHOOL_HOURS[1] and is_school_day(moment.date()),
        "weekend": weekday >= FRIDAY,
    }
    return known | {name: "yes" for name, so in at_hours.items() if so}


def place_slots(place: Place) -> dict[str, str]:
    """Return a place as it stands in a sentence."""
    return {"place": place.name, "at_place": place.at}

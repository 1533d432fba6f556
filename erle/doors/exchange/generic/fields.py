"""What a column of an agency's table may hold, in the words of the form on which somebody maps them."""

from enum import StrEnum


class Field(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    GIVEN_NAMES = "given_names"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    KNOWN_AS = "known_as"
    BORN_ON = "born_on"
    SEX = "sex"
    UPN = "upn"
    NHS_NUMBER = "nhs_number"
    SCHOOL = "school"
    ADDRESS = "address"
    POSTCODE = "postcode"
    ROW_REFERENCE = "row_reference"
    KIND = "kind"
    HAPPENED_ON = "happened_on"
    HAPPENED_TIME = "happened_time"
    HAPPENED_AT = "happened_at"
    ENDED_AT = "ended_at"
    RECORDED_AT = "recorded_at"
    TITLE = "title"
    TEXT = "text"
    OPINION = "opinion"
    OWN_WORDS = "own_words"
    WISHES = "wishes"
    STRENGTH = "strength"
    SOURCE = "source"
    GRADE = "grade"
    CONDITIONS = "conditions"
    URGENCY = "urgency"
    PLACE = "place"
    VEHICLE = "vehicle"
    PHONE = "phone"
    ACCOUNT = "account"
    ORGANISATION = "organisation"
    OTHER_PERSON = "other_person"
    OTHER_RELATION = "other_relation"
    ATTENDANCE_WEEK = "attendance_week"
    ATTENDANCE_MARKS = "attendance_marks"


FIELD_WORDS = {
    Field.NUMBER: "Your own number of the child",
    Field.GIVEN_NAMES: "Given names",
    Field.FAMILY_NAME: "Family name",
    Field.FULL_NAME: "Full name in one column",
    Field.KNOWN_AS: "What the child is called",
    Field.BORN_ON: "Date of birth",
    Field.SEX: "Sex",
    Field.UPN: "Unique pupil number",
    Field.NHS_NUMBER: "NHS number",
    Field.SCHOOL: "School",
    Field.ADDRESS: "Where the child lives",
    Field.POSTCODE: "Postcode of where the child lives",
    Field.ROW_REFERENCE: "Your own reference of this row",
    Field.KIND: "Kind of event",
    Field.HAPPENED_ON: "Day on which it happened",
    Field.HAPPENED_TIME: "Time at which it happened",
    Field.HAPPENED_AT: "Day and time in one column",
    Field.ENDED_AT: "When it ended, or the child returned",
    Field.RECORDED_AT: "When you recorded it",
    Field.TITLE: "Short title",
    Field.TEXT: "What was seen or heard",
    Field.OPINION: "What somebody made of it (opinion)",
    Field.OWN_WORDS: "The child's own words",
    Field.WISHES: "What the child asked for",
    Field.STRENGTH: "What goes well",
    Field.SOURCE: "Who said it",
    Field.GRADE: "Grade (3x5x2), in one column or three",
    Field.CONDITIONS: "Conditions of handling",
    Field.URGENCY: "Urgency",
    Field.PLACE: "Place",
    Field.VEHICLE: "Vehicle",
    Field.PHONE: "Telephone number",
    Field.ACCOUNT: "Online account",
    Field.ORGANISATION: "Business or organisation",
    Field.OTHER_PERSON: "Another person",
    Field.OTHER_RELATION: "Who that person is to the child",
    Field.ATTENDANCE_WEEK: "Week of attendance",
    Field.ATTENDANCE_MARKS: "Attendance marks, in one column or ten",
}

SEVERAL = frozenset(
    {
        Field.ADDRESS, Field.TEXT, Field.OPINION, Field.OWN_WORDS, Field.WISHES, Field.STRENGTH, Field.GRADE,
        Field.CONDITIONS, Field.PLACE, Field.VEHICLE, Field.PHONE, Field.ACCOUNT, Field.ORGANISATION,
        Field.OTHER_PERSON, Field.ATTENDANCE_MARKS,
    }
)  # fmt: skip
"""Fields that several columns may fill, read from left to right."""

IDENTIFYING = (Field.NUMBER, Field.UPN, Field.NHS_NUMBER)
TIMES = (Field.HAPPENED_ON, Field.HAPPENED_AT, Field.RECORDED_AT)
VALUED = (Field.KIND, Field.SEX, Field.URGENCY, Field.GRADE)
"""Fields for which a mapping may say what each of the agency's own words means."""

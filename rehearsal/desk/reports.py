"""The reports that lie on the desk, as their reporters wrote them; days and hours are counted back from the demo."""

from dataclasses import dataclass

from erle.knowledge.records.actions.handing_in import Named
from erle.knowledge.records.rules import MentionKind, Nature, Urgency

VAN = Named(MentionKind.VEHICLE, "dark blue van, part plate YK19", {"colour": "dark blue", "seen": "side gate"})
GREY_CAR = Named(MentionKind.VEHICLE, "GV18 KFD", {"colour": "grey", "make": "estate"})
ACCOUNT = Named(MentionKind.ACCOUNT, "@northmere.nights", {"service": "a picture service"})
STATION = Named(MentionKind.PLACE, "Northmere bus station")
PARADE = Named(MentionKind.PLACE, "Saltgate Retail Park")
PHONE = Named(MentionKind.PHONE, "07700 900 631")
HANDED_OVER = """Written down by the member of staff on duty at the gate.

He stood between the second and the third parking bay, on the side of the bus stop, from about 15:05.
He spoke to nobody else. He left on foot towards the retail park when a member of staff walked over.
No vehicle was seen. The parcel was given to police unopened.
"""


@dataclass(frozen=True)
class Report:
    """One report: who hands it in, how many hours ago, about whom, what was seen, heard or said; and a file."""

    key: str
    by: str
    hours: float
    title: str
    items: tuple[tuple[Nature, str], ...]
    urgency: Urgency
    child: str = ""
    given: str = ""
    family: str = ""
    school: str = ""
    named: tuple[Named, ...] = ()
    told: str = "The child was told that this would be shared."
    file: tuple[str, str] = ("", "")


FACT, OPINION, WORDS, STRENGTH = Nature.FACT, Nature.OPINION, Nature.OWN_WORDS, Nature.STRENGTH

REPORTS = (
    Report(
        "van",
        "achterberg",
        6.5,
        "Brought to school in a van staff did not know",
        (
            (FACT, "Maisie came in at 10:50 and was very tired. A dark blue van brought her to the side gate."),
            (OPINION, "I think that it is the van of last month. I did not see the driver’s face."),
            (WORDS, "I stayed at a friend’s. Can I just sleep for a bit?"),
        ),
        Urgency.TODAY,
        child="Maisie",
        named=(VAN,),
    ),
    Report(
        "parcel",
        "lowther",
        5.8,
        "Asked to pass on a parcel at the gate",
        (
            (
                FACT,
                "A year 8 pupil gave staff a parcel that a man at the gate had asked her to hand to an older pupil.",
            ),
            (STRENGTH, "She came to us within five minutes, and was thanked."),
        ),
        Urgency.TODAY,
        child="Tilly",
        named=(PARADE,),
        file=("where-the-parcel-was-handed-over.txt", HANDED_OVER),
    ),
    Report(
        "account",
        "penhale",
        4.2,
        "An account asks for pictures",
        (
            (FACT, "Amara showed me three messages from a new account. It asks for pictures and names her school."),
            (WORDS, "I blocked it but it came back with another name."),
        ),
        Urgency.NOW,
        child="Amara",
        named=(ACCOUNT, PHONE),
    ),
    Report(
        "other_account",
        "lowther",
        27,
        "A pupil is written to by somebody who will not meet in daylight",
        (
            (
                FACT,
                "A pupil in year 9 has messages from an account that several pupils know. It offers rides.",
            ),
            (OPINION, "His form tutor thinks that he is afraid of losing his friends if he says no."),
        ),
        Urgency.TODAY,
        given="Rowan",
        family="Pellier",
        school="Copperbeck School, year 9",
        named=(ACCOUNT, STATION),
    ),
    Report(
        "car",
        "stott",
        30,
        "Collected twice from the retail park by the same car",
        (
            (
                FACT,
                "A licensed driver says that a girl of about 14 was collected twice this week by a grey estate car.",
            ),
            (FACT, "He wrote the plate down: GV18 KFD."),
        ),
        Urgency.TODAY,
        named=(GREY_CAR, PARADE),
        told="Nobody was told: the driver does not know her name.",
    ),
    Report(
        "gate",
        "marchbank",
        52,
        "A grey car outside Tern House at night",
        (
            (FACT, "Staff rang at 23:40: a grey estate, GV18 KFD, waited forty minutes and left when an officer came."),
            (OPINION, "It is likely that somebody waited for Roo."),
        ),
        Urgency.TODAY,
        child="Ruairi",
        named=(GREY_CAR,),
    ),
    Report(
        "gifts",
        "calloway",
        3.1,
        "Mother worried about a new phone and gifts",
        (
            (
                FACT,
                "Mother found a phone that she did not buy and two new coats. Her daughter, 13, says nothing of them.",
            ),
            (OPINION, "Mother is worried and kind. She asks whom she can ring in the evening."),
        ),
        Urgency.SOON,
        given="Liesl",
        family="Averdieck",
        school="Fenwillow Academy, year 8",
        told="Mother was told and agrees. Her daughter was not told yet: mother would like to be there.",
    ),
    Report(
        "interview",
        "adair",
        2.0,
        "Return interview with a new name",
        (
            (FACT, "Zofia named a second flat above the parade and the first name of an adult there."),
            (WORDS, "I’d rather you told them than me."),
            (STRENGTH, "She drew the whole time, and laughed twice."),
        ),
        Urgency.SOON,
        child="Zofia",
        named=(PARADE,),
    ),
    Report(
        "lesson",
        "achterberg",
        29,
        "Left a lesson in tears and was met by a friend",
        (
            (FACT, "Bilal left mathematics in tears. A friend walked with him to the quiet room, and he went back."),
            (OPINION, "It was about a mark. I share it since we agreed to share small things for a while."),
        ),
        Urgency.SOON,
        child="Bilal",
    ),
    Report(
        "hotel",
        "teller",
        74,
        "A hotel rang about a girl without luggage",
        (
            (FACT, "A hotel by the ring road rang: a girl of about 15, no luggage, a room paid for by somebody else."),
            (FACT, "She left before officers came. Staff kept the pictures of the entrance."),
        ),
        Urgency.NOW,
        child="Simona",
        told="Nobody was told yet.",
    ),
)

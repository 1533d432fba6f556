"""What was recorded of each child who is missing, in minutes before the demo is made; all names are invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from erle.practice.missing.actions.planning import Planned
from erle.practice.missing.actions.searching import Care


@dataclass(frozen=True)
class Graded:
    """A level: minutes ago, by whom, why, and by whose information."""

    ago: int
    by: str
    level: str
    reasons: str
    informed_by: str


@dataclass(frozen=True)
class ToldOf:
    """Somebody who was told: minutes ago, by whom, who, and what they said."""

    ago: int
    by: str
    whom: str
    name: str
    words: str = ""


@dataclass(frozen=True)
class SeenAt:
    """Where the child was seen or heard of."""

    ago: int
    by: str
    place: str
    by_whom: str
    words: str = ""


@dataclass(frozen=True)
class ToDo:
    """What is to be done: set so many minutes ago, due in so many, and what came of it if it is done."""

    ago: int
    by: str
    words: str
    whom: str
    due_in: int
    outcome: str = ""


@dataclass(frozen=True)
class Search:
    """All that was recorded of one child."""

    given: str
    reported: tuple[int, str, str, str, str, str]
    """Minutes ago, by whom recorded, who reported, the name, where last seen, what happened."""
    plan: tuple[str, Planned]
    care: tuple[int, str, Care]
    holds: tuple[int, str]
    graded: Sequence[Graded] = ()
    told: Sequence[ToldOf] = ()
    seen: Sequence[SeenAt] = ()
    to_do: Sequence[ToDo] = ()
    handed: tuple[int, str, str] | None = field(default=None)
    """Minutes ago, by whom, and the note for the next shift."""


SEARCHES = (
    Search(
        given="Dawid",
        reported=(
            170,
            "marchbank",
            "parent",
            "Mr Zielonka",
            "Corner of Kestrel Court",
            "Did not arrive where his coach waited for him. He had his training bag. His phone is off.",
        ),
        plan=(
            "brookfield",
            Planned(
                ring="Benek, his coach: Dawid asked for him first. Then his father. An interpreter for his mum.",
                look="The boxing club. The bus shelter at Saltgate Retail Park. Stations on the coast line.",
                helped="Benek’s voice message: “The gym is open, nobody is angry.” He rang back within the hour.",
                note="Do not come to the flat in a marked car. Treat him as a child who is harmed by others.",
            ),
        ),
        care=(160, "brookfield", Care(statuses=["s47_open"], missing_from="home", responsible="Northmere")),
        holds=(150, "teller"),
        graded=(
            Graded(
                165,
                "marchbank",
                "medium",
                "A settled routine, and it is not like him to miss training. His phone is off.",
                "Mr Zielonka",
            ),
            Graded(
                140,
                "teller",
                "high",
                "The debt that he told of, the journey of 60 miles, and the message this week that names him and"
                " a sum. Adults who make him carry for them may have him with them.",
                "Hannah Brookfield and Tariq Lowther",
            ),
        ),
        told=(
            ToldOf(155, "marchbank", "social_worker", "Hannah Brookfield, 01632 960203", "Comes to the family now."),
            ToldOf(120, "brookfield", "school", "Tariq Lowther, Copperbeck School", "Asks his friends’ parents."),
        ),
        seen=(
            SeenAt(
                95, "teller", "Saltgate Retail Park, bus shelter", "Camera", "With one adult, not identified. Grey top."
            ),
        ),
        to_do=(
            ToDo(
                150,
                "teller",
                "Ring Benek",
                "PC Stella Marchbank",
                -130,
                "He waits at the gym; his message is sent.",
            ),
            ToDo(90, "teller", "Cameras at the railway station, last two hours", "PC Craig Dunmore", -12),
            ToDo(40, "teller", "Ring Mr Zielonka with what we know", "DS Rohan Teller", 25),
        ),
        handed=(
            15,
            "teller",
            "Dawid first. The station’s cameras are late. Benek has the message ready; ring him before the family.",
        ),
    ),
    Search(
        given="Ruairi",
        reported=(
            95,
            "marchbank",
            "carer",
            "Tern House",
            "Tern House, on foot",
            "Roo went out and has not rung, which he always does. It is his mother’s birthday.",
        ),
        plan=(
            "brookfield",
            Planned(
                ring="His brother first: he will answer. Then the key worker at Tern House.",
                look="By the water below the weir. His brother’s.",
                helped="A text from his brother with no question in it.",
                note="Roo asked: do not put my picture out unless you really have to.",
            ),
        ),
        care=(
            90,
            "brookfield",
            Care(
                statuses=["cla_s20"],
                missing_from="childrens_home",
                placement="Tern House",
                responsible="Northmere",
            ),
        ),
        holds=(85, "marchbank"),
        graded=(
            Graded(
                80,
                "marchbank",
                "medium",
                "His own plan, and the date: his mother’s birthday. He is known to ring.",
                "Tern House",
            ),
        ),
        told=(ToldOf(75, "marchbank", "carer", "Tern House, night staff", "Leave the side door’s light on."),),
        to_do=(ToDo(70, "marchbank", "Look by the water below the weir", "PC Stella Marchbank", 35),),
    ),
)

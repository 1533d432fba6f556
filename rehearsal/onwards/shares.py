"""What was shared onwards, as its sharers decided it; hours are counted back from the demo."""

from dataclasses import dataclass

from erle.knowledge.records.disclosing.rules import LeaveOut


@dataclass(frozen=True, kw_only=True)
class Onward:
    """Lines of a child, or all of a report with its file, shared by one worker with another, and what became of it."""

    by: str
    to: str
    hours: float
    purpose: str
    necessity: str
    told: str
    risk: str = ""
    advice: str = ""
    child: str = ""
    lines: tuple[str, ...] = ()
    report: str = ""
    leave_out: tuple[str, LeaveOut] | None = None
    urgent: bool = False
    opened: float = 0
    taken_back: str = ""


ONWARDS = (
    Onward(
        by="brookfield",
        to="marchetti",
        hours=1.5,
        child="Maisie",
        lines=("Brought to school by a driver staff did not know", "A name heard at another school"),
        leave_out=(
            "Brought to school by a driver staff did not know",
            LeaveOut(["Staff noted a part of the plate."], "investigation"),
        ),
        purpose="The youth club meets beside the skate park: its workers are to know the van, and whom to ring.",
        necessity="Two lines about the van and a name. Nothing that Maisie said, and nothing of where she lives.",
        told="Maisie: “Sol can know about the van. Not the rest.” Her mum agrees.",
        risk="The driver could learn that he is looked for. Not sharing leaves the club without warning this evening.",
        advice="Gareth Pemberley agreed by telephone.",
        urgent=True,
    ),
    Onward(
        by="wrona",
        to="eastwick",
        hours=50,
        child="Haroon",
        lines=("Examinations passed",),
        purpose="To support the family’s application to move nearer to the college.",
        necessity="One line: the place at college.",
        told="Haroon and his parents asked for it.",
        opened=46,
        taken_back="The family withdrew the application, and the line is not needed.",
    ),
    Onward(
        by="lowther",
        to="glossop",
        hours=4,
        report="Asked to pass on a parcel at the gate",
        purpose="Quillstone’s gate is two streets away: its staff are to know what to look for.",
        necessity="What happened at the gate, and where. Nothing else that is known of the pupil.",
        told="The pupil and her father know, and hope that it helps others.",
        opened=3,
    ),
)

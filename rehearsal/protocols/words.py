"""The joint protocol on missing children, in two versions; every word is invented for the demo."""

from dataclasses import replace

from erle.foundation.protocols.rules.differences import Passage

PURPOSE = (
    "For everybody who may be the first to notice that a child is missing, and for those who look for the child."
    " It says who does what, in which order, so that no agency waits for another."
)
REPORT = Passage(
    "",
    "Reporting",
    "Report as soon as you do not know where the child is. Do not wait for an hour to pass, and do not wait because the"
    " child has been missing before.\n\n"
    "Before you report, and at the same time:\n\n"
    "- Ring the child, and send a message that asks for nothing but an answer.\n"
    "- Look where the plan says to look.\n"
    "- Ask those who saw the child last.\n\n"
    "If you fear for the child’s life or health, ring 999 first.",
    ("missing.report",),
)
RISK = Passage(
    "",
    "Grading the risk",
    "Police grade the risk, on what every agency knows. Whoever knows something that could raise it says so at"
    " once, and does not wait to be asked.\n\n"
    "1. Say what you know, and by whom.\n"
    "2. Say what you do not know.\n"
    "3. Grade again whenever something new is known, and at each hand-over.\n\n"
    "That a child was missing before raises concern. It never lowers it.",
    ("missing.risk",),
)
TOLD = Passage(
    "",
    "Who is told",
    "Whoever reports makes sure that these are told, and writes down who was told and when:\n\n"
    "- Police.\n"
    "- The child’s family, or the carers.\n"
    "- The child’s social worker, or the duty team out of hours.\n\n"
    "Where telling somebody could put the child in danger, do not tell them, and write down why.",
    ("missing.told",),
)
PLAN = Passage(
    "",
    "The plan for when a child is missing",
    "Each child who has been missing twice has a plan, written with the child. It says whom to ring, where to"
    " look, what helped before, and what the child asked for. Read it before anything else.",
    ("missing.plan",),
)
HAND_OVER = Passage(
    "",
    "Handing over",
    "Nobody goes off shift with a child missing and no hand-over. Write for each child what is known, what was"
    " done, and what comes next. It is handed over when somebody has read it and taken it.",
    ("missing.hand_over",),
)
ABSENCE = Passage(
    "",
    "Children who are late home",
    "A child who is late, and whom somebody can reach, is not missing. Agree a time with the child. If it"
    " passes, report.",
)
FOUND = Passage(
    "",
    "When the child is back",
    "Tell everybody who was told that the child was missing. Write down when, where and by whom the child was found.",
    ("missing.found",),
)
PREVENTION = Passage(
    "",
    "The prevention interview",
    "Police talk with the child soon after the return: is the child hurt, was a crime done to the child, is"
    " somebody still a danger? It is short, and it is not the return interview.",
    ("missing.prevention",),
)
INTERVIEW = Passage(
    "",
    "The return interview",
    "Somebody independent of the child’s care offers to talk, within 72 hours of the return, every time. The"
    " child chooses where, and may choose with whom. A child who says no is asked what would be better.",
    ("missing.interview",),
)
FIRST = (REPORT, RISK, TOLD, PLAN, HAND_OVER, ABSENCE, FOUND, PREVENTION, INTERVIEW)

NEWS = (
    "The authority in which a child is placed by another is told as well, since twice it was not. What comes"
    " first when a child is back is the child. The section on children who are late home is gone: it was read as"
    " a reason to wait."
)
PLACED = Passage(
    "",
    "Children placed here by another authority",
    "The authority that looks after the child stays responsible, wherever the child lives. The home tells both"
    " it and the authority in which it stands, and the return interview is arranged by the one that is responsible.",
    ("missing.told", "missing.interview"),
)


def second(keys: dict[str, str]) -> tuple[Passage, ...]:
    """Return the sections of the second version, each under the key that its heading had in the first."""
    told = replace(
        TOLD,
        text=TOLD.text.replace(
            "- The child’s social worker, or the duty team out of hours.",
            "- The child’s social worker, or the duty team out of hours.\n"
            "- The authority in which the child is placed, where another looks after the child.",
        ),
    )
    found = replace(
        FOUND,
        text="First the child: warm, fed, and asked whether anything hurts. Questions can wait.\n\n"
        + FOUND.text.replace(
            "by whom the child was found.", "by whom the child was found, and what the child needs now."
        ),
    )
    kept = (REPORT, RISK, told, PLAN, HAND_OVER, found, PREVENTION, INTERVIEW)
    sections = [replace(passage, key=keys[passage.heading]) for passage in kept]
    return (*sections[:3], PLACED, *sections[3:])

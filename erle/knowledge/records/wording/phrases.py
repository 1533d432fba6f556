"""The phrases as data, for the partnership to add to: what is written, what could be instead, why, and who says so.

A pattern is a regular expression between two ends of words. A blank in it fits any white space; it stands in no square
brackets and before no question mark. The alternative stands in the sentence where the phrase stood.
"""

from dataclasses import dataclass

GUIDE = "Child exploitation and abuse: an appropriate language guide (The Children’s Society and NAPAC, 2024)"
ALTERNATIVES = "Suggested alternatives for describing behaviour around CSE concerns"
NSPCC_RISK = "NSPCC Learning, Why language matters: “risky behaviour” (2023)"
NSPCC_BOYFRIEND = "NSPCC Learning, Why language matters: “older boyfriend” (2023)"
NOT_BROUGHT = "“Was not brought”, as health services say of children who miss an appointment"
OWN = "Proposed here in the sense of those guides; for the partnership to confirm"

SELF = "(?:her|him|them|it)sel(?:f|ves)"
AT_RISK = "(?:at (?:serious |high |increased |further |more )?risk|in danger|in (?:a )?(?:risky|dangerous) situations?)"
ADULTS = "(?:an? )?(?:adults?|older|grown|man|men|males?|unknown)"
PICTURES = "(?:explicit|nude|naked|indecent|sexual) (?:pictures?|images?|photos?|videos?)"
WHOSE = "(?:her|his|their|the|an?)"


@dataclass(frozen=True)
class Phrase:
    """One way of saying it, and the words that could stand there instead."""

    pattern: str
    instead: str


@dataclass(frozen=True)
class Concern:
    """Phrases that go wrong in the same way."""

    why: str
    source: str
    phrases: tuple[Phrase, ...]


CONCERNS = (
    Concern(
        "This can read as if the child chose the harm. Say who or what puts the child at risk.",
        f"{GUIDE}; {ALTERNATIVES}",
        (
            Phrase(f"(?:puts|places) {SELF} {AT_RISK}", "is put at risk by others"),
            Phrase(f"(?:put|placed) {SELF} {AT_RISK}", "was put at risk by others"),
            Phrase(f"(?:putting|placing) {SELF} {AT_RISK}", "at risk from others"),
        ),
    ),
    Concern(
        "This looks at what the child does, not at what is done to the child. Say what you saw, and who was there.",
        NSPCC_RISK,
        (
            Phrase("(?:risky|risk(?: |-)?taking) behaviou?rs?", "behaviour that may be a sign of harm"),
            Phrase("(?:risky )?life(?: |-)?style choices?", "circumstances"),
            Phrase("(?:risky|dangerous|chaotic) life(?: |-)?style", "unsafe circumstances"),
            Phrase("makes (?:poor|bad|risky|unsafe|unwise) (?:choices|decisions)", "has few safe choices"),
            Phrase("made (?:poor|bad|risky|unsafe|unwise) (?:choices|decisions)", "had few safe choices"),
            Phrase("making (?:poor|bad|risky|unsafe|unwise) (?:choices|decisions)", "left with few safe choices"),
        ),
    ),
    Concern(
        "This judges the child for what others did.",
        GUIDE,
        (
            Phrase("promiscuous", "at risk of sexual exploitation"),
            Phrase("promiscuity", "signs of sexual exploitation"),
            Phrase("sleep(?:s|ing) around", "at risk of sexual exploitation"),
            Phrase("dress(?:ed|es|ing) provocatively", "dressed"),
        ),
    ),
    Concern(
        "A child cannot sell sex: somebody exploits the child.",
        GUIDE,
        (
            Phrase("child prostitutes?", "sexually exploited child"),
            Phrase("child prostitution", "child sexual exploitation"),
            Phrase(f"prostitutes {SELF}", "is sexually exploited"),
            Phrase(f"prostituted {SELF}", "was sexually exploited"),
            Phrase(f"prostituting {SELF}", "being sexually exploited"),
            Phrase("prostitutes?", "sexually exploited child"),
            Phrase("prostitution", "sexual exploitation"),
            Phrase(f"selling (?:sex|{SELF}|(?:her|his|their) body)", "being sexually exploited"),
            Phrase("in (?:return|exchange) for (?:sex|sexual favours)", "to exploit the child sexually"),
            Phrase("sexual favours", "sexual abuse"),
            Phrase("child pornography", "images of child sexual abuse"),
        ),
    ),
    Concern(
        "This can make somebody who harms look like an equal. Say who the person is and how old, if you know.",
        f"{GUIDE}; {NSPCC_BOYFRIEND}",
        (
            Phrase(
                f"{WHOSE} (?:much )?(?:older|adult) (?:boyfriend|girlfriend|partner)(?!['’]s)",
                "an adult who may be exploiting the child",
            ),
            Phrase(f"{WHOSE} (?:(?:much )?(?:older|adult) )?(?:boyfriend|girlfriend)['’]s", "this person’s"),
            Phrase(f"{WHOSE} boyfriend", "somebody described as a “boyfriend”"),
            Phrase(f"{WHOSE} girlfriend", "somebody described as a “girlfriend”"),
            Phrase("boyfriend", "person described as a “boyfriend”"),
            Phrase("girlfriend", "person described as a “girlfriend”"),
            Phrase("in a sexual relationship with", "sexually abused by"),
            Phrase(f"in a relationship with(?= {ADULTS}\\b)", "groomed or exploited by"),
        ),
    ),
    Concern(
        "A child who is missing is in need of help, and has not escaped from anything.",
        GUIDE,
        (
            Phrase("absconded", "went missing"),
            Phrase("absconds", "goes missing"),
            Phrase("absconding", "going missing"),
            Phrase("abscond", "go missing"),
            Phrase("absconders?", "child who goes missing"),
            Phrase("awol", "missing"),
        ),
    ),
    Concern(
        "A child cannot consent to abuse. Say what an adult, or somebody with power over the child, did.",
        f"{GUIDE}; {ALTERNATIVES}",
        (
            Phrase("(?:engag(?:es|ed|ing)|involved) in sexual activity", "subjected to sexual abuse"),
            Phrase("sexual activity with", "sexual abuse by"),
            Phrase("sexual activity", "sexual abuse"),
            Phrase("(?:is|was|been|being) sexually active", "may have been sexually abused"),
            Phrase(f"(?:had|has had) (?:sex|sexual intercourse) with(?= {ADULTS}\\b)", "was sexually abused by"),
            Phrase(f"having (?:sex|sexual intercourse) with(?= {ADULTS}\\b)", "being sexually abused by"),
            Phrase("(?:engag(?:es|ed|ing)|involved) in (?:cse|child sexual exploitation)", "sexually exploited"),
            Phrase(
                "(?:engag(?:es|ed|ing)|involved) in (?:cce|child criminal exploitation|county lines)",
                "criminally exploited",
            ),
        ),
    ),
    Concern(
        "This makes the child the one who begins. Say what the adult did.",
        ALTERNATIVES,
        (
            Phrase(f"been contacting(?= {ADULTS}\\b)", "been contacted by"),
            Phrase(f"contact(?:s|ing)(?= {ADULTS}\\b)", "contacted by"),
            Phrase(f"associates with(?= {ADULTS}\\b)", "is targeted by"),
            Phrase(f"associating with(?= {ADULTS}\\b)", "targeted by"),
            Phrase(f"sent(?= {PICTURES})", "was asked or pressed to send"),
            Phrase(f"sending(?= {PICTURES})", "asked or pressed to send"),
        ),
    ),
    Concern(
        "A child who carries or keeps something for others is being used by them.",
        GUIDE,
        (
            Phrase("money mules?", "child whose bank account others use"),
            Phrase("drugs? (?:runner|mule)s?", "child made to carry drugs"),
            Phrase("running (?:drugs|county lines)", "made to carry drugs"),
        ),
    ),
    Concern(
        "However a child seems, a child is a child.",
        OWN,
        (
            Phrase("street(?: |-)?wise", "seemingly confident, and still a child"),
            Phrase("mature (?:for|beyond) (?:her|his|their) (?:age|years)", "seemingly confident, and still a child"),
            Phrase("attention(?: |-)seeking", "asking for help"),
            Phrase("attention(?: |-)seekers?", "child who is asking for help"),
        ),
    ),
    Concern(
        "What happened is the responsibility of those who did it.",
        OWN,
        (
            Phrase(f"brought (?:it|this) (?:up)?on {SELF}", "was harmed by others"),
            Phrase("asking for (?:it|trouble)", "harmed by others"),
            Phrase("(?:her|his|their) own fault", "the responsibility of those who did it"),
        ),
    ),
    Concern(
        "Say what was offered and what the child would like instead: help that is not reached is for us to change.",
        OWN,
        (
            Phrase("(?:refuses|fails) to engage", "is not reached by the help offered"),
            Phrase("(?:refused|failed) to engage", "was not reached by the help offered"),
            Phrase("(?:refusing|failing|unwilling) to engage", "not reached by the help offered"),
            Phrase("not engag(?:ing|ed)", "not reached by the help offered"),
            Phrase("hard to reach", "not yet reached by us"),
        ),
    ),
    Concern(
        "A child is brought by others, or is not.",
        NOT_BROUGHT,
        (Phrase("did not attend(?= (?:\\w+ )?appointment)", "was not brought to"),),
    ),
)

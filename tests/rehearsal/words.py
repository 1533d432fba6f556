"""Words that are never said of a child: they blame the child for what others did, or hide what was done."""

import re

_PHRASES = (
    r"put(s|ting)? (her|him|them)sel(f|ves) at risk",
    r"at risk behaviou?r",
    r"promiscuous",
    r"prostitut",
    r"(boy|girl)friend",
    r"abscond",
    r"sexual activity",
    r"sexually active",
    r"streetwise",
    r"lifestyle choice",
    r"child porn",
    r"attention.seeking",
    r"manipulative",
    r"hard to reach",
    r"(failed|refus(ed|es|al)) to (engage|attend)",
    r"non.?complian",
    r"consented to",
    r"in a relationship with",
    r"drug runn",
    r"gang member",
    r"wayward|troubled|out of control|risky",
    r"made (her|his|their) own choice",
)
BANNED = tuple(re.compile(phrase, re.IGNORECASE) for phrase in _PHRASES)

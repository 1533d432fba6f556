"""What the markup of an office file asks for when it is opened: nothing outside the file, no program, no other file."""

import re
from xml.parsers import expat

OPENED_BY_HAND = re.compile(r"https?://|mailto:|tel:", re.IGNORECASE)
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
LOADING_FIELDS = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|RD|DATABASE|MACROBUTTON|GETURL)\b", re.IGNORECASE
)
LOADING_FORMULAS = re.compile(r"\b(?:WEBSERVICE|CALL|REGISTER|EXEC|RTD|DDE)\s*\(|\|'?[^'|]*'?!", re.IGNORECASE)
PROGRAM_ELEMENTS = {
    "oleobject",
    "object",
    "control",
    "event-listener",
    "script",
    "applet",
    "plugin",
    "ddelink",
    "dde-connection-decl",
    "externalbook",
}
HARMLESS_OBJECTS = {"http://schemas.openxmlformats.org/wordprocessingml/2006/main object"}
SEPARATOR = " "


class _Asks(Exception):
    """The markup asks for something outside, or is not plain markup."""


def read_markup(part: bytes) -> bool:
    """Tell whether the markup can be read, defines nothing of its own, and asks for nothing when it is opened."""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    reader = _Reader()
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.element
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.ProcessingInstructionHandler = reader.instruction
    try:
        parser.Parse(part, True)
    except (_Asks, expat.ExpatError):
        return False
    return True


class _Reader:
    """Follows the markup, element by element."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._in = ""

    def doctype(self, *_: object) -> None:
        raise _Asks

    def instruction(self, target: str, _: str) -> None:
        if target.lower() not in {"mso-contenttype", "mso-application"}:
            raise _Asks

    def element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(SEPARATOR)[2].lower()
        if local in PROGRAM_ELEMENTS and name not in HARMLESS_OBJECTS:
            raise _Asks
        if local == "relationship":
            _require_inside(attributes)
        elif any(_loads(local, key, value) for key, value in attributes.items()):
            raise _Asks
        if local in {"instrtext", "f", "fldsimple", "formula"}:
            self._in, self._said = local, []

    def text(self, words: str) -> None:
        if self._in:
            self._said.append(words)

    def end(self, name: str) -> None:
        local = name.rpartition(SEPARATOR)[2].lower()
        if local != self._in:
            return
        said = "".join(self._said)
        loading = LOADING_FIELDS if local == "instrtext" else LOADING_FORMULAS
        self._in = ""
        if loading.search(said):
            raise _Asks


def _require_inside(attributes: dict[str, str]) -> None:
    """Refuse a part that is fetched from outside; a link that somebody must choose may lead there."""
    if attributes.get("TargetMode", "").lower() != "external":
        return
    by_hand = attributes.get("Type", "").endswith("/hyperlink")
    if not by_hand or not OPENED_BY_HAND.match(attributes.get("Target", "").strip()):
        raise _Asks


def _loads(local: str, key: str, value: str) -> bool:
    """Tell whether an attribute has something fetched from outside, or run, without anybody choosing it."""
    name = key.rpartition(SEPARATOR)[2].lower()
    if name == "href":
        return bool(ELSEWHERE.match(value)) and not (local == "a" and OPENED_BY_HAND.match(value.strip()))
    if name == "instr":
        return bool(LOADING_FIELDS.search(value))
    if name == "formula":
        return bool(LOADING_FORMULAS.search(value))
    return (name in {"macro", "onaction"} and bool(value.strip())) or (name == "src" and bool(ELSEWHERE.match(value)))

"""`erle match`: say which rows of files are the same person, and why; needs no database."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from erle.doors.command.printing import say, say_data
from erle.foundation.database.refusals import Refused

DONE = 0
Found = tuple[dict[str, Any], str]
"""The figures, and the same in sentences."""


class CannotBeMatched(Refused):
    """The files, the map or the model cannot be used as they are."""


def add_to(words: Any) -> None:
    """Add the command."""
    parser = words.add_parser("match", help="say which rows of files are the same person, and why; needs no database")
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="CSV or a spreadsheet; one is de-duplicated"
    )
    parser.add_argument("--map", type=Path, metavar="FIELDS.toml", help="which column holds which field")
    parser.add_argument("--out", type=Path, required=True, metavar="LINKS.csv", help="write pairs and weights there")
    parser.add_argument("--clusters", type=Path, metavar="CLUSTERS.csv", help="write each row's person there")
    parser.add_argument("--model", type=Path, metavar="MODEL.json", help="use this model, Erle's or Splink's")
    parser.add_argument("--save-model", type=Path, metavar="MODEL.json", help="write the model that was used")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Match the files and write what was found; a file that cannot be used is refused before anything is written."""
    _check_places(asked)
    text = _text(asked.model) if asked.model else ""
    told, said = _by_splinks(asked, text) if _is_splinks(text) else _by_ours(asked, text)
    if asked.json:
        say_data(told)
    else:
        say(said)
    return DONE


def _by_splinks(asked: argparse.Namespace, text: str) -> Found:
    from erle.doors.command.matching.splinks import match_by_splinks, words

    told = match_by_splinks(asked, text)
    return told, words(told)


def _by_ours(asked: argparse.Namespace, text: str) -> Found:
    from erle.doors.command.matching.maps import read_map
    from erle.doors.command.matching.reading import read_files
    from erle.doors.command.matching.summary import summary, summary_words
    from erle.doors.command.matching.writing import Rows, write_clusters, write_links, write_text
    from erle.knowledge.linkage.matching.documents import model_document
    from erle.knowledge.linkage.matching.learning.training import NothingToCompare
    from erle.knowledge.linkage.matching.matching import match

    if not asked.map:
        raise CannotBeMatched("Say which column holds which field: --map FIELDS.toml (docs/matching.md).")
    now = datetime.now(UTC)
    model = _model(asked.model, text) if asked.model else None
    files = read_files(asked.files, read_map(asked.map, asked.files), today=now.date())
    try:
        matched = match([each.table for each in files], at=now, model=model)
    except NothingToCompare as error:
        raise CannotBeMatched(str(error)) from error
    rows = Rows(files)
    write_links(asked.out, matched, rows)
    if asked.clusters:
        write_clusters(asked.clusters, matched, rows)
    if asked.save_model:
        write_text(asked.save_model, model_document(matched.model) + "\n")
    told = summary(matched, files, learnt=model is None)
    return told, summary_words(told)


def _check_places(asked: argparse.Namespace) -> None:
    """Refuse files named twice, and a file to be written that is one to be read."""
    read = _resolved([*asked.files, asked.map, asked.model])
    written = _resolved([asked.out, asked.clusters, asked.save_model])
    for path in (*read, *written):
        if read.count(path) > 1 or written.count(path) > 1:
            raise CannotBeMatched(f"{path.name} is named twice.")
        if path in read and path in written:
            raise CannotBeMatched(f"{path.name} is to be read: name another file to be written.")


def _resolved(paths: Sequence[Path | None]) -> list[Path]:
    return [path.resolve() for path in paths if path]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise CannotBeMatched(
            f"{path.name} cannot be read: {error.strerror}. To learn a model: --save-model."
        ) from error
    except UnicodeDecodeError as error:
        raise CannotBeMatched(f"{path.name} is no model that can be used: {error}.") from error


def _is_splinks(text: str) -> bool:
    return '"blocking_rules_to_generate_predictions"' in text


def _model(path: Path, text: str) -> Any:
    from erle.knowledge.linkage.matching.documents import NotAModel, read_model

    try:
        return read_model(text)
    except NotAModel as error:
        raise CannotBeMatched(f"{path.name} is no model that can be used: {error}.") from error

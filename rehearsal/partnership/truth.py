"""The truth, written apart: who is who, who was where with whom, what was planted, and what the files have wrong.

Nothing of it is ever read by the product; checks of linking, of patterns and of imports are marked against it.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rehearsal.partnership.files.books import Record
from rehearsal.partnership.files.carers import Beside
from rehearsal.partnership.files.faults import Fault
from rehearsal.partnership.happenings.lines import Line
from rehearsal.partnership.happenings.missing import Episode
from rehearsal.partnership.hard_cases.planting import HardCase
from rehearsal.partnership.parameters import parameters
from rehearsal.partnership.people.children import Child
from rehearsal.partnership.places.towns import places
from rehearsal.partnership.world import World

Filed = Mapping[tuple[str, str], Sequence[tuple[Line, Record]]]
SEPARATOR, BETWEEN = " ", "; "


def write_truth(
    folder: Path,
    world: World,
    filed: Filed,
    hard: Sequence[HardCase],
    episodes: Sequence[Episode],
    faults: Sequence[Fault],
) -> None:
    """Write every list of the truth into the folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = [(line, record) for named in sorted(filed) for line, record in filed[named]]
    _write(folder / "children.csv", CHILD, (_child(world, child) for child in world.children.values()))
    _write(folder / "records.csv", RECORD, _records(rows))
    _write(folder / "rows.csv", ROW, (_row(line) for line, _ in rows if line.reference))
    _write(folder / "episodes.csv", EPISODE, (_episode(episode) for episode in episodes))
    _write(folder / "evenings.csv", ("evening", "at", "place", "adult", "children"), _evenings(world))
    _write(folder / "pairs.csv", ("child", "other", "times"), _pairs(episodes))
    _write(folder / "adults.csv", ADULT, (_adult(world, adult.key) for adult in world.adults))
    _write(folder / "network.csv", ("group", "nature", "adult", "child"), _network(world))
    _write(folder / "places.csv", ("place", "kind", "weekday", "hour", "groups"), _places(world))
    _write(
        folder / "faults.csv", ("file", "reference", "column", "fault", "right"), (_fault(fault) for fault in faults)
    )
    _write(folder / "parameters.csv", ("name", "value", "source", "assumption"), _parameters())
    told = [_hard(case, [line.reference for line, _ in rows if line.case == case.key]) for case in hard]
    (folder / "hard_cases.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


CHILD = (
    "child", "given", "family", "former_family", "renamed_on", "known_as", "sex", "born", "household", "ward",
    "language", "school", "upn", "nhs", "in_care_since", "worry", "group", "episodes",
)  # fmt: skip


def _child(world: World, child: Child) -> Sequence[object]:
    worry, group = world.cast.worries.get(child.key), world.group_of.get(child.key)
    return (
        child.key, child.given, child.family, child.former_family, child.renamed_on or "", child.known_as, child.sex,
        child.born, child.household.key, child.household.ward, child.names.language, child.school_name, child.upn,
        child.nhs, child.looked_after_since or "", worry.value if worry else "", group.key if group else "",
        world.cast.episodes.get(child.key, 0),
    )  # fmt: skip


RECORD = ("agency", "number", "child", "given", "family", "born", "upn", "nhs", "first_row", "around", "phones")


def _records(rows: Sequence[tuple[Line, Record]]) -> Iterable[Sequence[object]]:
    """Yield each agency's record once, with the child who is truly meant by its first row."""
    seen: dict[tuple[object, ...], str] = {}
    beside: dict[tuple[object, ...], list[Beside]] = {}
    for line, record in rows:
        if not line.child:
            continue
        found = (
            line.agency,
            record.number,
            line.child,
            record.given,
            record.family,
            record.born or "",
            record.upn,
            record.nhs,
        )
        seen.setdefault(found, line.reference)
        beside.setdefault(found, []).extend([record.beside] if record.beside.name else [])
    for key, reference in seen.items():
        people = BETWEEN.join(f"{one.relation}: {one.name}" for one in beside[key])
        yield (*key, reference, people, BETWEEN.join(one.phone for one in beside[key] if one.phone))


ROW = ("agency", "list", "reference", "child", "others", "adult", "evening", "hard_case")


def _row(line: Line) -> Sequence[object]:
    others = SEPARATOR.join(line.others)
    return line.agency, line.file, line.reference, line.child, others, line.adult, line.evening, line.case


EPISODE = ("child", "left", "reported", "returned", "place", "adult", "evening", "together")


def _episode(episode: Episode) -> Sequence[object]:
    return (
        episode.child, episode.left.isoformat(), episode.reported.isoformat(),
        episode.returned.isoformat() if episode.returned else "", episode.place.name if episode.place else "",
        episode.adult.key if episode.adult else "", episode.evening, SEPARATOR.join(episode.together),
    )  # fmt: skip


def _pairs(episodes: Sequence[Episode]) -> Iterable[Sequence[object]]:
    times: dict[tuple[str, ...], int] = {}
    for episode in episodes:
        for other in episode.together:
            if episode.child < other:
                times[episode.child, other] = times.get((episode.child, other), 0) + 1
    yield from ((*pair, number) for pair, number in sorted(times.items()))


def _evenings(world: World) -> Iterable[Sequence[object]]:
    for key, evening in sorted(world.evenings.items()):
        where, who = evening.place.name if evening.place else "", evening.adult.key if evening.adult else ""
        yield key, evening.at.isoformat(), where, who, SEPARATOR.join(sorted(evening.children))


ADULT = ("adult", "name", "nickname", "born", "vehicle", "plate", "phone", "account", "places", "groups")


def _adult(world: World, key: str) -> Sequence[object]:
    adult = next(one for one in world.adults if one.key == key)
    groups = SEPARATOR.join(group.key for group in world.groups if adult in group.adults)
    where = "; ".join(place.name for place in adult.places)
    return (
        adult.key, adult.name, adult.nickname, adult.born, adult.vehicle, adult.plate, adult.phone, adult.account,
        where, groups,
    )  # fmt: skip


def _network(world: World) -> Iterable[Sequence[object]]:
    for group in world.groups:
        for adult in group.adults:
            yield from ((group.key, group.nature, adult.key, child) for child in group.children)


def _places(world: World) -> Iterable[Sequence[object]]:
    for place in places():
        groups = SEPARATOR.join(group.key for group in world.groups if place in group.places)
        yield from ((place.name, place.kind, weekday, hour, groups) for weekday, hour in place.busy or (("", ""),))


def _fault(fault: Fault) -> Sequence[object]:
    return fault.file, fault.reference, fault.heading, fault.fault, fault.right


def _parameters() -> Iterable[Sequence[object]]:
    for one in parameters().values():
        yield one.name, json.dumps(one.value), one.source, "yes" if one.assumption else "no"


def _hard(case: HardCase, references: Sequence[str]) -> dict[str, object]:
    return {
        "case": case.key,
        "true": case.true,
        "expects": case.expects,
        "children": [child.key for child in case.children],
        "rows": list(references),
    }

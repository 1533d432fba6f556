"""Splink 5 on the same rows, as its tutorials set it up, its training capped at a million pairs."""

import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.linkage.measures import Real, Whole
from benchmarks.linkage.peers.splink_model import Linked, most_memory, packed, write
from benchmarks.linkage.sets import Set

__all__ = ("learnt_model", "linked", "most_memory", "splink_lookups", "splink_pairs", "splink_training", "write")
MOST_PAIRS = 1_000_000
THRESHOLDS = (0.5, 0.9, 0.95, 0.99)
"""Those of its tutorials; the best of them, by the truth, is what counts for it."""


def splink_pairs(given: Set) -> tuple[Whole, Real]:
    """Return the pairs of rows that Splink predicts, and their probabilities."""
    linker, connection, *_ = _trained(given)
    predicted = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    found = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {predicted.physical_name}"
    ).fetchnumpy()
    pairs = np.column_stack((found["unique_id_l"], found["unique_id_r"])).astype(np.int64)
    return np.sort(pairs, axis=1), np.asarray(found["match_probability"], dtype=np.float64)


def learnt_model(given: Set) -> str:
    """Return the model that Splink learns from the rows, as it writes it."""
    linker, *_ = _trained(given)
    return json.dumps(linker.misc.save_model_to_json())


def linked(rows: Path, model: Path, least: float, from_: float) -> Linked:
    """Link the rows of a file by a stored model: pairs from so many bits, clusters from so many."""
    import duckdb
    from splink import DuckDBAPI, Linker

    logging.disable(logging.ERROR)
    began = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("SET threads = 2").fetchall()
    connection.execute(
        "CREATE TABLE rows AS SELECT * REPLACE (unique_id::bigint AS unique_id)"
        f" FROM read_csv('{rows}', all_varchar = true, nullstr = '')"
    ).fetchall()
    linker = Linker(DuckDBAPI(connection).register("rows"), json.loads(model.read_text("utf-8")))
    read = time.perf_counter()
    predicted = linker.inference.predict(threshold_match_weight=least)
    paired = time.perf_counter()
    made = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_weight=from_)
    steps = {"load": read - began, "block and weigh": paired - read, "cluster": time.perf_counter() - paired}
    [[clusters]] = connection.execute(f"SELECT count(DISTINCT cluster_id) FROM {made.physical_name}").fetchall()
    found = connection.execute(
        f"SELECT least(unique_id_l, unique_id_r) AS one, greatest(unique_id_l, unique_id_r) AS other, match_weight"
        f" FROM {predicted.physical_name}"
    ).fetchnumpy()
    return Linked(packed(found["one"], found["other"]), found["match_weight"], int(clusters), steps)


def splink_training(given: Set) -> dict[str, float]:
    """Return the seconds of each step of training on rows that are registered: prior, frequencies, u, and m."""
    linker, _, _, _, (rules, recall, training) = _registered(given)
    steps, began = {}, time.perf_counter()
    linker.training.estimate_probability_two_random_records_match(rules, recall=recall)
    steps["prior"] = time.perf_counter() - began
    for name in ("forename", "surname"):
        linker.table_management.compute_tf_table(name)
    steps["frequencies"] = time.perf_counter() - began - sum(steps.values())
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=1)
    steps["u"] = time.perf_counter() - began - sum(steps.values())
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=MOST_PAIRS)
    steps["m"] = time.perf_counter() - began - sum(steps.values())
    return steps


def _trained(given: Set) -> tuple[Any, Any, Any, list[Any]]:
    """Return Splink's linker, trained on the rows, its database, and the files registered with it."""
    linker, connection, api, frames, (rules, recall, training) = _registered(given)
    linker.training.estimate_probability_two_random_records_match(rules, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=MOST_PAIRS)
    return linker, connection, api, frames


def _registered(given: Set) -> tuple[Any, Any, Any, list[Any], tuple[Any, float, Any]]:
    """Return Splink's linker, its database, the files registered with it, and what it is to be trained by."""
    import duckdb
    import pandas
    from splink import DuckDBAPI, Linker

    logging.disable(logging.ERROR)  # it tells of each step, in hundreds of lines
    connection = duckdb.connect()
    connection.execute("SET threads = 2").fetchall()
    connection.execute("SET enable_progress_bar = false").fetchall()
    api = DuckDBAPI(connection)
    frames = [
        api.register(pandas.DataFrame(rows).astype(object), dataset_display_name=f"file{number}")
        for number, rows in enumerate(_frames(given))
    ]
    settings, rules, recall, training = _settings(given)
    linker = Linker(frames if len(frames) > 1 else frames[0], settings)
    return linker, connection, api, frames, (rules, recall, training)


def _frames(given: Set) -> Iterator[dict[str, list[Any]]]:
    """Yield each file's columns, numbered through; a middle name as its initial, as a census has it."""
    names = sorted({name for table in given.tables for name in table.values})
    start = 0
    for table in given.tables:
        held: dict[str, list[Any]] = {"unique_id": list(range(start, start + table.rows))}
        for name in names:
            texts = table.values.get(name, [""] * table.rows)
            shown = [text[:1] for text in texts] if name == "middle" else texts
            held[name.replace("identifier:", "number_")] = [text.strip().lower() or None for text in shown]
        held["born"] = [f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else None for day in held["born"]]
        start += table.rows
        yield held


Setting = tuple[list[Any], list[tuple[str, ...]], list[Any], float]
"""Comparisons, blocks of what is predicted, rules for the prior, and how much of the matches these find."""


def _settings(given: Set) -> tuple[Any, list[Any], float, list[Any]]:
    """Return the settings, the rules for the prior with their recall, and the blocks that training runs on."""
    from splink import SettingsCreator, block_on

    made = {
        "fake_1000": _fake,
        "pseudopeople": _town,
        "crowd": _crowd,
        "rehearsal": _rehearsal,
        "rldata10000": _german,
    }.get(given.name, _febrl)
    comparisons, blocks, rules, recall = made()
    settings = SettingsCreator(
        link_type="link_and_dedupe" if len(given.tables) > 1 else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    training = [
        block_on("born"),
        block_on("postcode") if given.name.startswith("febrl") else block_on("forename", "surname"),
    ]
    if given.name == "rldata10000":
        training.append(block_on("substr(born, 1, 7)"))  # without it Splink learns too little of its days
    return settings, rules, recall, training


def _fake() -> Setting:
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison("forename"),
        cl.NameComparison("surname"),
        cl.LevenshteinAtThresholds("born", 1),
        cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]
    rules = [
        block_on("forename", "born"),
        "l.surname = r.surname AND levenshtein(l.born, r.born) <= 1",
        "l.forename = r.forename AND levenshtein(l.surname, r.surname) <= 2",
        block_on("email"),
    ]
    return comparisons, [("forename",), ("surname",), ("born",), ("email",)], rules, 0.7


def _crowd() -> Setting:
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.JaroWinklerAtThresholds("forename", [0.92, 0.85, 0.75]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("surname", [0.92, 0.85, 0.75]).configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison("born", input_is_string=True),
        cl.PostcodeComparison("postcode"),
        cl.ExactMatch("sex"),
    ]
    blocks: list[tuple[str, ...]] = [
        ("forename", "born"),
        ("surname", "born"),
        ("postcode", "born"),
        ("forename", "surname", "postcode"),
        ("substr(forename, 1, 3)", "substr(surname, 1, 4)", "substr(born, 1, 4)"),
        ("surname", "postcode", "substr(forename, 1, 1)"),
    ]
    rules = [
        block_on("forename", "surname", "born"),
        "l.surname = r.surname AND l.born = r.born AND l.postcode = r.postcode AND l.forename = r.forename",
    ]
    return comparisons, blocks, rules, 0.7


def _rehearsal() -> Setting:
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison("forename"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("born", input_is_string=True),
        cl.ExactMatch("number_nhs"),
        cl.ExactMatch("number_upn"),
    ]
    blocks: list[tuple[str, ...]] = [
        ("number_nhs",),
        ("number_upn",),
        ("born",),
        ("forename", "surname"),
        ("surname", "substr(born, 1, 4)"),
        ("forename", "substr(born, 1, 7)"),
    ]
    return comparisons, blocks, [block_on("forename", "surname", "born"), block_on("number_nhs")], 0.8


def _german() -> Setting:
    import splink.comparison_library as cl
    from splink import ColumnExpression, block_on

    names = [cl.NameComparison(name) for name in ("forename", "surname")]
    parts: list[Any] = [ColumnExpression("born").substr(*part) for part in ((1, 4), (6, 2), (9, 2))]
    blocks = [(one, other) for one in ("forename", "surname") for other in ("substr(born, 1, 4)", "substr(born, 6)")]
    born = [cl.ExactMatch(part) for part in parts]
    slips = (("forename", "surname", "substr(born, 1, 7)"), ("surname", "born"), ("forename", "born"))
    return [*names, *born], [("born",), ("forename", "surname"), *blocks], [block_on(*slip) for slip in slips], 0.8


def _febrl() -> Setting:
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison("forename"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("born", input_is_string=True),
        cl.DamerauLevenshteinAtThresholds("number_soc_sec", [1, 2]),
        cl.JaroWinklerAtThresholds("address", [0.9, 0.8]),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ]
    blocks: list[tuple[str, ...]] = [("number_soc_sec",), ("forename",), ("surname",), ("born",), ("postcode",)]
    rules = [
        block_on("number_soc_sec"),
        block_on("forename", "surname", "born"),
        "l.forename = r.surname AND l.surname = r.forename AND l.born = r.born",
    ]
    return comparisons, blocks, rules, 0.9


def _town() -> Setting:
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison("forename"),
        cl.ExactMatch("middle").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("born", input_is_string=True),
        cl.ExactMatch("sex"),
        cl.JaroWinklerAtThresholds("address", [0.9, 0.8]).configure(term_frequency_adjustments=True),
    ]
    blocks: list[tuple[str, ...]] = [
        ("born",),
        ("forename", "surname"),
        ("surname", "address"),
        ("forename", "address"),
        ("number_ssn",),
    ]
    return comparisons, blocks, [block_on("forename", "surname", "born"), block_on("number_ssn")], 0.8


def splink_lookups(given: Set, looks: int) -> list[float]:
    """Return the milliseconds of each look for one record among all, with `predict_between`; the first few warm it."""
    import pandas

    linker, _, api, everybody = _trained(given)
    for name in ("forename", "surname"):
        linker.table_management.compute_tf_table(name)
    rows = list(zip(*next(iter(_frames(given))).values(), strict=True))
    names = list(next(iter(_frames(given))))
    took = []
    for place, row in enumerate([row for row in rows if all(row)][:looks]):
        asked = {**dict(zip(names, row, strict=True)), "unique_id": -1 - place}
        began = time.perf_counter()
        new = api.register(pandas.DataFrame([asked]).astype(object), dataset_display_name=f"new{place}")
        linker.inference.predict_between(new, everybody[0]).as_record_list()
        took.append((time.perf_counter() - began) * 1000)
    return took[3:]

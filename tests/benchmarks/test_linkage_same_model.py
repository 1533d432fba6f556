"""A kept model of Erle's weighs in Splink what it weighs here: each pair, and each field of it."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from benchmarks.linkage.crowd import crowd
from benchmarks.linkage.entering.look import standings
from benchmarks.linkage.peers.same_looks import (
    ASKED,
    KEYS,
    MODEL,
    ROWS,
    looks_in,
    schema_of,
    write_rows,
)
from benchmarks.linkage.peers.same_model import as_splinks, functions_of, prepared, together
from erle.knowledge.linkage.keeping import starting
from erle.knowledge.linkage.matching.documents import model_document
from erle.knowledge.linkage.matching.model import Model
from erle.knowledge.linkage.matching.near.keys import asked_by, keys_of
from erle.knowledge.linkage.matching.near.weighing import Values
from erle.knowledge.linkage.nearby import values_of, weigher
from erle.knowledge.linkage.proposing import NOBODY, Standing, learn

pytest.importorskip("splink", reason="the extra `bench` has it")
EXACTLY = 1e-9
NAMES = (
    "maisie", "maisy", "mohammed", "muhammad", "thomas", "tom", "k", "anna maria", "maria", "ana", "thornbury",
    "thornberry", "thorne", "kowalski", "kowalska", "kowalsky", "li", "o neill", "neill", "martin", "marten ayesha",
)  # fmt: skip
HOMES = (
    "12 Sorrel Lane, NE4 7QX", "12 Sorel Lane, NE4 7QX", "14 Sorrel Lane, NE4 7QX", "Flat 2, 12 Sorrel Lane, NE4 7QY",
    "3 Quarry Street, DH1 2AB", "",
)  # fmt: skip


def written(chance: random.Random, number: int) -> Standing:
    """Make a record of few names, days, numbers and homes with slips, so that every level is met."""
    made = replace(
        NOBODY[0], id=number, known_as="", given_names=chance.choice(NAMES), family_name=chance.choice(NAMES)
    )
    nhs = "".join(chance.sample("90012", 5)) + "00000"
    month, day = chance.choice(("01", "02", "11")), chance.choice(("01", "02", "12", "21"))
    born = f"20{chance.choice('01')}{chance.randint(0, 3)}-{month}-{day}"
    around = {
        "people": [
            ["mother", f"{chance.choice(NAMES)} {chance.choice(NAMES)}", None] for _ in range(chance.randint(0, 2))
        ],
        "phones": [f"+44113496000{chance.randint(0, 3)}" for _ in range(chance.randint(0, 2))],
    }
    return replace(
        made,
        born_on=date.fromisoformat(born) if chance.random() < 0.9 else None,
        sex=chance.choice("FMU"),
        identifiers={"nhs": nhs, "upn": f"A{nhs}"} if chance.random() < 0.7 else {},
        lives=chance.choice(HOMES),
        around=around,
    )


def people_with(chance: random.Random, size: int) -> dict[int, Values]:
    """Return what so many records say, by number; some of them say no forename or no surname."""
    people: dict[int, Values] = {}
    for number in range(1, size + 1):
        values = dict(values_of(written(chance, number)))
        values["forename"] = chance.choice(NAMES)  # two words of a file's column stay together
        values["middle"] = chance.choice(NAMES)
        if chance.random() < 0.1:
            values.pop(chance.choice(("forename", "surname")))
        people[number] = values
    return people


def folder_with(folder: Path, model: Model, people: Mapping[int, Values], keys: Mapping[int, list[int]]) -> None:
    """Write what Splink looks among."""
    (folder / MODEL).write_text(model_document(model), "utf-8")
    write_rows(folder / ROWS, model.fields, people.items())
    lines = [f"{number},{key}\n" for number, several in keys.items() for key in several]
    (folder / KEYS).write_text("".join(lines), "ascii")


def test_each_pair_weighs_in_splink_what_it_weighs_here(tmp_path: Path) -> None:
    people, model = people_with(random.Random(3), 160), starting().model
    asked = people_with(random.Random(25), 12)
    folder_with(tmp_path, model, people, {number: [1] for number in people})
    (tmp_path / ASKED).write_text(json.dumps([(values, [1]) for values in asked.values()]), "utf-8")

    found = looks_in(tmp_path)

    weighs, met = weigher(model), set[tuple[str, int]]()
    for values, look in zip(asked.values(), found, strict=True):
        for number, other in people.items():
            weighed = weighs.weigh(values, other)
            met |= set(zip((field.name for field in model.fields), weighed.levels, strict=True))
            assert look.bits[number] == pytest.approx(weighed.bits, abs=EXACTLY)
        assert look.bits.keys() == people.keys()
    assert {level for name, level in met if name == "forename"} == set(range(-1, 11))
    assert {level for name, level in met if name == "surname"} == {-1, 0, 1, 3, 4, 5, 6, 9, 10}
    assert {level for name, level in met if name == "born"} == set(range(-1, 7))
    assert {name for name, level in met if level > 0} == {field.name for field in model.fields}


def test_each_half_of_the_document_is_a_model_that_splink_reads_and_weighs_by_itself() -> None:
    import duckdb
    from splink import DuckDBAPI, Linker

    model = starting().model
    made = as_splinks(model, ["1 = 1"])
    one, other = (people_with(random.Random(seed), 25) for seed in (5, 6))
    connection = duckdb.connect()
    for name, level in functions_of(model.fields).items():
        connection.create_function(name, level, ["VARCHAR", "VARCHAR"], "INTEGER")
    api, schema = DuckDBAPI(connection), schema_of(model.fields, keys=False)
    left, right = (
        api.register(
            pyarrow.Table.from_pylist(
                [prepared(model.fields, values) | {"unique_id": place + start} for place, values in people.items()],
                schema=schema,
            ),
            dataset_display_name=f"people{start}",
        )
        for start, people in ((0, one), (1000, other))
    )
    weights: list[dict[tuple[int, int], float]] = []

    for settings in (made.same, made.relatives):
        linker = Linker(left, json.loads(json.dumps(settings)))
        for column, shown in made.frequencies.items():
            values = pyarrow.table({column: list(shown), f"tf_{column}": list(shown.values())})
            often = api.register(values, dataset_display_name=f"often_{column}_{len(weights)}")
            linker.table_management.register_term_frequency_lookup(often, column)
        rows: list[dict[str, Any]] = linker.inference.score_pairs(left, right).as_record_list()
        weights.append({(row["unique_id_l"], row["unique_id_r"]): row["match_weight"] for row in rows})

    weighs = weigher(model)
    for mine, values in one.items():
        for theirs, said in other.items():
            same, relatives = (each[mine, theirs + 1000] for each in weights)
            assert together(same, relatives) == pytest.approx(weighs.weigh(values, said).bits, abs=EXACTLY)


def test_splink_finds_those_who_share_a_key_and_no_others(tmp_path: Path) -> None:
    records = standings(crowd(600))
    model, _ = learn(records, at=datetime(2026, 1, 5, tzinfo=UTC))
    said = {one.id: values_of(one) for one in records}
    keys = {number: keys_of(values) for number, values in said.items()}
    asked = list(said)[:4]
    standing = {number: values for number, values in said.items() if number not in asked}
    folder_with(tmp_path, model, standing, {number: keys[number] for number in standing})
    (tmp_path / ASKED).write_text(json.dumps([(said[number], asked_by(said[number])) for number in asked]), "utf-8")

    found = looks_in(tmp_path)

    weighs = weigher(model)
    for number, look in zip(asked, found, strict=True):
        near = {other for other in standing if not set(keys[other]).isdisjoint(asked_by(said[number]))}
        assert near == look.bits.keys()
        for other, bits in look.bits.items():
            assert bits == pytest.approx(weighs.weigh(said[number], said[other]).bits, abs=EXACTLY)
    assert sum(len(look.bits) for look in found) > 3

"""What a stolen file of encodings gives away to somebody who has no key: the graph matching attack.

Published by A. Vidanage, P. Christen, T. Ranbaduge and R. Schnell, A Graph Matching Attack on Privacy-Preserving Record
Linkage, CIKM 2020 (doi 10.1145/3340531.3411931). Who is like whom is seen in the encodings, and in a list of the
population; records that stand alike in both graphs are taken for one person. Two things make it stronger here than it
was published: the attacker encodes the population by a key of their own, so that likeness is the same in both graphs;
and who was found first helps to find the others, by how like each is to them, in many rounds.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from erle.knowledge.linkage.between.comparing import compare
from erle.knowledge.linkage.between.encoding import Bits, diffused, encode, filters, records_of
from erle.knowledge.linkage.between.parameters import ENCODING, Parameters
from erle.knowledge.linkage.between.secret import Secret
from erle.knowledge.linkage.between.tags import Side
from erle.knowledge.linkage.matching.tables import Table

Real = NDArray[np.float32]
Whole = NDArray[np.int64]
Way = Callable[[Table, bytes], Real]
ROUNDS, FIRST_SEEDS, NEAREST, NEIGHBOURS = 12, 60, 20, 5
COMPONENTS, RIDGE = 40, 500.0
EDGE = 0.995
"""Share of pairs that are less alike than two who have an edge between them."""
THEIRS, GUESSED = b"their key is thirty-two bytes...", b"the attacker's own key, 32 bytes"


@dataclass(frozen=True)
class Attacked:
    """How many of the records were named, and how many of the names were right, as shares of all."""

    named: float
    right: float


def graph_attack(stolen: Table, population: Table, truth: Whole, way: Way, *, known: int = 0) -> Attacked:
    """Attack: `truth` is the population's row for each stolen one, `known` how many of them the attacker has already.

    Those that are known are not counted.
    """
    far, near = way(stolen, THEIRS), way(population, GUESSED)
    seeds = np.arange(known)
    found = truth.copy()
    if not known:
        found, sure, margin = _mutual(_features(far), _features(near))
        seeds = _surest(sure, margin, FIRST_SEEDS)
    for turn in range(1, ROUNDS + 1):
        found, sure, margin = _mutual(far[:, seeds], near[:, found[seeds]])
        found[:known] = truth[:known]
        seeds = np.union1d(np.arange(known), _surest(sure, margin, FIRST_SEEDS * turn))
    rest = slice(known, None)
    return Attacked(float(sure[rest].mean()), float((sure & (found == truth))[rest].mean()))


def plain_filters(table: Table, key: bytes) -> Real:
    """Return how alike filters are that nothing was done to harden (Dice), as they were first published."""
    return dice(_filters(table, Secret(key, Parameters(salted=False))))


def salted_filters(table: Table, key: bytes) -> Real:
    """Return how alike filters are that are salted by year of birth and nothing else."""
    return dice(_filters(table, Secret(key, Parameters())))


def folded(table: Table, key: bytes) -> Real:
    """Return how alike encodings are of which each bit is the sum of two: as hard as XOR folding."""
    return _agreement(table, Secret(key, Parameters(salted=False, diffusion=2)))


def hardened(table: Table, key: bytes) -> Real:
    """Return how alike encodings are as they are exchanged."""
    return _agreement(table, Secret(key, Parameters()))


def unsalted(table: Table, key: bytes) -> Real:
    """Return how alike encodings are as they are exchanged, but for the salt."""
    return _agreement(table, Secret(key, Parameters(salted=False)))


def each_once(table: Table) -> Whole:
    """Return the rows that can be encoded and that no other row says the same as."""
    records, _ = records_of(table, Parameters())
    return np.sort(np.array([rows[0] for rows in records.rows if len(rows) == 1], dtype=np.int64))


def dice(made: Bits) -> Real:
    """Return the Dice coefficient of each pair of filters."""
    bits = np.unpackbits(made, axis=1).astype(np.float32)
    ones = bits.sum(axis=1)
    return np.asarray(2 * (bits @ bits.T) / np.maximum(ones[:, None] + ones[None, :], 1), dtype=np.float32)


def told_apart(table: Table, bits: Bits) -> tuple[float, int]:
    """Return how well a principal component tells who has the most frequent forename, and how many are not noise.

    0.5: not at all, 1: without fault (the area under the curve). Noise ends where V. Marchenko and L. Pastur's law of
    1967 says. Nothing is known to this attacker but the stolen file.
    """
    signs = _centred(bits)
    sizes, vectors = np.linalg.eigh(signs.T @ signs / len(signs))
    areas = _areas(signs @ vectors[:, ::-1][:, :COMPONENTS], _most_frequent(table))
    edge = (1 + np.sqrt(signs.shape[1] / len(signs))) ** 2
    return float(np.maximum(areas, 1 - areas).max()), int((sizes > edge).sum())


def learnt(table: Table, bits: Bits, *, known: float) -> float:
    """Return how well who has the most frequent forename is told by a linear model learnt on a share of the rows."""
    signs, has = _centred(bits), _most_frequent(table)
    first, rest = slice(0, int(len(signs) * known)), slice(int(len(signs) * known), None)
    within = signs[first].T @ signs[first] + RIDGE * np.eye(signs.shape[1], dtype=np.float32)
    weights = np.linalg.solve(within, signs[first].T @ (has[first] - has[first].mean()))
    return float(_areas((signs[rest] @ weights)[:, None], has[rest])[0])


def encoded_bits(table: Table, parameters: Parameters, *, plain: bool = False) -> Bits:
    """Return the bits of each row's encoding, or of its filter."""
    secret = Secret(THEIRS, parameters)
    made = _filters(table, secret)
    return made if plain else diffused(made, secret)


def dictionary_attack(stolen: Table, population: Table, truth: Whole) -> Attacked:
    """Attack with the key: encode everybody of the population as the other side, and compare."""
    secret = Secret(THEIRS, Parameters())
    far, near = encode(stolen, secret, Side.ONE), encode(population, secret, Side.OTHER)
    pairs = compare(far.encodings, near.encodings).pairs
    best: dict[int, tuple[float, int]] = {}
    for one, other, alike in zip(pairs.one.tolist(), pairs.other.tolist(), pairs.likeness.tolist(), strict=True):
        for row in far.rows[one]:
            best[row] = max(best.get(row, (0.0, 0)), (alike, near.rows[other][0]))
    right = sum(truth[row] == name for row, (_, name) in best.items())
    return Attacked(len(best) / stolen.rows, right / stolen.rows)


def _centred(bits: Bits) -> Real:
    signs = np.unpackbits(bits, axis=1).astype(np.float32) * 2 - 1
    return np.asarray(signs - signs.mean(axis=0), dtype=np.float32)


def _most_frequent(table: Table) -> NDArray[np.bool_]:
    """Say of each row whether it has the most frequent forename."""
    names, place, often = np.unique(np.array(table.values["forename"]), return_inverse=True, return_counts=True)
    often[names == ""] = 0
    return np.asarray(place == often.argmax())


def _areas(scores: Real, has: NDArray[np.bool_]) -> Real:
    """Return for each column of scores the area under its curve."""
    ranks = scores.argsort(axis=0).argsort(axis=0)[has].sum(axis=0)
    return np.asarray((ranks - has.sum() * (has.sum() - 1) / 2) / (has.sum() * (~has).sum()))


def _filters(table: Table, secret: Secret) -> Bits:
    """Return the filter of each row, in the order of rows; every row is known to be a record of its own."""
    records, _ = records_of(table, secret.parameters)
    return np.asarray(filters(records, secret)[np.argsort([rows[0] for rows in records.rows])])


def _agreement(table: Table, secret: Secret) -> Real:
    made = diffused(_filters(table, secret), secret)
    signs = np.unpackbits(made, axis=1).astype(np.float32) * 2 - 1
    return np.asarray((signs @ signs.T / ENCODING + 1) / 2, dtype=np.float32)


def _features(alike: Real) -> Real:
    """Return what the graph says of each node: its nearest, theirs, its degree and its neighbours', all likenesses."""
    others = alike.copy()
    np.fill_diagonal(others, np.nan)
    spread = np.nanquantile(others, [0.05, 0.25, 0.5, 0.75, 0.95, 0.99], axis=1).T
    edge = np.nanquantile(others, EDGE)
    np.fill_diagonal(others, -1)
    order = np.argsort(-others, axis=1)[:, :NEAREST]
    nearest = np.take_along_axis(others, order, axis=1)
    second = [nearest[order[:, place]][:, :NEIGHBOURS] for place in range(NEIGHBOURS)]
    edges = (others >= edge).astype(np.float32)
    degree = edges.sum(axis=1, keepdims=True)
    return np.concatenate([nearest, *second, degree, np.log1p(edges @ degree), spread], axis=1).astype(np.float32)


def _mutual(one: Real, other: Real) -> tuple[Whole, NDArray[np.bool_], Real]:
    """Return for each node its nearest of the other graph, whether it is that one's nearest, and by how much."""
    left, right = _even(one), _even(other)
    far = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1)[None, :] - 2 * left @ right.T
    nearest, back = far.argmin(axis=1), far.argmin(axis=0)
    two = np.partition(far, 1, axis=1)[:, :2]
    return nearest, back[nearest] == np.arange(len(nearest)), two[:, 1] - two[:, 0]


def _even(features: Real) -> Real:
    """Return the features so that each counts alike."""
    return np.asarray((features - features.mean(axis=0)) / (features.std(axis=0) + 1e-9), dtype=np.float32)


def _surest(sure: NDArray[np.bool_], margin: Real, most: int) -> Whole:
    named = np.flatnonzero(sure)
    return named[np.argsort(-margin[named])][:most]

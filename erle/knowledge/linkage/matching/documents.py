"""A model as a JSON document that a person can read and compare with another, and back."""

import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np

from erle.knowledge.linkage.matching.blocking.keys import check_key
from erle.knowledge.linkage.matching.comparing.columns import Real
from erle.knowledge.linkage.matching.comparing.levels import levels_of
from erle.knowledge.linkage.matching.fields import Field, field_called
from erle.knowledge.linkage.matching.learning.estimating import Shares
from erle.knowledge.linkage.matching.model import Learnt, Model, Thresholds

FORMAT, VERSION = "erle linkage model", 1
KINDS = ("m", "u", "relatives")
"""How often pairs of one person, of strangers and of relatives are at a level."""


class NotAModel(ValueError):
    """A document that is no model of this version, and what is wrong with it."""


def model_document(model: Model) -> str:
    """Return the model as JSON; `weight` is for reading, what counts are m and u."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "learnt": {
                "at": model.learnt.at.isoformat(),
                "tables": [{"name": name, "rows": rows} for name, rows in model.learnt.tables],
                "pairs": model.learnt.pairs,
                "candidates": model.learnt.candidates,
                **({"drawn": model.learnt.drawn} if model.learnt.drawn else {}),
            },
            "prior": {"one_person": model.shares.prior, "relatives": model.shares.prior_relatives},
            "fields": [_field_data(model, place) for place in range(len(model.fields))],
            "keys": list(model.keys),
            "fullest_block": model.fullest_block,
            "thresholds": vars(model.thresholds),
        },
        indent=1,
        ensure_ascii=False,
    )


def read_model(text: str) -> Model:
    """Return the model that a document holds, or raise `NotAModel`."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise NotAModel(f"it is not JSON: {error}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise NotAModel(f'it is no model: expected "format": "{FORMAT}"')
    if data.get("version") != VERSION:
        raise NotAModel(f"its version is {data.get('version')!r}; this program reads version {VERSION}")
    try:
        return _model(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAModel(f"part of it is missing or of another kind: {error}") from error


def _field_data(model: Model, place: int) -> dict[str, Any]:
    field = model.fields[place]
    shares = (model.shares.same[place], model.shares.strangers[place], model.shares.relatives[place])
    levels = [
        {
            "name": level.name,
            "words": level.words,
            **{kind: float(share[number]) for kind, share in zip(KINDS, shares, strict=True)},
            "weight": round(math.log2(shares[0][number] / shares[1][number]), 3),
        }
        for number, level in enumerate(levels_of(field))
    ]
    return {
        "name": field.name,
        "kind": field.kind.value,
        "shared_by": field.whose.value,
        "levels": levels,
        "frequencies": dict(model.frequencies.get(field.name, {})),
    }


def _model(data: dict[str, Any]) -> Model:
    fields = tuple(field_called(each["name"]) for each in data["fields"])
    same, strangers, relatives = (
        tuple(_share(field, each["levels"], kind) for field, each in zip(fields, data["fields"], strict=True))
        for kind in KINDS
    )
    prior, learnt = data["prior"], data["learnt"]
    return Model(
        fields=fields,
        shares=Shares(same, strangers, relatives, _between(prior["one_person"]), _between(prior["relatives"])),
        frequencies={each["name"]: _frequencies(each["frequencies"]) for each in data["fields"]},
        keys=tuple(check_key(str(key)) for key in data["keys"]),
        learnt=Learnt(
            at=datetime.fromisoformat(learnt["at"]),
            tables=tuple((str(table["name"]), int(table["rows"])) for table in learnt["tables"]),
            pairs=float(learnt["pairs"]),
            candidates=int(learnt["candidates"]),
            drawn=int(learnt.get("drawn", 0)),
        ),
        fullest_block=int(data["fullest_block"]),
        thresholds=_thresholds(data["thresholds"]),
    )


def _share(field: Field, levels: list[dict[str, Any]], kind: str) -> Real:
    """Return one share for each level of the field, whatever their order; `KeyError` names a level that is missing."""
    named = {level["name"]: level[kind] for level in levels}
    return np.array([_between(named[level.name]) for level in levels_of(field)])


def _between(share: float) -> float:
    if not 0 < float(share) < 1:
        raise ValueError(f"{share!r} is no share between 0 and 1")
    return float(share)


def _frequencies(data: Mapping[str, float]) -> dict[str, float]:
    return {str(value): _between(share) for value, share in data.items()}


def _thresholds(data: Mapping[str, Any]) -> Thresholds:
    possible, link, certain = (_between(data[name]) for name in ("possible", "link", "certain"))
    return Thresholds(possible, link, certain, int(data["largest_cluster"]))

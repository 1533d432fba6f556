"""The ECM classifier of recordlinkage on the very pairs that Erle compared."""

import warnings

import numpy as np

from benchmarks.linkage.measures import Whole
from benchmarks.linkage.sets import Set

ALIKE = 0.85
EXACT = ("sex", "middle", "region")
EXACT_IN = {"pseudopeople": ("born", "identifier:ssn")}
"""Beside these, where it serves ECM better: compared by likeness, dates of one year are alike."""
NOTHING_TOLD = 0.9
"""Share of pairs that agree in a field: one that nearly all agree in leads ECM astray, and is left out."""


def ecm_pairs(given: Set, compared: Whole) -> Whole:
    """Return the pairs of rows that ECM takes for matches, of those compared."""
    warnings.simplefilter("ignore")
    import pandas
    import recordlinkage

    names = sorted({name for table in given.tables for name in table.values})
    columns = {
        name: [_text(name, text) for table in given.tables for text in table.values.get(name, [""] * table.rows)]
        for name in names
    }
    frame = pandas.DataFrame(columns)
    compare = recordlinkage.Compare()
    for name in names:
        if name in EXACT or name in EXACT_IN.get(given.name, ()):
            compare.exact(name, name, label=name)
        else:
            compare.string(name, name, method="jarowinkler", threshold=ALIKE, label=name)
    vectors = compare.compute(pandas.MultiIndex.from_arrays([compared[:, 0], compared[:, 1]]), frame)
    agree = (vectors > 0.5).astype(int)
    told = agree.loc[:, (agree.mean() < NOTHING_TOLD) & (agree.nunique() > 1)]
    matches = recordlinkage.ECMClassifier().fit_predict(told)
    return np.column_stack((matches.get_level_values(0), matches.get_level_values(1))).astype(np.int64)


def _text(name: str, text: str) -> str | None:
    return (text.strip().lower()[:1] if name == "middle" else text.strip().lower()) or None

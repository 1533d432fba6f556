"""The model that an installation starts with, learnt from the demo: `python -m rehearsal.partnership.starting_model`.

The demo stands already (`erle demo --fresh --no-serve`). A model is learnt from all its records, kept there as any
other, and written where the product has it. It names no child: its frequent values are those of people who are made up.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from erle.doors.command.standing import CHECKOUT, product
from erle.foundation.database.connected import connected
from erle.foundation.database.roles import DatabaseRole

HERE = CHECKOUT / "erle" / "knowledge" / "linkage" / "starting_model.json"


def main(words: Sequence[str] | None = None) -> int:
    """Learn it, and write it."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.partnership.starting_model", description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE)
    asked = parser.parse_args(words)
    with product(make=False):
        from django.utils import timezone

        from erle.knowledge.linkage.keeping import kept
        from erle.knowledge.linkage.matching.documents import model_document
        from erle.knowledge.linkage.tasks import ask_questions

        told = ask_questions(at=timezone.now(), anew=True)
        with connected(DatabaseRole.MATCHER) as matcher:
            known = kept(matcher)
        if known is None:
            raise SystemExit("No model was kept.")
        asked.out.write_text(model_document(known.model), "utf-8")
    print(f"Learnt from {told.records:,} records; pairs found {told.proposed:,}, asked about {told.open:,}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Stairs only go down: imports, foreign keys, and nothing that goes round them."""

import ast
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.house.reading import CHECKOUT, modules, named, tree

STAIRS = (
    "database",
    "ledger",
    "agencies",
    "access",
    "clocks",
    "protocols",
    "records",
    "linkage",
    "patterns",
    "meetings",
    "cases",
    "missing",
    "desk",
    "operations",
    "training",
    "prevention",
    "library",
    "board",
    "exchange",
    "staff",
)
"""Every app of ours by its label, from the ground up."""
OURS = [model for model in apps.get_models() if model.__module__.startswith("erle.")]
RELATIONS = [
    pytest.param(model, field, id=f"{model._meta.label}.{field.name}")
    for model in OURS
    for field in model._meta.get_fields()
    if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField)
]
INSIDE = {
    "Agency.workers",
    "Worker.posts",
    "Agency.posts",
    "Role.posts",
    "Person.identifiers",
    "Report.items",
    "Report.attachments",
    "Report.mentions",
    "Disclosure.lines",
    "Disclosure.files",
    "Disclosure.confirmations",
    "Entry.notes",
    "Question.answers",
    "Entry.mentions",
    "RunningClock.changes",
    "Protocol.versions",
    "Version.sections",
    "Version.owners",
    "Version.answers",
    "Version.withdrawal",
    "Episode.interviews",
    "Arrival.changes",
    "Arrival.hand_overs",
    "Arrival.checks",
    "Arrival.decisions",
}
"""Relations that may be read backwards, since both ends are of one area."""


def test_every_contract_of_the_stairs_is_kept() -> None:
    here = Path.cwd()
    os.chdir(CHECKOUT)
    try:
        assert lint_imports(config_filename="pyproject.toml", cache_dir=None) == EXIT_STATUS_SUCCESS
    finally:
        os.chdir(here)


@pytest.mark.parametrize(("model", "field"), RELATIONS)
def test_a_foreign_key_points_down_and_is_not_read_backwards(
    model: type[models.Model], field: models.ForeignKey[models.Model]
) -> None:
    above, below = model._meta.app_label, field.related_model._meta.app_label
    name = field.remote_field.related_name

    assert STAIRS.index(below) <= STAIRS.index(above)
    assert name == "+" if above != below else name == "+" or f"{field.related_model.__name__}.{name}" in INSIDE


@pytest.mark.parametrize(("model", "field"), RELATIONS)
def test_nothing_is_deleted_because_something_else_is(
    model: type[models.Model], field: models.ForeignKey[models.Model]
) -> None:
    assert field.remote_field.on_delete is models.PROTECT


def test_nothing_goes_round_the_stairs() -> None:
    """Signals and generic foreign keys are not used."""
    found = []
    for path in modules("erle"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module in {
                "django.dispatch",
                "django.contrib.contenttypes.fields",
            }:
                found.append(f"{named(path)}:{node.lineno} {node.module}")
            if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith("models.signals"):
                found.append(f"{named(path)}:{node.lineno} {node.module}")

    assert found == []


def test_what_is_imported_inside_a_function_waits_for_the_settings() -> None:
    """Only the command line, which chooses the settings by what it is asked for, imports when it is run."""
    found = set()
    for path in modules("erle"):
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found |= {named(path) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)}

    assert {path for path in found if not path.startswith("erle/doors/command/")} == set()

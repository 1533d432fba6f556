"""Our forms draw what GOV.UK Frontend's fixtures draw: the same tags, classes, attributes and words."""

from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template

from erle.doors.staff.fields import DateBoxes
from erle.doors.staff.rendering import GovukField, Look
from tests.doors.staff.components import fixtures, normal, parsed
from tests.doors.staff.covered import COVERED

PASSED_ON = ("autocomplete", "inputmode", "pattern", "autocapitalize", "rows")
NO_OPTIONS = frozenset({"name"})


def drawn(component: str, options: dict[str, Any]) -> str:
    """Return the field that the options describe, drawn by our templates."""
    name = options.get("namePrefix") or options.get("name") or options.get("idPrefix") or options["id"]
    field = made(component, options)
    error = options.get("errorMessage")
    form = forms.Form({} if error else None, auto_id="%s", initial=begun(component, name, options))
    form.fields[name] = field
    form.looks = {name: look(component, options)}  # type: ignore[attr-defined]
    if error:
        form.full_clean()
        form.errors.clear()
        form.add_error(name, forms.ValidationError(error["text"], code=wrong_part(options)))
    bound = form[name]
    assert isinstance(bound, GovukField)
    return str(bound.as_field_group())


def made(component: str, options: dict[str, Any]) -> forms.Field:
    """Return the Django field."""
    attrs = attributes(component, options)
    legend = options.get("fieldset", {}).get("legend", {})
    common: dict[str, Any] = {
        "label": (options.get("label") or legend).get("text", ""),
        "help_text": options.get("hint", {}).get("text", ""),
        "required": False,
        "disabled": bool(options.get("disabled")),
    }
    choices = [(item["value"], item["text"]) for item in options.get("items", []) if item and "value" in item]
    if component == "date-input":
        field: forms.Field = DateBoxes(**common)
        field.widget.attrs.update(attrs)
        return field
    if component in {"radios", "select"}:
        widget = forms.RadioSelect(attrs) if component == "radios" else forms.Select(attrs)
        return forms.ChoiceField(choices=choices, widget=widget, **common)
    if component == "checkboxes" and len(choices) == 1 and "fieldset" not in options:
        [(value, label)] = choices
        return forms.BooleanField(widget=forms.CheckboxInput({**attrs, "value": value}), **{**common, "label": label})
    if component == "checkboxes":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple(attrs), **common)
    texts: dict[str, forms.Widget] = {
        "textarea": forms.Textarea(attrs),
        "character-count": forms.Textarea(attrs),
        "password-input": forms.PasswordInput(attrs, render_value=True),
    }
    return forms.CharField(
        widget=texts.get(component, forms.TextInput(attrs)), max_length=options.get("maxlength"), **common
    )


def attributes(component: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the widget's attributes."""
    attrs = {name: options[name] for name in PASSED_ON if name in options}
    attrs["id"] = options.get("id") or options.get("idPrefix") or options["name"]
    described = options.get("describedBy") or options.get("fieldset", {}).get("describedBy")
    if described:
        attrs["aria-describedby"] = described
    if "spellcheck" in options:
        attrs["spellcheck"] = "true" if options["spellcheck"] else "false"
    if "classes" in options and component not in {"radios", "checkboxes"}:
        attrs["class"] = options["classes"]
    return {**attrs, **options.get("attributes", {})}


def look(component: str, options: dict[str, Any]) -> Look:
    """Return how the form says that the field is drawn."""
    words = options.get("label") or options.get("fieldset", {}).get("legend", {})
    classes, items = options.get("classes", ""), [item for item in options.get("items", []) if item]
    divided = [after["value"] for before, after in pairwise(items) if "divider" in before]
    return Look(
        label=words.get("classes", "").rpartition("--")[2],
        heading=bool(words.get("isPageHeading")),
        small=f"govuk-{component}--small" in classes,
        inline=f"govuk-{component}--inline" in classes,
        prefix=options.get("prefix", {}).get("text", ""),
        suffix=options.get("suffix", {}).get("text", ""),
        hints={str(item["value"]): item["hint"]["text"] for item in items if "hint" in item},
        divider_before=str(divided[0]) if divided else "",
    )


def begun(component: str, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what the field starts with."""
    values = options.get("values") or {}
    if component == "date-input":
        return {f"{name}-{key.rpartition('-')[2]}": value for key, value in values.items()}
    marked = [
        item["value"] for item in options.get("items", []) if item and (item.get("checked") or item.get("selected"))
    ]
    if component == "checkboxes":
        return {name: marked or list(values)}
    return {name: marked[0] if marked else options.get("value")}


def wrong_part(options: dict[str, Any]) -> str:
    """Return the box of a date that the fixture marks."""
    marked = [
        part for part in ("day", "month", "year") if isinstance(options.get(part), dict) and options[part].get("error")
    ]
    return marked[0] if marked else "invalid"


@pytest.mark.parametrize(
    ("component", "name"), [(component, name) for component, names in COVERED.items() for name in names]
)
def test_a_field_is_drawn_as_in_the_fixture(component: str, name: str) -> None:
    fixture = fixtures(component)[name]
    nameless = NO_OPTIONS if component == "date-input" and "namePrefix" not in fixture["options"] else frozenset()

    ours = parsed(drawn(component, fixture["options"]))

    assert normal(ours, without=nameless) == normal(parsed(fixture["html"]), without=nameless)


class Both(forms.Form):
    """A form with what the fixtures do not show together."""

    name = forms.CharField(label="Full name")
    basis = forms.ChoiceField(label="Lawful basis", choices=[("", "Choose"), ("a", "Public task")])
    why = forms.CharField(label="Why do you ask?", widget=forms.Textarea)
    born_on = DateBoxes(label="Date of birth")
    sure = forms.BooleanField(label="I asked the child", required=False)


def test_a_field_that_is_missing_says_what_to_do() -> None:
    form = Both({"born_on-day": "3"})

    said = {field.name: field.said for field in form.visible_fields() if isinstance(field, GovukField)}

    assert said == {
        "name": ["Enter full name"],
        "basis": ["Choose lawful basis"],
        "why": ["Answer “Why do you ask?”"],
        "born_on": ["Date of birth must include a month"],
        "sure": [],
    }


def test_the_error_summary_leads_to_the_box_that_is_wrong() -> None:
    form = Both({"name": "A", "basis": "a", "why": "x", "born_on-day": "3", "born_on-month": "5"})

    summary = parsed(Template("{% load erle_forms %}{% error_summary form %}").render(Context({"form": form})))

    assert [(link["href"], link.text) for link in summary.select("a")] == [
        ("#id_born_on-year", "Date of birth must include a year")
    ]


def test_a_page_without_an_error_has_no_summary() -> None:
    page = Template("{% load erle_forms %}{% error_title form %}{% error_summary form none %}")

    assert page.render(Context({"form": Both(), "none": None})).strip() == ""


def test_a_draft_fills_the_boxes_of_a_date() -> None:
    form = Both(initial={"born_on-day": "3", "born_on-month": "x"})

    drawn_date = parsed(str(form["born_on"].as_field_group()))

    assert [box.get("value") for box in drawn_date.select("input")] == ["3", "x", None]


def test_what_somebody_typed_is_escaped() -> None:
    form = Both({"name": "", "why": "</textarea><script>alert(1)</script>", "born_on-day": '"><b>'})

    page = BeautifulSoup(str(form), "html.parser")

    assert page.find("script") is None
    assert page.find("b") is None

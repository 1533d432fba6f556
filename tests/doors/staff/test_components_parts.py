"""Our page parts draw what GOV.UK Frontend's fixtures draw, in the cases in which we use them."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from erle.doors.staff.rendering import Look
from tests.doors.staff.components import fixtures, normal, parsed

DEFAULT = "default"
ROW = ".govuk-summary-list__row"


def part(name: str, context: dict[str, Any]) -> str:
    """Return a part of a page."""
    return render_to_string(f"parts/{name}.html", context)


def test_a_summary_of_errors() -> None:
    options = fixtures("error-summary")[DEFAULT]["options"]

    ours = parsed(part("error_summary", {"errors": options["errorList"]}))

    assert normal(ours) == normal(parsed(fixtures("error-summary")[DEFAULT]["html"]))


def test_a_summary_of_errors_without_links() -> None:
    fixture = fixtures("error-summary")["mixed with and without links"]

    ours = parsed(part("error_summary", {"errors": fixture["options"]["errorList"]}))

    assert normal(ours) == normal(parsed(fixture["html"]))


@pytest.mark.parametrize("name", [DEFAULT, "with type as success", "html as text"])
def test_a_banner(name: str) -> None:
    fixture = fixtures("notification-banner")[name]
    success = fixture["options"].get("type") == "success"

    ours = parsed(part("notification_banner", {"text": fixture["options"]["text"], "success": success}))

    assert normal(ours) == normal(parsed(fixture["html"]))


@pytest.mark.parametrize("name", ["with prev and next only", "with previous only", "with next only"])
def test_pages_before_and_after(name: str) -> None:
    fixture = fixtures("pagination")[name]
    urls = {f"{side}_url": fixture["options"].get(side, {}).get("href", "") for side in ("previous", "next")}

    ours = parsed(part("pagination", urls))

    assert normal(ours) == normal(parsed(fixture["html"]))


@pytest.mark.parametrize("name", [DEFAULT, "html as text", "summary html as text"])
def test_details(name: str) -> None:
    fixture = fixtures("details")[name]
    options = fixture["options"]

    ours = parsed(part("details", {"summary": options["summaryText"], "text": options["text"]}))

    assert normal(ours) == normal(parsed(fixture["html"]))


@pytest.mark.parametrize("name", [DEFAULT, "prevent double click", "secondary"])
def test_a_button(name: str) -> None:
    fixture = fixtures("button")[name]
    options = fixture["options"]
    secondary = "govuk-button--secondary" in options.get("classes", "")

    ours = parsed(
        part("button", {"text": options["text"], "secondary": secondary, "once": options.get("preventDoubleClick")})
    )

    assert normal(ours) == normal(parsed(fixture["html"]), without=frozenset({"name"}))


def test_keys_and_values() -> None:
    fixture = fixtures("summary-list")[DEFAULT]
    rows = fixture["options"]["rows"]
    plain = [number for number, row in enumerate(rows) if "text" in row["value"] and "actions" not in row]
    texts = [(rows[number]["key"]["text"], rows[number]["value"]["text"]) for number in plain]

    ours = parsed(part("summary_list", {"rows": texts})).select(ROW)

    theirs = parsed(fixture["html"]).select(ROW)
    assert plain
    assert [normal(row) for row in ours] == [normal(theirs[number]) for number in plain]


def test_the_navigation_of_the_service() -> None:
    fixture = fixtures("service-navigation")["with navigation with a current item"]
    places = fixture["options"]["navigation"]
    nav = [{"label": place["text"], "url": place["href"], "current": place.get("current")} for place in places]

    ours = parsed(part("service_navigation", {"nav": nav}))

    assert normal(ours) == normal(parsed(fixture["html"]))


def test_the_link_that_skips_to_the_content() -> None:
    page = render_to_string("layout/plain.html")

    ours = parsed(page, ".govuk-skip-link")

    theirs = parsed(fixtures("skip-link")[DEFAULT]["html"])
    assert normal(ours, without=frozenset({"href"})) == normal(theirs, without=frozenset({"href"}))
    assert parsed(page, "main")["id"] == str(ours["href"]).removeprefix("#")


def test_the_header_carries_our_name_in_their_markup() -> None:
    theirs = parsed(fixtures("generic-header")[DEFAULT]["html"].replace("My cool service", "Erle"))

    ours = parsed(render_to_string("layout/plain.html"), ".govuk-generic-header")

    assert normal(parsed(str(ours), ".govuk-generic-header__logo")) == normal(
        parsed(str(theirs), ".govuk-generic-header__logo")
    )
    container = parsed(str(ours), ".govuk-generic-header__container")
    assert {"govuk-generic-header__container", "govuk-width-container"} <= set(container["class"])


LABELS = (
    DEFAULT,
    "styled as xl text",
    "styled as large text",
    "styled as medium text",
    "styled as small text",
    "as page heading l",
    "as page heading without class",
    "html as text",
)


@pytest.mark.parametrize("name", LABELS)
def test_a_label(name: str) -> None:
    fixture = fixtures("label")[name]

    drawn = parsed(
        field(fixture["options"], forms.TextInput()),
        ".govuk-label-wrapper" if fixture["options"].get("isPageHeading") else ".govuk-label",
    )

    assert normal(drawn, without=frozenset({"for"})) == normal(parsed(fixture["html"]), without=frozenset({"for"}))


@pytest.mark.parametrize(
    "name",
    ["styled as xl text", "styled as large text", "as page heading l", "as page heading without class", "html as text"],
)
def test_a_legend(name: str) -> None:
    fixture = fixtures("fieldset")[name]

    drawn = parsed(field(fixture["options"]["legend"], forms.RadioSelect()), "legend")

    assert normal(drawn) == normal(parsed(fixture["html"], "legend"))


@pytest.mark.parametrize("name", [DEFAULT, "html as text"])
def test_a_hint(name: str) -> None:
    fixture = fixtures("hint")[name]

    drawn = parsed(field({"text": "Number"}, forms.TextInput(), hint=fixture["options"]["text"]), ".govuk-hint")

    assert normal(drawn, without=frozenset({"id"})) == normal(parsed(fixture["html"]), without=frozenset({"id"}))


@pytest.mark.parametrize("name", [DEFAULT, "html as text"])
def test_an_error(name: str) -> None:
    fixture = fixtures("error-message")[name]

    drawn = parsed(
        field({"text": "Number"}, forms.TextInput(), error=fixture["options"]["text"]), ".govuk-error-message"
    )

    assert normal(drawn, without=frozenset({"id"})) == normal(parsed(fixture["html"]), without=frozenset({"id"}))


class Looked(forms.Form):
    """A form that says how its field is drawn."""

    looks: dict[str, Look]


def field(words: dict[str, Any], widget: forms.Widget, *, hint: str = "", error: str = "") -> str:
    """Return a field whose label or legend the words describe."""
    form = Looked({} if error else None)
    form.fields["field"] = forms.CharField(label=words["text"], help_text=hint, widget=widget, required=False)
    size = words.get("classes", "").rpartition("--")[2]
    form.looks = {"field": Look(label=size, heading=bool(words.get("isPageHeading")))}
    if error:
        form.add_error("field", error)
    return str(form["field"].as_field_group())

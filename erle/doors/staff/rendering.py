"""How forms are drawn: every Django form of the staff door comes out in GOV.UK Frontend's markup."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from erle.doors.staff.fields import DATE_PARTS, ThreeBoxes, in_a_sentence

USUAL_CHARACTER_COUNT_ROWS = 5


@dataclass(frozen=True)
class Look:
    """How one field is drawn where it differs from the usual; a form names its own in `looks`."""

    label: str = ""
    heading: bool = False
    small: bool = False
    inline: bool = False
    prefix: str = ""
    suffix: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    divider_before: str = ""


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox."""

    id: str
    name: str
    value: str
    label: str
    chosen: bool
    disabled: bool
    hint: str
    divider: bool


@dataclass(frozen=True)
class Box:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    wrong: bool
    autocomplete: str


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (ThreeBoxes, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.Widget, "input"),
)
CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
}
WRONG = {"input": "input", "password": "input", "textarea": "textarea", "select": "select", "file": "file-upload"}


class GovukField(BoundField):
    """A form's field with what GOV.UK's markup asks for."""

    @property
    def kind(self) -> str:
        """The component that draws the field."""
        return next(name for widget, name in KINDS if isinstance(self.field.widget, widget))

    @property
    def template_name(self) -> str:
        """The template of the component."""
        return f"forms/{self.kind}.html"

    @property
    def look(self) -> Look:
        """How the form wants the field drawn."""
        looks: Mapping[str, Look] = getattr(self.form, "looks", {})
        return looks.get(self.name, Look())

    @property
    def own_id(self) -> str:
        """The id from which those of label, hint and error are made."""
        return str(self.field.widget.attrs.get("id") or self.auto_id)

    @property
    def first_id(self) -> str:
        """The id of what an error summary leads to."""
        if self.kind == "date":
            return next((box.id for box in self.boxes if box.wrong), f"{self.own_id}-day")
        return self.own_id

    @property
    def said(self) -> list[str]:
        """The errors in words: where Django says only that a field is required, say what to do."""
        return [self._worded(error) for error in self.errors.as_data()]

    def _worded(self, error: ValidationError) -> str:
        plain = forms.Field.default_error_messages["required"]
        [words] = error.messages
        if error.code != "required" or words != str(plain):
            return words
        label = str(self.label)
        if label.endswith("?"):
            return f"Answer “{label}”"
        act = "Choose" if self.kind in {"select", "radios", "checkboxes"} else "Enter"
        return f"{act} {in_a_sentence(label)}"

    @property
    def limit(self) -> int | None:
        """The most characters of a long answer, which are counted while it is typed."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def aria_describedby(self) -> str:
        """The ids of the hint and the error, in the order in which they are read."""
        ids = [str(self.field.widget.attrs.get("aria-describedby", ""))]
        if self.limit:
            ids.append(f"{self.own_id}-info")
        if self.help_text:
            ids.append(f"{self.own_id}-hint")
        if self.errors:
            ids.append(f"{self.own_id}-error")
        return " ".join(filter(None, ids))

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add GOV.UK's classes and descriptions; leave out what the browser would check or cut in its own words."""
        if (widget or self.field.widget).is_hidden:
            return dict(super().build_widget_attrs(attrs, widget))
        built: dict[str, Any] = {**attrs, "class": self._classes()}
        described = None if self.use_fieldset else self.aria_describedby
        if described:
            built["aria-describedby"] = described
        if self.field.disabled:
            built["disabled"] = True
        if self.kind in {"input", "textarea", "password"}:
            built["maxlength"] = built["minlength"] = False
        if self.kind == "textarea":
            built |= {"cols": False, "rows": self._rows()}
        if self.kind == "password":
            built |= {"spellcheck": "false", "autocapitalize": "none"}
            built["autocomplete"] = self.field.widget.attrs.get("autocomplete", "current-password")
        return built

    def _rows(self) -> str:
        rows = str(self.field.widget.attrs.get("rows", ""))
        cols = str(self.field.widget.attrs.get("cols", ""))
        django_gave_it = (rows, cols) == ("10", "40")
        return str(USUAL_CHARACTER_COUNT_ROWS) if django_gave_it or not rows else rows

    def _classes(self) -> str:
        kind = self.kind
        classes = [CLASSES.get(kind, ""), str(self.field.widget.attrs.get("class", ""))]
        if isinstance(self.field.widget, (forms.TimeInput, forms.NumberInput)):
            classes.append("govuk-input--width-5")
        if self.errors and kind in WRONG:
            classes.append(f"govuk-{WRONG[kind]}--error")
        if self.limit:
            classes.append("govuk-js-character-count")
        return " ".join(filter(None, classes))

    @property
    def options(self) -> list[Option]:
        """The radio buttons or checkboxes."""
        look, drawn, number = self.look, [], 0
        for bound in self.subwidgets:
            data = bound.data
            value = str(data["value"])
            divider = bool(look.divider_before) and value == look.divider_before
            number += 2 if divider else 1  # GOV.UK counts the divider
            drawn.append(
                Option(
                    id=self.own_id if number == 1 else f"{self.own_id}-{number}",
                    name=str(data["name"]),
                    value=value,
                    label=str(data["label"]),
                    chosen=bool(data["selected"]),
                    disabled=bool(data["attrs"].get("disabled")),
                    hint=look.hints.get(value, ""),
                    divider=divider,
                )
            )
        return drawn

    @property
    def chosen(self) -> bool:
        """Whether a single checkbox is ticked."""
        return bool(self.value())

    @property
    def boxes(self) -> list[Box]:
        """The three boxes of a date."""
        values, wrong = self._typed_parts(), self._wrong_parts()
        remembered = "bday" if self.field.widget.attrs.get("autocomplete") == "bday" else ""
        return [
            Box(
                id=f"{self.own_id}-{part.key}",
                name=f"{self.html_name}-{part.key}",
                label=part.label,
                value="" if typed is None else str(typed),
                width=part.width,
                wrong=part.key in wrong,
                autocomplete=f"{remembered}-{part.key}" if remembered else "",
            )
            for part, typed in zip(DATE_PARTS, values, strict=True)
        ]

    def _typed_parts(self) -> list[Any]:
        """Return what the boxes hold: what came with the form, what a draft kept of each box, or the date's parts."""
        kept = [self.form.initial.get(f"{self.name}-{part.key}") for part in DATE_PARTS]
        if not self.form.is_bound and any(kept):
            return kept
        value = self.value()
        return value if isinstance(value, list) else ThreeBoxes().decompress(value)

    def _wrong_parts(self) -> set[str]:
        every = {part.key for part in DATE_PARTS}
        if not self.errors:
            return set()
        named = {error.code for error in self.errors.as_data()} & every
        return {str(code) for code in named} or every


class Renderer(TemplatesSetting):
    """Draws forms by the templates in `forms/`."""

    form_template_name = "forms/form.html"
    bound_field_class = GovukField

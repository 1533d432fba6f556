"""Tags that a form's page needs beyond the form itself."""

from typing import Any

from django import forms, template

register = template.Library()


@register.inclusion_tag("parts/error_summary.html")
def error_summary(*all_forms: forms.BaseForm | None) -> dict[str, Any]:
    """List what is wrong in the forms of a page, each line leading to its field; nothing where nothing is wrong."""
    return {"errors": [line for form in all_forms if form is not None and form.is_bound for line in _lines(form)]}


@register.simple_tag
def error_title(*all_forms: forms.BaseForm | None) -> str:
    """Return "Error: " for the page's title where a form of the page was not taken."""
    return "Error: " if any(form is not None and form.errors for form in all_forms) else ""


def _lines(form: forms.BaseForm) -> list[dict[str, str]]:
    lines = [{"text": str(error), "href": ""} for error in form.non_field_errors()]
    for field in form.visible_fields():
        first = getattr(field, "first_id", field.id_for_label)
        lines += [{"text": str(error), "href": f"#{first}"} for error in getattr(field, "said", field.errors)]
    for field in form.hidden_fields():
        lines += [{"text": str(error), "href": ""} for error in field.errors]
    return lines

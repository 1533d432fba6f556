"""The constraint that an act has both its worker and its moment, or neither."""

from django.db.models import CheckConstraint, Q


def together(act: str, *, name: str) -> CheckConstraint:
    """Return the constraint for the columns `…_by` and `…_at` of an act."""
    by, at = f"{act}_by__isnull", f"{act}_at__isnull"
    return CheckConstraint(condition=Q(**{by: True, at: True}) | Q(**{by: False, at: False}), name=name)

"""Figures of a closed month as JSON and back again, to the last øre.

Dataclasses become objects and amounts become strings, so that nothing passes through a float. What
is read back equals what was written.
"""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from budget.models import MonthSnapshot
from partners.models import Month, Organisation, Project
from peerstoette.lib.once import once

PARTY_FIELDS = (
    "name",
    "department",
    "street",
    "postcode",
    "city",
    "cvr",
    "gln",
    "email",
    "bank_registration",
    "bank_account",
)


def of(month: Month) -> MonthSnapshot | None:
    """The frozen figures of the month; there are some exactly when the month has been closed."""
    return None if month.is_open else MonthSnapshot.objects.filter(month=month).first()


def last_before(month: Month) -> MonthSnapshot | None:
    """The frozen figures of the last month closed before this one."""
    return _last_before(month.project, month.first_day)


@once
def _last_before(project: Project, first_day: date) -> MonthSnapshot | None:
    earlier = MonthSnapshot.objects.filter(project=project, month__first_day__lt=first_day)
    return earlier.select_related("month").order_by("-month__first_day").first()


def heading(month: Month) -> dict[str, Any]:
    """What the month's papers say of project and sender: as it is now, or as it was at closing."""
    snapshot = of(month)
    if snapshot is not None:
        return snapshot.heading
    project = month.project
    return {
        "project": project.name,
        "agreement": f"{project.starts_on.year}–{project.ends_on.year}",
        "sender": party(project.lead),
    }


def party(organisation: Organisation) -> dict[str, str]:
    """The organisation as it is now, to be kept on what leaves the house."""
    return {field: getattr(organisation, field) for field in PARTY_FIELDS}


def to_json(value: Any) -> Any:
    """A figure, a dataclass of figures or a tuple of them as JSON."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    return value


def from_json(kind: Any, value: Any) -> Any:
    """The value of type ``kind`` that ``to_json`` wrote. Raises KeyError for a missing field."""
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        kind = next(option for option in get_args(kind) if option is not type(None))
    if get_origin(kind) is tuple:
        return tuple(from_json(get_args(kind)[0], item) for item in value)
    if kind is Decimal:
        return Decimal(value)
    if hasattr(kind, "__dataclass_fields__"):
        hints = get_type_hints(kind)
        return kind(**{f.name: from_json(hints[f.name], value[f.name]) for f in fields(kind)})
    return value

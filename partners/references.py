"""What in a project points at a row, found through the tables themselves.

So a room that stands above can hold a row in place without being known here.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from partners.models import Project
from peerstoette.lib.errors import RuleBroken


def references(row: models.Model, project: Project, *, but: Iterable[type] = ()) -> list[str]:
    """The kinds of rows of the project that point at this one, as a person reads them.

    Tables in ``but``, and those that do not belong to a project, are left out.
    """
    found = []
    for relation in row._meta.get_fields(include_hidden=True):
        if not relation.one_to_many and not relation.one_to_one or relation.concrete:
            continue
        model = relation.related_model
        if model in but or not _belongs_to_project(model):
            continue
        rows = model._default_manager.filter(project=project, **{relation.field.name: row})
        if rows.exists():
            found.append(str(model._meta.verbose_name_plural))
    return sorted(set(found))


def refuse_named(name: str, holding: Iterable[str]) -> None:
    """Raise RuleBroken for a row that others point at; ``holding`` is what ``references`` found."""
    if holding:
        raise RuleBroken(
            _("%(name)s cannot be removed, because these name it: %(what)s.")
            % {"name": name, "what": ", ".join(sorted(holding))}
        )


def _belongs_to_project(model: type[models.Model]) -> bool:
    return any(
        field.name == "project" and field.is_relation and field.concrete
        for field in model._meta.get_fields()
    )

"""Rows together with the rows that belong to them, read at once."""

from typing import Any

from django.db.models import F, QuerySet


def with_rows(parents: QuerySet, name: str) -> list[Any]:
    """As ``parents.prefetch_related(name)``, each in its order, but in one query instead of two.

    Every parent comes once for each of its rows: for tables of some dozens of rows.
    """
    relation = parents.model._meta.get_field(name)
    model, back = relation.related_model, relation.field.name
    columns = [field.attname for field in model._meta.concrete_fields]
    found: dict[Any, tuple[Any, list]] = {}
    joined = parents.annotate(**{f"{name}_{column}": F(f"{name}__{column}") for column in columns})
    for each in joined.order_by(*_order(parents), "pk", *_order_of_rows(model, name, back)):
        parent, rows = found.setdefault(each.pk, (each, []))
        values = [getattr(each, f"{name}_{column}") for column in columns]
        if getattr(each, f"{name}_{model._meta.pk.attname}") is not None:
            row = model.from_db(parents.db, columns, values)
            setattr(row, back, parent)
            rows.append(row)
    for parent, rows in found.values():
        _keep(parent, name, rows)
    return [parent for parent, _rows in found.values()]


def _order(parents: QuerySet) -> tuple[str, ...]:
    return tuple(parents.query.order_by or parents.model._meta.ordering)


def _order_of_rows(model: type, name: str, back: str) -> list[str]:
    """The rows' own order inside their parent."""
    own = [each for each in model._meta.ordering if each != back]
    return [f"-{name}__{each[1:]}" if each[0] == "-" else f"{name}__{each}" for each in own]


def _keep(parent: Any, name: str, rows: list) -> None:
    """What ``parent.<name>.all()`` answers from now on, as after ``prefetch_related``."""
    kept = getattr(parent, name).all()
    kept._result_cache, kept._prefetch_done = rows, True
    parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept

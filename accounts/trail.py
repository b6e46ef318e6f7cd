"""Writing the trail."""

from collections.abc import Callable, Iterable
from itertools import zip_longest

from django.db import models, transaction

from accounts.models import TrailEntry, User

BATCH = 1000
UPKEEP = "upkeep"  # the role of whoever keeps the installation, who holds none in a project


def record(
    action: str,
    obj: models.Model,
    *,
    by: User,
    project: models.Model | None = None,
    role: str = "",
    label: str | None = None,
    **details,
) -> TrailEntry:
    """Append one entry; call it inside the transaction of the change it tells of.

    ``action`` is ``noun.verb``. ``label`` replaces ``str(obj)`` where that would hold a name that
    the trail must not. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("the trail is written with the change")
    return TrailEntry.objects.create(**_fields(action, obj, by, project, role, label, details))


def record_many(
    action: str,
    objects: Iterable[models.Model],
    *,
    by: User,
    project: models.Model,
    role: str = "",
    label: Callable[[models.Model], str] = str,
    told: Iterable[dict] = (),
    **details,
) -> None:
    """One entry for each object, written in bulk (imports, demo data).

    ``told`` holds for each object in turn what its details have beside those of all.
    """
    each = zip_longest(objects, told, fillvalue={})
    TrailEntry.objects.bulk_create(
        [
            TrailEntry(**_fields(action, obj, by, project, role, label(obj), details | more))
            for obj, more in each
        ],
        batch_size=BATCH,
    )


def _fields(action, obj, by, project, role, label, details) -> dict:
    return {
        "action": action,
        "actor_id": by.pk,
        "actor_label": str(by),
        "role": role,
        "project_id": project.pk if project else None,
        "project_label": str(project) if project else "",
        "object_type": obj._meta.label_lower,
        "object_id": str(obj.pk),
        "object_label": (str(obj) if label is None else label)[:200],
        "details": details,
    }

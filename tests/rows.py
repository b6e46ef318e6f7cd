"""A row of any table that belongs to a project: from the cast, or made as for the doors."""

from django.apps import apps

from accounts import trail
from accounts.models import TrailEntry, TrailSeal
from peerstoette.lib import apart, dates
from tests.doors.objects import in_admin, maker

# made under another name there than the table's
NAMED_OTHERWISE = {
    "emergencyaccess": "emergency_use",
    "standin": "stand_in",
    "transferdraft": "draft",
}
MODELS = apart.of_projects(apps.get_models(include_auto_created=True))

KEYS = [
    (model, field)
    for model in MODELS
    for field in model._meta.concrete_fields
    if field.is_relation and field.related_model in MODELS
]


def label(model) -> str:
    return model._meta.label_lower


def row_of(model, cast):
    """A row in the cast's project."""
    name = model._meta.model_name
    if model is TrailEntry:
        return entry(cast)
    if model is TrailSeal:
        return seal(cast)
    if name in NAMED_OTHERWISE:
        return maker(NAMED_OTHERWISE[name])(cast)
    return in_admin(model._meta.app_label, name, cast)


def entry(cast) -> TrailEntry:
    return trail.record("project.try", cast.project, by=cast.lene, project=cast.project)


def seal(cast) -> TrailSeal:
    """The first seal of the project's trail, over one entry."""
    sealed = entry(cast)
    return TrailSeal.objects.create(
        project_id=cast.project.pk,
        number=1,
        first_id=sealed.pk,
        last_id=sealed.pk,
        count=1,
        until=sealed.at,
        sealed_at=dates.now(),
        macs=[[sealed.pk, "x"]],
        digest="x",
    )

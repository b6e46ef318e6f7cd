"""The themes of the peer training, as the project has them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.models import User
from partners.access import granting_role
from partners.months import lock_project
from partners.references import references, refuse_named
from partners.setup.forms import BilingualForm
from peers.models import TrainingTheme
from peerstoette.lib.errors import RuleBroken


class ThemeForm(BilingualForm):
    class Meta:
        model = TrainingTheme
        fields = ["number", "name_da", "name_en"]


@transaction.atomic
def remove_theme(*, by: User, theme: TrainingTheme) -> None:
    """Take back a theme that was entered by mistake. Raises RuleBroken when a peer has completed it."""
    project = theme.project
    lock_project(project)
    refuse_named(str(theme), references(theme, project))
    _record("theme.remove", theme, by)
    theme.delete()


@transaction.atomic
def save_theme(
    *, by: User, theme: TrainingTheme, number: int, name_da: str, name_en: str
) -> TrainingTheme:
    """Add or change a theme. Raises RuleBroken when another has the number."""
    project = theme.project
    lock_project(project)
    if project.training_themes.filter(number=number).exclude(pk=theme.pk).exists():
        raise RuleBroken(
            _("%(value)s is taken. Choose another.") % {"value": number}, field="number"
        )
    verb = "change" if theme.pk else "add"
    theme.number, theme.name_da, theme.name_en = number, name_da, name_en
    theme.save()
    _record(f"theme.{verb}", theme, by)
    return theme


def _record(action: str, theme: TrainingTheme, by: User) -> None:
    role = granting_role(by, "peers.edit", theme.project) or ""
    trail.record(action, theme, by=by, project=theme.project, role=role)

"""What a page shows about citizens is on the trail as read (R16)."""

from collections.abc import Iterable

from django.db import models, transaction

from accounts import trail
from accounts.models import User
from citizens.models import Citizen
from partners.access import granting_role
from partners.models import Project


@transaction.atomic
def read_citizens(
    *,
    by: User,
    project: Project,
    action: str,
    citizens: Iterable[Citizen],
    about: models.Model | None = None,
    file: str = "",
) -> None:
    """One entry for a page, whose details hold the codes of all whom it shows; none for nobody.

    ``about`` is what the page is about, the project where it is a list. ``file`` is the format in
    which it leaves the house, if it does.
    """
    codes = sorted(citizen.code for citizen in citizens)
    if codes:
        role = granting_role(by, "citizens.view", project) or ""
        details = {"citizens": codes, **({"file": file} if file else {})}
        trail.record(action, about or project, by=by, project=project, role=role, **details)

"""What a page shows about citizens is on the trail as read (R16)."""

from collections.abc import Iterable

from django.db import models, transaction

from accounts import trail
from accounts.models import User
from citizens.models import Citizen
from partners.access import granting_role
from partners.models import Project


@transaction.atomic
def read_citizens(**shown) -> None:
    """``note_citizens`` of a page that puts nothing else on the trail."""
    note_citizens(**shown)


def note_citizens(
    *,
    by: User,
    project: Project,
    action: str,
    citizens: Iterable[Citizen],
    about: models.Model | None = None,
    file: str = "",
    also_nobody: bool = False,
) -> None:
    """One entry for a page, whose details hold the codes of all whom it shows.

    There is none for nobody, but where it tells something that somebody looked at all
    (``also_nobody``). ``about`` is what the page is about, the project where it is a list. ``file``
    is the format in which it leaves the house, if it does. Call it inside a transaction.
    """
    codes = sorted(citizen.code for citizen in citizens)
    if codes or also_nobody:
        role = granting_role(by, "citizens.view", project) or ""
        details = {"citizens": codes, **({"file": file} if file else {})}
        trail.record(action, about or project, by=by, project=project, role=role, **details)

"""Who may do what: one grid, one question, one door.

The only place where roles are compared. A person may hold several roles in one project; rights are
their union, and the trail names the role that granted.
"""

from collections.abc import Callable, Iterable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.models import User
from accounts.policy import declare
from peerstoette.lib import once


class Role(models.TextChoices):
    LEADER = "leader", _("Project leader")
    STAFF = "staff", _("Project staff")
    PEER = "peer", _("Peer worker")
    COORDINATOR = "coordinator", _("Partner coordinator")
    STEERING = "steering", _("Steering group member")
    ACCOUNTANT = "accountant", _("Accountant")
    AUDITOR = "auditor", _("Auditor")
    CONTROLLER = "controller", _("Controller")
    POOL = "pool", _("Pool administrator")


_ALL = frozenset(Role)
_DESK = frozenset({Role.LEADER, Role.STAFF})
_MONEY = frozenset({Role.LEADER, Role.ACCOUNTANT})
_BOOKS = _MONEY | {Role.AUDITOR}

# capability -> roles. Health data is for those who work with the citizen; money never meets it.
GRID: dict[str, frozenset[Role]] = {
    "project.view": _ALL,
    # the other projects of the pool, as far as the person watches over them too
    "pool.view": frozenset({Role.POOL}),
    "members.edit": frozenset({Role.LEADER}),
    "setup.edit": frozenset({Role.LEADER}),
    # who did what; the monthly sample of look-ups is the leader's to look through
    "trail.view": frozenset({Role.LEADER, Role.AUDITOR}),
    "trail.sample": frozenset({Role.LEADER}),
    # the back office's tables, and tables that come and go as files
    "upkeep.edit": frozenset({Role.LEADER}),
    "transfer.open": _MONEY,
    "plan.view": _ALL - {Role.PEER},
    "plan.edit": frozenset({Role.LEADER}),
    "meetings.view": _DESK | {Role.COORDINATOR, Role.STEERING, Role.AUDITOR, Role.CONTROLLER},
    # beside the steering group's: coordinators sit in the project group, outsiders in none
    "meetings.all": _DESK | {Role.COORDINATOR},
    "meetings.edit": _DESK,
    "partners.view": _ALL - {Role.PEER},
    "partners.edit": frozenset({Role.LEADER}),
    "peers.view": _DESK
    | {Role.COORDINATOR, Role.STEERING, Role.ACCOUNTANT, Role.AUDITOR, Role.CONTROLLER},
    "peers.name": _DESK | {Role.COORDINATOR, Role.ACCOUNTANT, Role.AUDITOR},
    # what a peer has been through concerns those who employ and prepare, not the books
    "peers.criteria": _DESK | {Role.COORDINATOR},
    "peers.edit": frozenset({Role.LEADER}),
    "peers.override": frozenset({Role.LEADER}),
    "training.certify": _DESK,
    "pay.view": _BOOKS,
    "pay.edit": _MONEY,
    # staff see citizens only where their membership says so, peers and coordinators only their own
    "citizens.view": _DESK | {Role.PEER, Role.COORDINATOR},
    "citizens.all": _DESK,
    "citizens.refer": frozenset({Role.LEADER, Role.COORDINATOR}),
    "citizens.edit": frozenset({Role.LEADER}),
    # who has looked at a citizen
    "citizens.log": frozenset({Role.LEADER}),
    # who may not see a citizen, and why: health and private life
    "citizens.block": frozenset({Role.LEADER}),
    # reading one citizen with a reason, for an hour, and looking at who did
    "citizens.emergency": frozenset({Role.STAFF, Role.PEER}),
    "citizens.acknowledge": frozenset({Role.LEADER}),
    "attendance.view": _DESK | {Role.PEER},
    "attendance.register": _DESK | {Role.PEER},
    "attendance.own": frozenset({Role.PEER}),
    "attendance.missing": frozenset({Role.LEADER}),
    "courses.view": _DESK | {Role.PEER},
    "courses.edit": _DESK,
    "budget.view": _BOOKS | {Role.STEERING, Role.CONTROLLER},
    "budget.edit": _MONEY,
    "vouchers.view": _BOOKS,
    "vouchers.edit": _MONEY,
    "month.view": _BOOKS,
    "month.close": _MONEY,
    "papers.view": _BOOKS | {Role.CONTROLLER},
    "accounts.view": _BOOKS | {Role.CONTROLLER, Role.STEERING},
    "figures.view": _DESK | {Role.STEERING},
    "findings.view": _BOOKS | {Role.STAFF},
    # the status report: which of its versions somebody sees depends on how far it has come
    "report.view": _DESK
    | {Role.COORDINATOR, Role.STEERING, Role.AUDITOR, Role.CONTROLLER, Role.POOL},
    "report.drafts": _DESK,
    "report.review": frozenset({Role.COORDINATOR, Role.STEERING, Role.AUDITOR}),
    "report.receive": frozenset({Role.CONTROLLER}),
    "report.edit": frozenset({Role.LEADER}),
    "report.comment": frozenset({Role.COORDINATOR, Role.STEERING}),
    "report.approve": frozenset({Role.STEERING}),
    "report.send": frozenset({Role.LEADER}),
    "report.forward": frozenset({Role.CONTROLLER}),
}

# what an address that asks for a list as a file names, and the part of one that names a paper's
FILE_FORMAT = "format"
# a paper's figures as a table that can be worked on
WORKBOOK = "xlsx"

# requests that change nothing
READING = {"GET", "HEAD"}

_ABOUT_CITIZENS = ("citizens.", "attendance.")


def roles_with(capability: str) -> frozenset[Role]:
    """The roles that have a capability. Raises KeyError for an unknown one."""
    return GRID[capability]


def may(user: User, capability: str, project) -> bool:
    """Whether the person may, in this project. Raises KeyError for an unknown capability."""
    return granting_role(user, capability, project) is not None


def granting_role(user: User, capability: str, project) -> Role | None:
    """The person's first role in the grid's order that grants the capability in this project.

    Staff to whom citizens are not shown come last where citizens are concerned: another role is
    then what lets the person meet them. Raises KeyError for an unknown capability.
    """
    allowed = roles_with(capability)
    held = _held(user, project)
    granting = [role for role in Role if role in allowed and role in held]
    if capability.startswith(_ABOUT_CITIZENS):
        granting.sort(key=lambda role: role == Role.STAFF and not held[role])
    return next(iter(granting), None)


def sees_every_citizen(user: User, project) -> bool:
    """Whether a role held here meets every citizen: staff's only where the leader has granted it.

    The same as ``memberships.seeing_citizens``, asked of one project.
    """
    allowed = roles_with("citizens.all")
    return any(
        role in allowed and (role != Role.STAFF or sees)
        for role, sees in _held(user, project).items()
    )


def roles_of(user: User, project) -> frozenset[Role]:
    """The roles the person holds in this project now; read once for each request's project."""
    return frozenset(_held(user, project))


def _held(user: User, project) -> dict[Role, bool]:
    """The roles the person holds, each with whether the leader has granted it sight of citizens."""
    cache = project.__dict__.setdefault("_roles", {})
    if user.pk not in cache:
        held = project.memberships.active().filter(user=user).order_by("sees_citizens")
        cache[user.pk] = {
            Role(role): sees for role, sees in held.values_list("role", "sees_citizens")
        }
    return cache[user.pk]


def door(capability: str, *, fresh: bool = False) -> Callable:
    """Opens a project page for those who have the capability.

    The view takes the project instead of its slug; the request keeps both project and capability.
    Somebody without a role in the project gets 404,
    since that it exists is itself confidential; a role that is too small gets 403. A ``fresh`` door
    asks whoever may enter to prove again who it is, where the sign-in is not of the last quarter of
    an hour; so does every door when a list is asked for as a file, or a paper as a workbook. Papers
    as PDF do not: they say what their page says.
    """
    roles_with(capability)

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def enter(request, slug: str, *args, **kwargs):
            request.my_projects = my_projects(request.user)
            project = get_project(request.my_projects, slug)
            if not may(request.user, capability, project):
                raise PermissionDenied(capability)
            is_table = FILE_FORMAT in request.GET or kwargs.get(FILE_FORMAT) == WORKBOOK
            if (fresh or is_table) and not sessions.is_fresh(request):
                return sessions.ask_again(request)
            request.project, request.capability = project, capability
            if request.method in READING:
                once.begin(project)
            return view(request, project, *args, **kwargs)

        return declare(enter, capability)

    return decorate


def my_projects(user: User) -> list:
    """The projects in which the person holds a role, each knowing which. One query for the door."""
    # The model is reached through the user's relation: models.py builds on this module.
    parts = ("project__owner", "project__lead", "project__pool")
    held = user.memberships.active().select_related(*parts)
    projects: dict[int, models.Model] = {}
    for each in held.order_by("project__starts_on", "project__name", "sees_citizens"):
        project = projects.setdefault(each.project_id, each.project)
        cache = project.__dict__.setdefault("_roles", {})
        cache.setdefault(user.pk, {})[Role(each.role)] = each.sees_citizens
    return list(projects.values())


def get_project(projects: Iterable, slug: str):
    """The one of that address among the projects in which the person holds a role; else Http404."""
    project = next((each for each in projects if each.slug == slug), None)
    if project is None:
        raise Http404
    return project


class ScopedQuerySet(models.QuerySet):
    """Rows that belong to a project, visible to those who have ``capability`` there.

    There is no default: rows whose rule was forgotten are shown to nobody.
    """

    capability: str

    def visible_to(self, user: User) -> "ScopedQuerySet":
        """The rows this person may see: the one word that every list, form and count uses."""
        return self.in_projects_of(user, self.capability)

    def in_projects_of(self, user: User, capability: str) -> "ScopedQuerySet":
        return self.filter(project_id__in=user.memberships.granting(capability).values("project"))

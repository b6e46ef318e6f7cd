"""The frame of every page: whose project, in which role, and where one can go from here."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.access import Role, may, roles_of
from partners.models import Project, today


@dataclass(frozen=True)
class Entry:
    """A menu entry: shown to those who have ``capability``, current under ``section``.

    ``icon`` is the name of a heroicon, for the tabs at the bottom of a phone.
    """

    section: str
    label: str
    url_name: str
    capability: str
    icon: str


ENTRIES = (
    Entry("day", _("My day"), "day", "attendance.own", "calendar-days"),
    Entry("overview", _("Overview"), "project", "project.view", "squares-2x2"),
    Entry("citizens", _("Citizens"), "citizens", "citizens.view", "users"),
    Entry("courses", _("Courses"), "courses", "courses.view", "rectangle-stack"),
    Entry("peers", _("Peers"), "peers", "peers.view", "user-group"),
    Entry("months", _("Months"), "months", "month.view", "calendar"),
    Entry("vouchers", _("Vouchers"), "vouchers", "vouchers.view", "receipt-percent"),
    Entry("papers", _("Papers"), "papers", "papers.view", "document-text"),
    Entry("budget", _("Budget"), "budget", "budget.view", "banknotes"),
    Entry("findings", _("Findings"), "findings", "findings.view", "scale"),
    Entry("partners", _("Partnership"), "partners", "partners.view", "building-office-2"),
    Entry("plan", _("Plan"), "plan", "plan.view", "flag"),
)

MOST_TABS = 4


def frame(request) -> dict:
    """Context processor: the project at hand, the person's roles and menu, and other projects."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    project = getattr(request, "project", None)
    context = {"theme": user.theme, "my_projects": Project.objects.visible_to(user)}
    if project is None:
        return context
    menu = [
        (entry, reverse(entry.url_name, args=[project.slug]))
        for entry in ENTRIES
        if may(user, entry.capability, project)
    ]
    return context | {
        "project": project,
        "today": today(project),
        "my_roles": [role.label for role in Role if role in roles_of(user, project)],
        "menu": menu,
        "tabs": _tabs(menu),
    }


def _tabs(menu: list) -> list:
    """A short menu whose work begins with the day stands at the thumb's reach on a phone."""
    return menu if len(menu) <= MOST_TABS and menu[0][0].section == "day" else []

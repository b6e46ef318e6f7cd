"""The frame of every page: whose project, in which role, and where one can go from here."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import factors
from partners.access import Role, may, roles_of
from partners.models import Project, today


@dataclass(frozen=True)
class Entry:
    """A menu entry: shown to those who have ``capability``, current under ``section``.

    ``icon`` is the name of a heroicon, for the tabs at the bottom of a phone. Entries of a ``group``
    share one place in a long menu.
    """

    section: str
    label: str
    url_name: str
    capability: str
    icon: str
    group: str = ""


@dataclass(frozen=True)
class Place:
    """A place in the bar at the top: one entry, or the entries of a group below its label."""

    label: str
    entries: tuple[tuple[Entry, str], ...]

    @property
    def url(self) -> str:
        return self.entries[0][1]

    @property
    def sections(self) -> frozenset[str]:
        return frozenset(entry.section for entry, _url in self.entries)


MONEY, TOGETHER = _("Money"), _("Partnership")

ENTRIES = (
    Entry("day", _("My day"), "day", "attendance.own", "calendar-days"),
    Entry("overview", _("Overview"), "project", "project.view", "squares-2x2"),
    Entry("dashboard", _("Key figures"), "dashboard", "figures.view", "chart-bar"),
    Entry("citizens", _("Citizens"), "citizens", "citizens.view", "users"),
    Entry("courses", _("Courses"), "courses", "courses.view", "rectangle-stack"),
    Entry("peers", _("Peers"), "peers", "peers.view", "user-group"),
    Entry("months", _("Months"), "months", "month.view", "calendar", MONEY),
    Entry("vouchers", _("Vouchers"), "vouchers", "vouchers.view", "receipt-percent", MONEY),
    Entry("papers", _("Papers"), "papers", "papers.view", "document-text", MONEY),
    Entry("budget", _("Budget"), "budget", "budget.view", "banknotes", MONEY),
    Entry("findings", _("Findings"), "findings", "findings.view", "scale", MONEY),
    Entry("partners", _("Partners"), "partners", "partners.view", "building-office-2", TOGETHER),
    Entry(
        "meetings",
        _("Meetings"),
        "body_meetings",
        "meetings.view",
        "chat-bubble-left-right",
        TOGETHER,
    ),
    Entry("plan", _("Plan"), "plan", "plan.view", "flag", TOGETHER),
    Entry("trail", _("Trail"), "trail", "trail.view", "finger-print", TOGETHER),
    Entry("reports", _("Reports"), "reports", "report.view", "document-chart-bar"),
    Entry("setup", _("Set-up"), "setup", "setup.edit", "adjustments-horizontal"),
)

MOST_TABS = 4
MOST_PLACES = 9  # what stands side by side on a desk; a longer menu is folded by group


def frame(request) -> dict:
    """Context processor: the project at hand, the person's roles and menu, and other projects."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    if factors.is_missing(request):
        return {"theme": user.theme, "step_is_missing": True}
    project = getattr(request, "project", None)
    context = {
        "theme": user.theme,
        "my_projects": getattr(request, "my_projects", None) or Project.objects.visible_to(user),
        "has_back_office": user.is_superuser,
    }
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
        "has_back_office": user.is_superuser or may(user, "upkeep.edit", project),
        "may_transfer": may(user, "transfer.open", project),
        "my_roles": [role.label for role in Role if role in roles_of(user, project)],
        "menu": menu,
        "places": _places(menu),
        "tabs": _tabs(menu),
    }


def _tabs(menu: list) -> list:
    """A short menu whose work begins with the day stands at the thumb's reach on a phone."""
    return menu if len(menu) <= MOST_TABS and menu[0][0].section == "day" else []


def _places(menu: list[tuple[Entry, str]]) -> list[Place]:
    """The bar at the top, in the menu's order; a group stands where its first entry would."""
    if len(menu) <= MOST_PLACES:
        return [Place(entry.label, ((entry, url),)) for entry, url in menu]
    grouped: dict[str, list[tuple[Entry, str]]] = {}
    for entry, url in menu:
        grouped.setdefault(entry.group or entry.section, []).append((entry, url))
    return [
        Place(rows[0][0].group if len(rows) > 1 else rows[0][0].label, tuple(rows))
        for rows in grouped.values()
    ]

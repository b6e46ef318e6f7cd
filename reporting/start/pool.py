"""The pool administrator's part: the pool's projects that the person watches over, as totals."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from budget.models import Grant
from partners.models import Milestone, Project, today_of_row
from reporting.models.status import ReportVersion
from reporting.start.desk import Desk


@dataclass(frozen=True)
class PoolProject:
    """A project of the pool: its grant, kr., how far its plan is, and the last report that was sent."""

    project: Project
    grant: Decimal | None
    milestones: int
    reached: int
    overdue: int
    report: ReportVersion | None


def pool_projects(desk: Desk) -> list[PoolProject]:
    """Those in which the person holds the role, of the same pool as this one. Four queries."""
    watched = Project.objects.filter(
        pk__in=desk.user.memberships.granting("pool.view").values("project")
    )
    own = {"pool": desk.project.pool_id} if desk.project.pool_id else {"pk": desk.project.pk}
    projects = watched.filter(**own).select_related("owner").order_by("starts_on", "name")
    grants = dict(Grant.objects.filter(project__in=projects).values_list("project", "amount"))
    plans = _plans(projects)
    reports = _reports(desk, projects)
    return [
        PoolProject(
            project,
            grants.get(project.pk),
            *plans.get(project.pk, (0, 0, 0)),
            reports.get(project.pk),
        )
        for project in projects
    ]


def _plans(projects: QuerySet[Project]) -> dict[int, tuple[int, int, int]]:
    """Milestones planned, reached and overdue by each project's own clock."""
    rows = Milestone.objects.filter(project__in=projects).order_by().values_list("project")
    overdue = Q(reached_on=None, ends_on__lt=today_of_row())
    rows = rows.annotate(
        planned=Count("pk"),
        reached=Count("pk", filter=Q(reached_on__isnull=False)),
        overdue=Count("pk", filter=overdue),
    )
    return {project: tuple(numbers) for project, *numbers in rows}


def _reports(desk: Desk, projects: QuerySet[Project]) -> dict[int, ReportVersion]:
    """The last version of each project that the person may see: one that has been sent."""
    seen = ReportVersion.objects.filter(project__in=projects).visible_to(desk.user)
    seen = seen.without_content().select_related("report", "project")
    found: dict[int, ReportVersion] = {}
    for version in seen.order_by("-report__year", "-number"):
        found.setdefault(version.project_id, version)
    return found

"""The status reports: those of past years on their way to the funder, and one that is being written."""

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.models import TrailEntry, User
from partners.access import Role
from partners.models import Project
from peerstoette.management.demo import tables
from peerstoette.management.demo.partnership import A, B
from reporting.models import ReportVersion
from reporting.status import actions
from reporting.status.figures import finding_groups
from reporting.status.sections import explanation_key

# Each year's days: written and submitted, approved, sent to the owner, sent to the funder.
DAYS = {
    A: {
        2015: (date(2016, 2, 8), date(2016, 2, 25), date(2016, 2, 29), date(2016, 3, 14)),
        2016: (date(2017, 2, 6), date(2017, 2, 23), date(2017, 2, 27), date(2017, 3, 13)),
        2017: (date(2018, 6, 12),),
    },
    B: {2026: ()},
}


def make_reports(project: Project) -> None:
    """Every report through the product's own acts, each on its own day."""
    written = tomllib.loads((tables.DATA / "reports.toml").read_text(encoding="utf-8"))
    for year, days in DAYS[project.slug].items():
        version = _write(project, year, days, written)
        if days:
            version = _walk(project, version, days)
            _comment(project, version, written["comments"])


def _write(project: Project, year: int, days: tuple[date, ...], written: dict) -> ReportVersion:
    """The draft with its texts, and what its findings ask to have explained."""
    leader = _person(project, Role.LEADER)
    texts = {key: text.strip() for key, text in written[project.slug][str(year)].items()}

    def write(project: Project) -> ReportVersion:
        version = actions.start_report(by=leader, project=project, year=year)
        if days:
            for group in finding_groups(project, year):
                if group.asks_explanation:
                    texts[explanation_key(group.rule)] = written["why"][group.rule]
        actions.write_texts(by=leader, version=version, texts=texts)
        return version

    return _on(project, days[0] if days else project.demo_date, write)


def _walk(project: Project, version: ReportVersion, days: tuple[date, ...]) -> ReportVersion:
    """As many steps as there are days for."""
    leader, controller = _person(project, Role.LEADER), _person(project, Role.CONTROLLER)
    chair = _person(project, Role.STEERING, project.owner_id)
    steps: list[tuple[Callable[..., Any], User]] = [
        (actions.submit, leader),
        (actions.approve, chair),
        (actions.send, leader),
        (actions.forward, controller),
    ]
    for day, (act, by) in zip(days, steps, strict=False):
        version = _on(project, day, lambda _, act=act, by=by, at=version: act(by=by, version=at))
    return version


def _comment(project: Project, version: ReportVersion, comments: list[dict]) -> None:
    for each in comments:
        if (each["project"], each["year"]) == (project.slug, version.report.year):
            said = {
                "by": User.objects.get(email=f"{each['author']}@peerstoette.example"),
                "text": each["text"],
                "section": each["section"],
            }
            _on(project, each["day"], lambda _, said=said: actions.comment(version=version, **said))


def _on(project: Project, day: date, act: Callable[[Project], Any]) -> Any:
    """Act as if it were that day: the demonstration's own clock is turned back meanwhile."""
    there = Project.objects.filter(pk=project.pk)
    there.update(demo_date=day)
    last = TrailEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    done = act(there.select_related("owner", "lead").get())
    TrailEntry.objects.filter(pk__gt=last).update(at=tables.moment(day))
    there.update(demo_date=project.demo_date)
    return done


def _person(project: Project, role: str, organisation: int | None = None) -> User:
    held = project.memberships.active().filter(role=role).order_by("pk")
    if organisation is not None:
        held = held.filter(organisation=organisation)
    return held.select_related("user")[0].user

"""The steering group's part: the key figures of the year at hand, as on their own page."""

from partners.models import today
from reporting.dashboard.board import LINKS, board
from reporting.dashboard.build import dashboard
from reporting.dashboard.choosing import parts_of
from reporting.dashboard.period import NoSuchPeriod, default_key, period_of
from reporting.start.desk import Desk


def board_of(desk: Desk) -> dict | None:
    """What the dashboard's template reads; None before the project has begun."""
    project = desk.project
    try:
        period = period_of(project, default_key(project))
    except NoSuchPeriod:
        return None
    return {
        "period": period,
        "board": board(dashboard(project, desk.user, period)),
        "parts": parts_of(period, project.starts_on, min(today(project), project.ends_on)),
        "links": [name for name, right in LINKS.items() if desk.may(right)],
    }

"""What the database itself refuses among citizens: changes in closed months."""

from partners.guards import MONTH_CLOSED
from peerstoette.lib.triggers import Guard, register


def month_closed(row: str) -> str:
    """SQL: the month that holds this activity's date is closed (R11)."""
    return (
        f"EXISTS (SELECT 1 FROM partners_month m WHERE m.project_id = {row}.project_id"
        f" AND {row}.date BETWEEN m.first_day AND m.last_day AND m.state IN {MONTH_CLOSED})"
    )


def session_month_closed(row: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM citizens_session s JOIN partners_month m"
        " ON m.project_id = s.project_id AND s.date BETWEEN m.first_day AND m.last_day"
        f" WHERE s.id = {row}.session_id AND m.state IN {MONTH_CLOSED})"
    )


def closed_month(table: str, condition) -> list[Guard]:
    return [
        Guard(table, "INSERT", "month", condition("NEW")),
        Guard(table, "UPDATE", "month", f"{condition('OLD')} OR {condition('NEW')}"),
        Guard(table, "DELETE", "month", condition("OLD")),
    ]


register(
    *closed_month("citizens_session", month_closed),
    *closed_month("citizens_meeting", month_closed),
    *closed_month("citizens_attendance", session_month_closed),
)

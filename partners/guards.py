"""What the database itself refuses in the partnership's tables."""

from peerstoette.lib.triggers import Guard, register

MONTH_CLOSED = "('closed', 'issued')"


def changed(column: str) -> str:
    """Whether a column that can be empty has another value than before, said alike on both engines."""
    return f"(NEW.{column} <> OLD.{column} OR (NEW.{column} IS NULL) <> (OLD.{column} IS NULL))"


register(
    # A month goes forward only: open, closed, issued; who closed it and when never changes (R11).
    Guard(
        "partners_month",
        "UPDATE",
        "forward",
        "OLD.state = 'issued' OR (OLD.state = 'closed' AND NEW.state <> 'issued')"
        " OR NEW.first_day <> OLD.first_day OR NEW.last_day <> OLD.last_day"
        " OR (OLD.state IN ('open', 'review') AND NEW.state = 'issued')",
    ),
    Guard(
        "partners_month",
        "UPDATE",
        "closing",
        f"OLD.state IN {MONTH_CLOSED} AND ({changed('closed_at')} OR {changed('closed_by_id')})",
    ),
    Guard("partners_month", "DELETE", "forward", f"OLD.state IN {MONTH_CLOSED}"),
)

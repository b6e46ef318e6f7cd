"""The dashboard's figures: a period of a project, and what the project did in it."""

from reporting.dashboard.figures import Dashboard
from reporting.dashboard.period import NoSuchPeriod, Period, period_of

__all__ = ["Dashboard", "NoSuchPeriod", "Period", "period_of"]

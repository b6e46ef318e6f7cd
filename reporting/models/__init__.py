"""What has left the house, and the yearly status report on its way out of it."""

from reporting.models.papers import StoredPaper
from reporting.models.status import (
    LEFT,
    ReportComment,
    ReportStep,
    ReportText,
    ReportVersion,
    State,
    StatusReport,
)

__all__ = [
    "LEFT",
    "ReportComment",
    "ReportStep",
    "ReportText",
    "ReportVersion",
    "State",
    "StatusReport",
    "StoredPaper",
]

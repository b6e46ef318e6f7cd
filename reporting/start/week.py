"""The staff's part: what the courses hold, what they lack, and who still needs training."""

from dataclasses import dataclass
from datetime import timedelta

from citizens.missing import CourseGap, Planned, sessions_ahead
from peers.training import TrainingLeft, training_left
from reporting.start.desk import Desk

DAYS_AHEAD = timedelta(days=6)  # today and six more: a week


@dataclass(frozen=True)
class Week:
    """Sessions from today on, courses with a registration missing, peers with themes left."""

    sessions: list[Planned]
    gaps: list[CourseGap]
    training: list[TrainingLeft]


def week(desk: Desk) -> Week:
    sessions, gaps = sessions_ahead(desk.user, desk.project, desk.day + DAYS_AHEAD)
    return Week(sessions, gaps, training_left(desk.project))

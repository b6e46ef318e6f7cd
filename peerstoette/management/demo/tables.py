"""The hand-written tables of the demonstration, one CSV for each noun in ``data/``."""

import csv
from datetime import date, datetime, time
from pathlib import Path

from django.utils import timezone

DATA = Path(__file__).parent / "data"


def rows(noun: str, project: str | None = None) -> list[dict[str, str]]:
    """The table's rows in their order; only those of a project, if one is named."""
    with (DATA / f"{noun}.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    return [row for row in table if project is None or row["project"] == project]


def day(text: str) -> date | None:
    """An ISO date, or None where the cell is empty."""
    return date.fromisoformat(text) if text else None


def number(text: str) -> int | None:
    """A whole number, or None where the cell is empty."""
    return int(text) if text else None


def moment(on: date, hour: int = 12, minute: int = 0) -> datetime:
    """A time of that day in the installation's time zone."""
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))

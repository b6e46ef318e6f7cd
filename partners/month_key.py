"""Months in addresses."""

from datetime import date

from django.urls import register_converter
from django.urls.converters import get_converters

NAME = "month"


class MonthKey:
    """``2018-05``; the view gets the month's first day, and what is no month is not found."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        year, month = value.split("-")
        return date(int(year), int(month), 1)

    def to_url(self, value: str | date) -> str:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


def register() -> None:
    """Let addresses say ``<month:day>``; asked by each room that has such addresses."""
    if NAME not in get_converters():
        register_converter(MonthKey, NAME)

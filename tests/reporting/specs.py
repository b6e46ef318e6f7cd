"""One chart of each kind, with what a test wants in it."""

from datetime import date
from decimal import Decimal

from reporting.charts import (
    Bar,
    Bars,
    Bout,
    Gantt,
    HorizontalBars,
    Line,
    Lines,
    Stack,
    StackedBars,
    Step,
    Table,
    Tone,
)

WORDS = {
    "title": "Når vi målet?",
    "caption": "Borgere i 2018",
    "description": "I maj er der nået 120 af 250.",
}


def bars(values=(104, 121), **changes) -> Bars:
    return Bars(
        **WORDS | changes, labels=("jan", "feb", "mar"), values=values, goal=250, goal_label="Mål"
    )


def stacked(*rows: Stack) -> StackedBars:
    rows = rows or (Stack("Fjordby", (79, 9), 88), Stack("Bakkeby", (None, None), 46))
    return StackedBars(**WORDS, series=("Model 1", "Model 2"), rows=rows)


def lying() -> HorizontalBars:
    kept = Bar("Fjordby", Decimal("1.62"), "1,62", "3 peers")
    short = Bar("Bakkeby", Decimal("1.08"), "1,08", "0,42 under krav", is_short=True)
    return HorizontalBars(**WORDS, rows=(kept, short), line=Decimal("1.5"), line_label="Krav 1,50")


def lines() -> Lines:
    before = Step(date(2018, 1, 1), date(2018, 3, 31), Decimal("1.08"), is_short=True)
    after = Step(date(2018, 4, 1), date(2018, 6, 15), Decimal("1.62"))
    return Lines(
        **WORDS,
        rows=(Line("Fjordby", (before, after), "1,62"),),
        first=date(2018, 1, 1),
        last=date(2018, 12, 31),
        line=Decimal("1.5"),
        line_label="Krav 1,50",
        today=date(2018, 6, 15),
    )


def gantt(*rows: Bout) -> Gantt:
    late = Bout(
        "Udbrede <& afprøve>",
        date(2018, 1, 1),
        date(2018, 9, 30),
        "Forsinket 1 kvartal",
        Tone.LATE,
        progress=50,
        baseline=(date(2018, 1, 1), date(2018, 6, 30)),
    )
    done = Bout(
        "Rekruttere",
        date(2018, 1, 1),
        date(2018, 2, 28),
        "Nået",
        Tone.DONE,
        reached=date(2018, 2, 20),
    )
    return Gantt(
        **WORDS,
        rows=rows or (done, late),
        first=date(2018, 1, 1),
        last=date(2018, 12, 31),
        today=date(2018, 6, 15),
        today_label="15. juni",
    )


def all_kinds() -> list:
    return [bars(), stacked(), lying(), lines(), gantt()]


def table() -> Table:
    return Table(
        head=("Part", "Model 1", "I alt"),
        rows=(("Fjordby", "79", "88"), ("Bakkeby", None, "46")),
        total=("I alt", None, "134"),
    )

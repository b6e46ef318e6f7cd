"""Eight real processes issue at once: no gap, no number twice, nobody refused (R10).

A missing gap proves nothing by itself, since the unique constraint alone prevents a number twice:
so the control run shows that without the lock the same processes are refused.
"""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from budget.models import BudgetLine, Counter, Invoice, Voucher, VoucherLine
from partners.models import Month, Project
from peerstoette.lib import dates

PROCESSES = 8
MONTHS = 24  # each process has a project of its own, and all projects share their issuer
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.proof


@pytest.fixture
def projects(fresh_cast) -> list[list[Month]]:
    """A project for each process, with two years of closed months that wait for their invoice."""
    return [_project(fresh_cast, index) for index in range(PROCESSES)]


def _project(cast, index: int) -> list[Month]:
    project = Project.objects.create(
        slug=f"p{index}",
        name=f"Projekt {index}",
        owner=cast.project.owner,
        lead=cast.project.lead,
        starts_on=date(2016, 1, 1),
        ends_on=date(2017, 12, 31),
        demo_date=date(2018, 6, 15),
    )
    line = BudgetLine.objects.create(
        project=project, number=1, group="staff", name_da="Løn", name_en="Pay", stated_total=10_000
    )
    months = Month.objects.bulk_create(
        Month(project=project, first_day=day, last_day=dates.last_of_month(day))
        for day in dates.months_between(project.starts_on, project.ends_on)
    )
    vouchers = Voucher.objects.bulk_create(
        Voucher(
            project=project,
            month=month,
            year=month.first_day.year,
            number=number,
            document_date=month.first_day,
            posting_date=month.first_day,
            supplier="Prøvetaxa ApS",
            text="Kørsel",
            created_by=cast.gitte,
        )
        for number, month in enumerate(months, start=1)
    )
    VoucherLine.objects.bulk_create(
        VoucherLine(project=project, voucher=voucher, budget_line=line, amount=Decimal(100))
        for voucher in vouchers
    )
    project.months.update(state=Month.State.CLOSED)
    return months


def database_url() -> str:
    """The test's own database, for a process that knows nothing of the test."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return (
        f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT'] or 5432}"
        f"/{settings['NAME']}"
    )


def start(mode: str, by, projects: list[list[Month]]) -> list[subprocess.Popen]:
    """The processes, all ready and let go at the same moment."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "peerstoette.settings",
        "PEERSTOETTE_ENV": "development",
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.issuer", mode, str(by.pk)]
            + [str(month.pk) for month in months],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for months in projects
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return processes


def outcome(processes: list[subprocess.Popen]) -> tuple[list[int], list[str]]:
    """The numbers taken and the refusals met, of all processes."""
    said = [word for process in processes for word in process.communicate()[0].split("\n") if word]
    refusals = [word for word in said if word.startswith("refused")]
    return sorted(int(word) for word in said if word not in refusals), refusals


def numbers() -> list[int]:
    return list(
        Invoice.objects.exclude(number=None).order_by("number").values_list("number", flat=True)
    )


def test_eight_processes_issue_without_gap_or_refusal(fresh_cast, projects):
    taken, refusals = outcome(start("locked", fresh_cast.gitte, projects))
    assert refusals == []
    assert taken == numbers() == list(range(1, PROCESSES * MONTHS + 1))
    assert Counter.objects.get().last_number == PROCESSES * MONTHS
    assert not Month.objects.filter(state=Month.State.CLOSED).exists()


def test_without_the_lock_the_race_shows(fresh_cast, projects):
    taken, refusals = outcome(start("unlocked", fresh_cast.gitte, projects))
    assert refusals, "the control run met no race: the proof above would prove nothing"
    assert len(taken) + len(refusals) == PROCESSES * MONTHS
    assert len(numbers()) < PROCESSES * MONTHS


def test_killed_processes_leave_no_gap(fresh_cast, projects):
    processes = start("locked", fresh_cast.gitte, projects)
    for process in processes[: PROCESSES // 2]:
        process.stdout.readline()
        process.kill()
    _taken, refusals = outcome(processes)
    assert refusals == []
    assert numbers() == list(range(1, len(numbers()) + 1))
    assert Counter.objects.get().last_number == len(numbers())
    assert len(numbers()) >= PROCESSES // 2 * MONTHS
    left = Month.objects.filter(state=Month.State.CLOSED).count()
    assert left + len(numbers()) == PROCESSES * MONTHS

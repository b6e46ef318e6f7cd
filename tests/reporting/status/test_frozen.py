"""What the database itself refuses, on the engine in use."""

import pytest
from django.db import DatabaseError, connection, transaction

from reporting.models import ReportStep, ReportText, ReportVersion, StatusReport


@pytest.fixture
def refused():
    def attempt(act):
        with pytest.raises(DatabaseError, match="refused by guard_"), transaction.atomic():
            act()

    return attempt


def execute(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


CHANGES = [
    "sha256 = 'x'",
    "number = 9",
    "content = %s",
    "content = NULL",
    "state = 'draft'",
    "state = 'at_owner'",
    "state = 'at_funder'",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_submitted_version_is_not_rewritten(submitted, refused, change):
    values = [b"other"] if "%s" in change else []
    refused(lambda: execute(f"UPDATE reporting_reportversion SET {change}", *values))


def test_a_version_does_not_begin_submitted(cast, refused):
    report = StatusReport.objects.create(project=cast.project, year=2018)
    refused(
        lambda: ReportVersion.objects.create(
            project=cast.project,
            report=report,
            number=1,
            state="approved",
            content=b"x",
            sha256="x",
        )
    )


def test_a_draft_is_not_submitted_without_its_file(draft, refused):
    refused(lambda: ReportVersion.objects.filter(pk=draft.pk).update(state="submitted"))


def test_the_texts_of_a_submitted_version_stay(cast, submitted, refused):
    refused(lambda: submitted.texts.update(text="Andet."))
    refused(lambda: submitted.texts.all().delete())
    refused(
        lambda: ReportText.objects.create(
            project=cast.project,
            version=submitted,
            section="why-R2",
            text="Ny.",
            written_by=cast.lene,
        )
    )


def test_who_submitted_is_not_written_as_the_one_who_approved(cast, submitted, refused):
    refused(
        lambda: ReportStep.objects.create(
            project=cast.project,
            version=submitted,
            kind="approved",
            date="2018-06-15",
            person=cast.lene,
            name="Lene",
            role="leader",
            organisation="x",
        )
    )

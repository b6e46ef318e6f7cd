"""Write a year's status report to a folder: the stored file, or the draft as everything stands."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from partners.files import write_out
from partners.models import Project
from peerstoette.management.folders import writable
from reporting.models import ReportVersion
from reporting.papers import Document
from reporting.status.document import document_of

BLOCKED, WRONG_USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Writes the latest version of the year's status report as PDF: byte for byte as it was"
        " submitted, or as a draft while it is being written. Exit code 0: written; 1: it could not"
        " be drawn; 2: wrong usage, no such report, or a folder that cannot be written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's address, for example peerstoette")
        parser.add_argument("year", type=int, help="for example 2017")
        parser.add_argument("--out", required=True, help="the folder for the report")

    def handle(self, *, project: str, year: int, out: str, **options) -> None:
        version = _latest(project, year)
        folder = writable(out)
        document = _drawn(version)
        _write(folder, document, version)
        self.stdout.write(document.name)


def _latest(slug: str, year: int) -> ReportVersion:
    """The newest version, whatever its state."""
    try:
        project = Project.objects.get(slug=slug)
    except Project.DoesNotExist as error:
        raise CommandError(
            _("There is no project with the address %(slug)s.") % {"slug": slug},
            returncode=WRONG_USAGE,
        ) from error
    versions = ReportVersion.objects.filter(project=project, report__year=year)
    latest = versions.select_related("report", "project__lead", "project__owner").first()
    if latest is None:
        raise CommandError(
            _("%(project)s has no status report of %(year)s.") % {"project": project, "year": year},
            returncode=WRONG_USAGE,
        )
    return latest


def _drawn(version: ReportVersion) -> Document:
    try:
        return document_of(version)
    except Exception as error:
        raise CommandError(
            _("The report could not be drawn: %(error)s") % {"error": error}, returncode=BLOCKED
        ) from error


def _write(folder: Path, document: Document, version: ReportVersion) -> None:
    by = User.objects.system("scheduler")
    try:
        write_out(folder, document.content, name=document.name, about=version, by=by)
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be written.") % {"file": folder / document.name},
            returncode=WRONG_USAGE,
        ) from error

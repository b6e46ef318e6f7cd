"""Tell what does not add up in a project: the page of findings as a table for a terminal."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from partners.findings import Finding, Severity
from partners.models import Project
from reporting.findings import counts, findings

ERRORS_FOUND, WRONG_USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Lists what does not add up in the project's data. Exit code 0: no error; 1: at least one"
        " error; 2: wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's address, for example peerstoette")

    def handle(self, *, project: str, **options) -> None:
        try:
            found = findings(Project.objects.get(slug=project))
        except Project.DoesNotExist as error:
            raise CommandError(
                _("There is no project with the address %(slug)s.") % {"slug": project},
                returncode=WRONG_USAGE,
            ) from error
        for row in _table(found):
            self.stdout.write(row)
        number = counts(found)
        summary = ", ".join(f"{number[severity]} {severity.label.lower()}" for severity in Severity)
        self.stdout.write(f"\n{summary}")
        if number[Severity.ERROR]:
            raise SystemExit(ERRORS_FOUND)


def _table(found: list[Finding]) -> list[str]:
    """A line for each: how bad, which rule, what; its figures and where to mend it below."""
    if not found:
        return [_("The project's figures add up.")]
    width = max(len(severity.label) for severity in Severity)
    lines = []
    for finding in found:
        lines.append(f"{finding.severity.label:<{width}}  {finding.rule:<4} {finding.title}")
        figures = ", ".join(f"{label} {value}" for label, value in finding.figures)
        below = "; ".join(filter(None, (figures, finding.where)))
        if below:
            lines.append(" " * (width + 7) + below)
    return lines

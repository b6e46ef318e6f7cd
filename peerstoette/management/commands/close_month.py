"""Close a month, issue its invoice and write its papers: what a scheduler runs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from partners.files import write_out
from partners.models import Month, Project
from peerstoette.lib.errors import RuleBroken
from peerstoette.management.folders import writable
from reporting import actions
from reporting.closing import Blocker, blockers
from reporting.papers import Document, papers_of

BLOCKED, WRONG_USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Closes the month, issues it and writes its invoice, accounts and co-financing statement to"
        " a folder. What is done already is left as it is. Exit code 0: done or nothing to do; 1:"
        " the month is blocked; 2: wrong usage, or a folder that cannot be written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's address, for example peerstoette")
        parser.add_argument("month", help="for example 2018-05")
        parser.add_argument("--out", required=True, help="the folder for the papers")

    def handle(self, *, project: str, month: str, out: str, **options) -> None:
        found = _month(project, month)
        folder = writable(out)
        scheduler = User.objects.system("scheduler")
        self.advance(found, scheduler)
        for document in _drawn(found):
            _write(folder, document, found, scheduler)
            self.stdout.write(document.name)

    def advance(self, month: Month, by: User) -> None:
        """Close and issue the month as far as nobody else has done it by now."""
        if month.is_open:
            self._refuse_blocked(month)
            self._act(actions.close, month, by, _("%(month)s is closed."))
        if not month.is_issued:
            self._act(actions.issue, month, by, _("%(month)s is issued."))

    def _act(self, act: Callable, month: Month, by: User, done: str) -> None:
        """Do it, and say so; a refusal is none when another run has moved the month meanwhile."""
        before = month.state
        try:
            act(by=by, month=month)
        except RuleBroken as refusal:
            month.refresh_from_db(fields=["state"])
            if month.state == before:
                raise CommandError(refusal.message, returncode=BLOCKED) from refusal
        else:
            month.refresh_from_db(fields=["state"])
            self.stdout.write(done % {"month": str(month).capitalize()})

    def _refuse_blocked(self, month: Month) -> None:
        found = blockers(month)
        if not found:
            return
        for blocker in found:
            self.stderr.write(_line(blocker))
        raise CommandError(
            _("%(month)s cannot be closed yet.") % {"month": str(month).capitalize()},
            returncode=BLOCKED,
        )


def _month(slug: str, key: str) -> Month:
    try:
        project = Project.objects.get(slug=slug)
    except Project.DoesNotExist as error:
        raise CommandError(
            _("There is no project with the address %(slug)s.") % {"slug": slug},
            returncode=WRONG_USAGE,
        ) from error
    try:
        return project.months.select_related("project").of(date.fromisoformat(f"{key}-01"))
    except (ValueError, Month.DoesNotExist) as error:
        raise CommandError(
            _("%(project)s has no month %(key)s. Write it as 2018-05.")
            % {"project": project, "key": key},
            returncode=WRONG_USAGE,
        ) from error


def _drawn(month: Month) -> list[Document]:
    try:
        return papers_of(month)
    except Exception as error:
        raise CommandError(
            _("%(month)s is issued, but its papers could not be drawn: %(error)s")
            % {"month": str(month).capitalize(), "error": error},
            returncode=BLOCKED,
        ) from error


def _write(folder: Path, document: Document, month: Month, by: User) -> None:
    try:
        write_out(folder, document.content, name=document.name, about=month, by=by)
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be written. The month is issued; run the command again.")
            % {"file": folder / document.name},
            returncode=WRONG_USAGE,
        ) from error


def _line(blocker: Blocker) -> str:
    parts = (blocker.what, blocker.detail, blocker.who, blocker.since and f"{blocker.since}")
    return "- " + "; ".join(filter(None, parts))

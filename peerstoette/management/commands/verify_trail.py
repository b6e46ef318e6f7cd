"""Tell whether the trail is what it was when it was sealed."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts import anchors, seals, verification
from partners.retention import kept_projects
from peerstoette.lib import dates

FAULTS, WRONG_USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Reads the whole trail and compares it with its seals, and those with the anchors file. Exit"
        " code 0: it is whole; 1: at least one fault, a line each; 2: wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument(
            "--heads", action="store_true", help="print the last seal of each chain, to be kept"
        )
        ways.add_argument("--against", metavar="FILE", help="compare with heads that were kept")

    def handle(self, *, heads: bool, against: str | None, **options) -> None:
        if heads:
            for seal in seals.heads():
                self.stdout.write(anchors.line(seal, dates.now()))
            return
        looked = verification.Verification(
            anchors=settings.TRAIL_ANCHORS, kept=frozenset(kept_projects())
        )
        found = self._tell(looked.faults())
        if against:
            found += self._tell(verification.compare(_kept(against)))
        self.stdout.write(verification.told(looked))
        if len(looked.unanchored) == 1:
            self.stdout.write(
                _("%(seal)s is not anchored yet: the next sealing adds it.")
                % {"seal": looked.unanchored[0]}
            )
        if found:
            raise SystemExit(FAULTS)
        self.stdout.write(_("The trail is whole."))

    def _tell(self, faults: Iterable[str]) -> int:
        found = 0
        for fault in faults:
            self.stdout.write(fault)
            found += 1
        return found


def _kept(name: str) -> list[seals.Head]:
    try:
        return anchors.read(Path(name))
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read.") % {"file": name}, returncode=WRONG_USAGE
        ) from error
    except anchors.Unreadable as error:
        raise CommandError(
            _("Line %(line)s of %(file)s is no head of the trail.") % {"line": error, "file": name},
            returncode=WRONG_USAGE,
        ) from error

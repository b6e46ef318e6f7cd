"""Seal the trail and anchor its seals outside the database: what a scheduler runs."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import anchors, seals

REFUSED = 1


class Command(BaseCommand):
    help = (
        "Seals the entries of the trail that are older than ten minutes, and adds the seals to the"
        " anchors file. Exit code 0: done or nothing to do; 1: the anchors file is gone or cannot be"
        " read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--begin-anchors",
            action="store_true",
            help="make a new anchors file where the old one is lost",
        )

    def handle(self, *, begin_anchors: bool, **options) -> None:
        try:
            anchors.begin(anew=begin_anchors)
            made = sum(self._seal(chain) for chain in seals.chains())
        except anchors.AnchorsMissing as error:
            raise CommandError(
                _("The anchors file %(file)s is missing. Bring it back from a backup.")
                % {"file": error},
                returncode=REFUSED,
            ) from error
        except anchors.Unreadable as error:
            raise CommandError(
                _("Line %(line)s of the anchors file %(file)s is no anchor.")
                % {"line": error, "file": settings.TRAIL_ANCHORS},
                returncode=REFUSED,
            ) from error
        text = ngettext("%(count)s seal made.", "%(count)s seals made.", made)
        self.stdout.write(text % {"count": made})

    def _seal(self, chain: seals.Chain) -> int:
        """A line of the file follows each seal at once; how many seals were made."""
        anchors.append(chain)
        made = 0
        for _seal in seals.seal_chain(chain):
            anchors.append(chain)
            made += 1
        return made

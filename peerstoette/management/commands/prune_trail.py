"""Remove what is too old from the trail: what a scheduler runs."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from accounts.models import User
from partners.retention import prune_trail


class Command(BaseCommand):
    help = (
        "Removes sealed stretches of the trail when five years have passed since the end of the year"
        " they are from. Demonstration projects keep theirs. Exit code 0: done or nothing to do."
    )

    def handle(self, **options) -> None:
        removed = sum(prune_trail(by=User.objects.system("scheduler")))
        text = ngettext("%(count)s entry removed.", "%(count)s entries removed.", removed)
        self.stdout.write(text % {"count": removed})

"""Delete the files on their way in that nobody has come back to: they can hold names of citizens."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from partners.transfer.acts import drop_outdated


class Command(BaseCommand):
    help = "Deletes files that were brought for import and not imported within two hours."

    def handle(self, **options) -> None:
        count = drop_outdated()
        text = ngettext("%(count)d file deleted.", "%(count)d files deleted.", count)
        self.stdout.write(text % {"count": count})

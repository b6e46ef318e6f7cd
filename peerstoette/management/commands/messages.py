"""``manage.py messages``: brings the Danish catalogue up to date with the texts of the product."""

from django.core.management.base import BaseCommand

from peerstoette.management import catalogue


class Command(BaseCommand):
    help = "Collects texts to translate into locale/da; exit 1 while one lacks its translation."

    def handle(self, **options):
        catalog = catalogue.update("da")
        empty = catalogue.untranslated(catalog)
        for message in empty:
            self.stdout.write(f"{message.locations[0][0]}: {message.id}")
        self.stdout.write(f"{len(catalog)} texts, {len(empty)} without translation.")
        if empty:
            raise SystemExit(1)

"""In place of Django's command of that name, which sets any password, and past the trail."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import trail
from accounts.invitation import password_path
from accounts.models import User

WRONG_USAGE = 2


class Command(BaseCommand):
    help = (
        "Prints a link with which a person chooses a new password, for when no mail arrives. Only "
        "the person chooses one. Exit 0 done, 2 when nobody signs in with that e-mail."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("--address", default="http://localhost:8000", help="of the site")

    @transaction.atomic
    def handle(self, email: str, address: str, **options) -> None:
        person = User.objects.by_email([email]).get(email.lower())
        if person is None or not person.is_active:
            raise CommandError("Nobody with that e-mail signs in here.", returncode=WRONG_USAGE)
        trail.record("password.link", person, by=User.objects.system("keeper"))
        self.stdout.write("Give this to the person; the link works once and for three days:")
        self.stdout.write(address + password_path(person))

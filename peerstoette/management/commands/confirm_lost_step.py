"""For a leader who has lost the second step and has no other leader to confirm it."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from partners import lost_step
from peerstoette.lib import dates


class Command(BaseCommand):
    help = "Lets somebody who has asked for it set up a new second step. Call the person first."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, email: str, **options) -> None:
        since = dates.now() - lost_step.WAITS
        asked = User.objects.select_for_update().filter(lost_step_at__gte=since)
        person = asked.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(_("Nobody with that e-mail has asked in the last three days."))
        lost_step.forget(person, by=User.objects.system("keeper"))
        self.stdout.write(_("The person can sign in and set up a new second step."))

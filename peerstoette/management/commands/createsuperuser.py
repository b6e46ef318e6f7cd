"""Django's command of that name would make somebody who may do everything, past the trail."""

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    help = "Refuses: create_leader makes the first who keeps the installation."

    def handle(self, *args, **options) -> None:
        raise CommandError(
            "Nobody is made here past the trail. Run create_leader: it makes a project and its leader,"
            " who also keeps the installation. Whoever keeps it lets others do so in the back office."
        )

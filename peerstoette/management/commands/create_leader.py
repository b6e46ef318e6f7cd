"""The first project of an installation and its leader, asked for on the terminal."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.urls import reverse

from accounts.invitation import password_path
from accounts.models import User
from partners.models import Project
from partners.setup.actions import begin_project
from peerstoette.lib.errors import RuleBroken

WRONG_USAGE = 2
QUESTIONS = {
    "email": "The leader's e-mail",
    "name": "The leader's name",
    "organisation": "The organisation's name",
    "project": "The project's name",
    "slug": "The project's address, for example peerstoette",
    "starts": "The project's first day, for example 2026-01-01",
    "ends": "The project's last day, for example 2027-12-31",
}


class Command(BaseCommand):
    help = (
        "Creates an organisation, a project with its months, and its leader, who also keeps the "
        "installation (admin). Asks for what is not given, and prints the link with which the "
        "leader chooses a password. Exit 0 done or nothing to do, 2 wrong usage."
    )

    def add_arguments(self, parser):
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name}", help=question)
        parser.add_argument(
            "--first", action="store_true", help="do nothing when a project is there already"
        )
        parser.add_argument("--address", default="http://localhost:8000", help="of the site")

    def handle(self, *args, **options):
        if options["first"] and Project.objects.exists():
            return
        answers = {
            name: options[name] or self.ask(question) for name, question in QUESTIONS.items()
        }
        try:
            leader = create(**answers)
        except (RuleBroken, ValidationError, ValueError) as refusal:
            message = " ".join(getattr(refusal, "messages", [str(refusal)]))
            raise CommandError(message, returncode=WRONG_USAGE) from refusal
        set_up = reverse("setup", args=[answers["slug"]])
        self.stdout.write("The set-up of the project, once the leader is signed in:")
        self.stdout.write(options["address"] + set_up)
        self.stdout.write("Choose the leader's password here; the link works for three days:")
        self.stdout.write(options["address"] + password_path(leader))

    def ask(self, question: str) -> str:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            answer = ""
        if not answer:
            raise CommandError(f"{question} is missing.", returncode=WRONG_USAGE)
        return answer


@transaction.atomic
def create(email, name, organisation, project, slug, starts, ends) -> User:
    """Everything or nothing. Raises RuleBroken, ValidationError or ValueError for a wrong answer."""
    validate_email(email)
    validate_slug(slug)
    first_name, _space, last_name = name.partition(" ")
    membership = begin_project(
        by=User.objects.system("setup"),
        slug=slug,
        name=project,
        organisation_name=organisation,
        starts_on=date.fromisoformat(starts),
        ends_on=date.fromisoformat(ends),
        email=email,
        first_name=first_name,
        last_name=last_name,
    )
    leader = membership.user
    leader.is_staff = leader.is_superuser = True
    leader.save(update_fields=["is_staff", "is_superuser"])
    return leader

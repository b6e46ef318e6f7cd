"""``manage.py demo`` builds the demonstration data anew; see ``peerstoette.management.demo``."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partners.access import Role
from partners.models import Membership, Project
from peerstoette.management import demo
from peerstoette.management.demo.people import PASSPHRASE

BAR = 30


class Command(BaseCommand):
    help = "Builds two demonstration projects; everything in the database is replaced."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="only when there is no project")
        parser.add_argument("--yes", action="store_true", help="also outside development")
        parser.add_argument("--sign-ins", action="store_true", help="only tell who can sign in")

    def handle(self, *, if_empty: bool, yes: bool, sign_ins: bool, **options) -> None:
        if sign_ins:
            self.tell_sign_ins()
            return
        if if_empty and Project.objects.exists():
            return
        refuse_real_data(yes)
        demo.rebuild(self.progress(demo.steps()))
        if not if_empty:
            self.tell_sign_ins()

    def progress(self, steps: int):
        """A bar on stderr that is drawn over itself in a terminal; nothing elsewhere but its end."""
        done = 0

        def advance(label: str) -> None:
            nonlocal done
            done += 1
            if self.stderr.isatty():
                bar = "#" * (BAR * done // steps)
                end = "\n" if done == steps else ""
                self.stderr.write(f"\r[{bar:{BAR}}] {done}/{steps}  {label:30}", str, end)
                self.stderr.flush()
            elif done == steps:
                self.stderr.write(_("The demonstration data is built."), str)

        return advance

    def tell_sign_ins(self) -> None:
        """One person for each role in each demonstration project, and the passphrase of all."""
        for project in Project.objects.exclude(demo_date=None):
            self.stdout.write(f"\n{project}  (/p/{project.slug}/)")
            for role, member in one_for_each_role(project):
                self.stdout.write(f"  {role.label:24} {member.user.email:32} {member.user}")
        self.stdout.write(
            "\n" + _("Passphrase of them all: %(passphrase)s") % {"passphrase": PASSPHRASE}
        )


def refuse_real_data(yes: bool) -> None:
    """Raises CommandError unless this is development (or ``yes``) and every project a demonstration."""
    if not (settings.DEVELOPMENT or yes):
        raise CommandError(
            _("This replaces everything in the database. Add --yes if that is what you want.")
        )
    real = Project.objects.filter(demo_date=None).first()
    if real is not None:
        raise CommandError(
            _("%(project)s is no demonstration, so nothing has been touched.") % {"project": real}
        )


def one_for_each_role(project: Project) -> list[tuple[Role, Membership]]:
    members = project.memberships.active().select_related("user").order_by("pk")
    first = {}
    for member in members:
        first.setdefault(Role(member.role), member)
    return [(role, first[role]) for role in Role if role in first]

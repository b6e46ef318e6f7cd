"""The demonstration: two synthetic projects, the same on every run.

Partners, limits, plan and budget are those of the public sources; every person is made up, and no
figure is written anywhere but in a table or drawn from one seeded generator. No clock is read.
"""

from collections.abc import Callable
from random import Random

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from partners.access import Role
from partners.models import Project
from peerstoette.lib import dates, triggers
from peerstoette.management.demo.citizens import make_citizens
from peerstoette.management.demo.meetings import make_evidence, make_meetings
from peerstoette.management.demo.money import make_money
from peerstoette.management.demo.months import LAST_ISSUED, date_trail, issue_months, order_trail
from peerstoette.management.demo.partnership import PROJECTS, make_organisations, make_project
from peerstoette.management.demo.people import make_memberships, make_peers, make_users
from peerstoette.management.demo.readings import make_readings
from peerstoette.management.demo.reports import make_reports
from peerstoette.management.demo.rights import make_rights

SEED = 20180615
TRAIL = "accounts_trailentry"


@transaction.atomic
def rebuild(progress: Callable[[str], None]) -> None:
    """Empty every table and build anew. Frozen rows go too, so the guards are away meanwhile."""
    with translation.override("da"):
        guards = triggers.registered()
        triggers.clear()
        if Project.objects.exists():
            call_command("flush", interactive=False, verbosity=0)
            triggers.clear()  # flushing put them back
        triggers.install([guard for guard in guards if guard.table != TRAIL])
        _build(progress)
        order_trail()
        connection.check_constraints()
        triggers.install(guards)


def steps() -> int:
    """How often ``rebuild`` reports progress."""
    months = [
        month
        for slug, fields in PROJECTS.items()
        for month in dates.months_between(fields["starts_on"], LAST_ISSUED[slug])
    ]
    return len(months) + len(PROJECTS) * 4


def _build(progress: Callable[[str], None]) -> None:
    rng = Random(SEED)
    organisations = make_organisations()
    users = make_users()
    for slug in PROJECTS:
        project = make_project(slug, organisations)
        make_memberships(project, organisations, users)
        workers = make_peers(rng, project, organisations, users)
        progress(_("Partners and peers"))
        leader = project.memberships.get(role=Role.LEADER).user
        make_meetings(project, leader)
        make_evidence(project, leader)
        make_citizens(rng, project, organisations, workers)
        make_rights(project)
        progress(_("Citizens and attendance"))
        accountant = project.memberships.get(role=Role.ACCOUNTANT).user
        make_money(rng, project, accountant)
        progress(_("Budget and vouchers"))
        issue_months(project, accountant, progress)
        date_trail(project)
        make_readings(project)
        make_reports(project)
        progress(_("Status reports"))

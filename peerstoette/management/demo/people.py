"""The people who sign in, their roles, and the peers with everything on their employment."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import User
from partners.access import Role
from partners.models import Membership, Organisation, Project, today
from peers.models import (
    Confirmation,
    Criterion,
    Employment,
    Leave,
    PayRate,
    Peer,
    Training,
)
from peerstoette.management.demo import days, tables

# One passphrase for everybody in the demonstration; it opens nothing else.
PASSPHRASE = "peer-demo-2018-juni"
MAIL = {"peerstoette": "peerstoette.example", "frederiksberg": "frederiksberg.example"}
SALARY_GROWTH = Decimal("1.025")  # a year, from the application's budget


@dataclass(eq=False)
class Worker:
    """A peer at work: from when to when, for whom, and when away."""

    peer: Peer
    user: User
    employer: Organisation
    first: date
    last: date
    leaves: list[Leave]

    def is_away(self, day: date) -> bool:
        return any(day in leave for leave in self.leaves)


def make_users() -> dict[tuple[str, str], User]:
    """Everybody by (project, name to sign in with); the auditor is one person in both projects."""
    hashed = make_password(PASSPHRASE)  # once: a hash that resists guessing takes half a second
    users: dict[tuple[str, str], User] = {}
    for row in tables.rows("people"):
        email = f"{row['sign_in']}@{MAIL[row['project']]}"
        same = next((user for (_, name), user in users.items() if name == row["sign_in"]), None)
        users[row["project"], row["sign_in"]] = same or User(
            username=email,
            email=email,
            password=hashed,
            first_name=row["given_name"],
            last_name=row["family_name"],
            is_active=not row["ended_on"],
            date_joined=tables.moment(date(2014, 12, 1)),
        )
    User.objects.bulk_create({user.email: user for user in users.values()}.values())
    return users


def make_memberships(
    project: Project,
    organisations: dict[str, Organisation],
    users: dict[tuple[str, str], User],
) -> None:
    Membership.objects.bulk_create(
        Membership(
            project=project,
            user=users[project.slug, row["sign_in"]],
            role=row["role"],
            organisation=organisations[row["organisation"]],
            sees_citizens=bool(row["sees_citizens"]),
            began_at=users[project.slug, row["sign_in"]].date_joined,
            ended_at=tables.moment(ended, 23) if (ended := tables.day(row["ended_on"])) else None,
        )
        for row in tables.rows("people", project.slug)
    )


def make_peers(
    rng: Random,
    project: Project,
    organisations: dict[str, Organisation],
    users: dict[tuple[str, str], User],
) -> list[Worker]:
    """The peers with confirmations, employments, pay, leave and training.

    The tables hold one replacement without a gap at two partners and one gap at the region
    (October 2016, until the new peer was confirmed and the workplace visited). Helsingør's third
    contract ends ten days before the commitment does: a shortfall ahead (R3).
    """
    table = tables.rows("employments", project.slug)
    leader = Membership.objects.get(project=project, role=Role.LEADER).user
    peers = {
        row["sign_in"]: Peer(
            project=project,
            user=users[project.slug, row["sign_in"]],
            name=str(users[project.slug, row["sign_in"]]),
            initials=row["initials"],
        )
        for row in table
    }
    Peer.objects.bulk_create(peers.values())
    employments = {
        row["sign_in"]: Employment(
            project=project,
            peer=peers[row["sign_in"]],
            employer=organisations[row["employer"]],
            paid_by=row["paid_by"],
            weekly_hours=Decimal(row["weekly_hours"]),
            starts_on=tables.day(row["starts_on"]),
            ends_on=tables.day(row["ends_on"]),
            visited_on=tables.day(row["visited_on"]),
            active_from=tables.day(row["active_from"]),
        )
        for row in table
    }
    Employment.objects.bulk_create(employments.values())
    leaves = [
        Leave(
            project=project,
            employment=employments[row["sign_in"]],
            kind=row["kind"],
            starts_on=tables.day(row["starts_on"]),
            ends_on=tables.day(row["ends_on"]),
        )
        for row in tables.rows("leaves", project.slug)
    ]
    Leave.objects.bulk_create(leaves)
    Confirmation.objects.bulk_create(
        Confirmation(
            project=project,
            peer=peers[row["sign_in"]],
            criterion=criterion,
            confirmed_on=tables.day(row["confirmed_on"]),
            confirmed_by=leader,
        )
        for row in table
        for criterion in Criterion
    )
    PayRate.objects.bulk_create(
        rate for row in table for rate in _rates(employments[row["sign_in"]], row["yearly_rate"])
    )
    Training.objects.bulk_create(
        training for sign_in in peers for training in _training(rng, employments[sign_in])
    )
    return [
        Worker(
            peer=peers[row["sign_in"]],
            user=users[project.slug, row["sign_in"]],
            employer=employment.employer,
            first=employment.active_from,
            last=employment.ends_on or project.ends_on,
            leaves=[leave for leave in leaves if leave.employment is employment],
        )
        for row in table
        for employment in [employments[row["sign_in"]]]
    ]


def _rates(employment: Employment, first_rate: str) -> list[PayRate]:
    """The rate of the first year and a rise on every New Year after it; none for volunteers."""
    if not first_rate:
        return []
    last_year = employment.ends_on.year
    return [
        PayRate(
            project=employment.project,
            employment=employment,
            valid_from=max(employment.starts_on, date(year, 1, 1)),
            yearly_rate=round(
                Decimal(first_rate) * SALARY_GROWTH ** (year - employment.starts_on.year)
            ),
        )
        for year in range(employment.starts_on.year, last_year + 1)
    ]


def _training(rng: Random, employment: Employment) -> list[Training]:
    """A short intensive start, then a theme every month or two; what lies ahead is not completed."""
    completed, trainings = employment.active_from + timedelta(days=9), []
    for theme in employment.project.training_themes.all():
        completed = days.workday(completed + timedelta(days=rng.randint(12, 50)))
        if completed <= min(employment.ends_on or date.max, today(employment.project)):
            trainings.append(
                Training(
                    project=employment.project,
                    peer=employment.peer,
                    theme=theme,
                    completed_on=completed,
                )
            )
    return trainings

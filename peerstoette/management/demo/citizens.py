"""Citizens from referral to the end of support: drawn, planned, then written."""

from datetime import timedelta
from random import Random

from accounts.models import User
from citizens.models import Citizen, Episode, Extension, Referral
from partners.access import Role
from partners.models import Membership, Organisation, Project, today
from peerstoette.lib import dates
from peerstoette.management.demo import cases, courses, mentoring
from peerstoette.management.demo.cases import Case
from peerstoette.management.demo.diary import Diary
from peerstoette.management.demo.people import Worker
from peerstoette.management.demo.programme import PROGRAMMES

EXTENSION_REASON = "Begynder på uddannelse efter sommer og har brug for støtte i overgangen."


def make_citizens(
    rng: Random,
    project: Project,
    organisations: dict[str, Organisation],
    workers: list[Worker],
) -> None:
    """Everybody who was referred until the project's today, and all that they took part in."""
    programme = PROGRAMMES[project.slug]
    diary = Diary(workers, {organisation.pk: key for key, organisation in organisations.items()})
    drawn = cases.draw(rng, project, programme)
    plans = courses.plan(rng, project, programme, drawn, diary)
    cases.plan_support(rng, project, drawn)
    pairs = mentoring.pair(rng, project, drawn, diary)
    _write(rng, project, organisations, drawn)
    courses.write(rng, project, plans)
    mentoring.write(rng, project, pairs, _holder(project, Role.STAFF))


def _write(
    rng: Random, project: Project, organisations: dict[str, Organisation], drawn: list[Case]
) -> None:
    Citizen.objects.bulk_create({case.citizen.number: case.citizen for case in drawn}.values())
    referrals = [_referral(rng, project, organisations, case) for case in drawn]
    Referral.objects.bulk_create(referrals)
    for case, referral in zip(drawn, referrals, strict=True):
        if case.is_accepted:
            case.episode = _episode(rng, project, case, referral)
    Episode.objects.bulk_create(case.episode for case in drawn if case.episode)
    leader = _holder(project, Role.LEADER)
    Extension.objects.bulk_create(
        Extension(
            project=project,
            episode=case.episode,
            until=project.ends_on,
            reason=EXTENSION_REASON,
            granted_on=dates.add_months(case.first, project.support_months) - timedelta(days=6),
            granted_by=leader,
        )
        for case in drawn
        if case.is_extended
    )


def _referral(
    rng: Random, project: Project, organisations: dict[str, Organisation], case: Case
) -> Referral:
    """Motivation and prospect are recorded; who is declined lacks one of them."""
    is_declined = case.outcome == Referral.Outcome.DECLINED
    lacks = rng.choice(("motivation", "prospect")) if is_declined else ""
    return Referral(
        project=project,
        citizen=case.citizen,
        referred_by=organisations[case.service.organisation],
        model=case.model,
        referred_on=case.referred_on,
        legal_basis=rng.choice(case.service.legal_bases),
        is_motivated=lacks != "motivation",
        has_prospect=lacks != "prospect",
        outcome=case.outcome,
    )


def _episode(rng: Random, project: Project, case: Case, referral: Referral) -> Episode:
    """It starts on the first active day and ends when the last kind of support has ended."""
    day = today(project)
    episode = Episode(project=project, citizen=case.citizen, referral=referral, model=case.model)
    if case.first <= day:
        episode.starts_on = case.first
    if case.last < day:
        episode.ends_on = case.last
        episode.end_reason = _end_reason(rng, case)
    return episode


def _end_reason(rng: Random, case: Case) -> str:
    if case.is_dropout:
        return Episode.EndReason.DROPOUT
    reasons = Episode.EndReason
    return rng.choices([reasons.COMPLETED, reasons.MOVED, reasons.OTHER], [80, 14, 6])[0]


def _holder(project: Project, role: Role) -> User:
    """The first person who holds the role."""
    return Membership.objects.filter(project=project, role=role).order_by("pk")[0].user

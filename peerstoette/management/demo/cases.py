"""Who is referred, with what outcome, and for how long each is supported."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from citizens.models import Citizen, Episode, Referral
from partners.models import Project, SupportModel, today
from peerstoette.lib import dates
from peerstoette.management.demo import days, names
from peerstoette.management.demo.programme import Programme, Service

DECLINED = 0.11
DROPOUT = 0.16
RETURNS = 0.05
OTHER_MODEL = 0.05  # a municipality's citizen who is in the region's treatment, and the reverse
LONGEST_WAIT = timedelta(days=100)  # for a course, without other support
PAST_LIMIT = 3
NEARING_LIMIT = 6


@dataclass(eq=False)
class Case:
    """One referral and the support that followed; dates are planned ones until written.

    ``mentoring`` and ``course`` are the first and last planned day of each kind of support.
    ``reliability`` is the chance that the citizen comes.
    """

    citizen: Citizen
    service: Service
    model: str
    referred_on: date
    outcome: str
    reliability: float
    is_dropout: bool
    is_extended: bool = False
    mentoring: tuple[date, date] | None = None
    course: tuple[date, date] | None = None
    episode: Episode | None = field(default=None, repr=False)

    @property
    def is_accepted(self) -> bool:
        return self.outcome == Referral.Outcome.ACCEPTED

    @property
    def first(self) -> date:
        return min(period[0] for period in (self.mentoring, self.course) if period)

    @property
    def last(self) -> date:
        return max(period[1] for period in (self.mentoring, self.course) if period)


def draw(rng: Random, project: Project, programme: Programme) -> list[Case]:
    """Every referral in order of its day; some citizens come back a year or so later."""
    referrals = sorted(_referral_day(rng, project, programme) for _ in range(programme.citizens))
    people = names.distinct(rng, programme.citizens)
    cases = []
    for number, (day, (given, family)) in enumerate(zip(referrals, people, strict=True), start=1):
        citizen = Citizen(
            project=project,
            number=number,
            given_name=given,
            family_name=family,
            birth_year=day.year - _age(rng, programme),
        )
        shares = [service.share for service in programme.services]
        service = rng.choices(programme.services, shares)[0]
        cases.append(_case(rng, project, citizen, service, day))
    cases += list(_returning(rng, project, cases))
    return sorted(cases, key=lambda case: (case.referred_on, case.citizen.number))


def plan_support(rng: Random, project: Project, cases: Iterable[Case]) -> None:
    """Mentoring for all who are not on a course, and for some who are."""
    accepted = [case for case in cases if case.is_accepted]
    for case in accepted:
        is_early = case.course and case.course[0] - case.referred_on <= LONGEST_WAIT
        if not is_early or (not case.is_dropout and rng.random() < 0.4):
            case.mentoring = _mentoring(rng, case)
    _long_ones(project, accepted)


def _referral_day(rng: Random, project: Project, programme: Programme) -> date:
    span = (today(project) - programme.first_referral).days - 1
    day = programme.first_referral + timedelta(days=rng.randint(0, span))
    while days.is_summer(day) and rng.random() < 0.7:  # services refer less in July
        day = programme.first_referral + timedelta(days=rng.randint(0, span))
    return days.workday_before(day)


def _age(rng: Random, programme: Programme) -> int:
    youngest, usual, oldest = programme.ages
    return round(rng.triangular(youngest, oldest, usual))


def _case(
    rng: Random, project: Project, citizen: Citizen, service: Service, referred_on: date
) -> Case:
    return Case(
        citizen=citizen,
        service=service,
        model=_model(rng, service),
        referred_on=referred_on,
        outcome=_outcome(rng, project, referred_on),
        reliability=rng.uniform(0.62, 0.97),
        is_dropout=rng.random() < DROPOUT,
    )


def _model(rng: Random, service: Service) -> str:
    if rng.random() >= OTHER_MODEL:
        return service.model
    return (
        SupportModel.MUNICIPAL
        if service.model == SupportModel.PSYCHIATRY
        else SupportModel.PSYCHIATRY
    )


def _outcome(rng: Random, project: Project, referred_on: date) -> str:
    if (today(project) - referred_on).days < 35 and rng.random() < 0.6:
        return Referral.Outcome.WAITING
    return Referral.Outcome.DECLINED if rng.random() < DECLINED else Referral.Outcome.ACCEPTED


def _returning(rng: Random, project: Project, cases: list[Case]) -> Iterable[Case]:
    """A second episode long after the first: one citizen still, two episodes (R7)."""
    for case in cases:
        day = days.workday(case.referred_on + timedelta(days=rng.randint(430, 640)))
        if case.is_accepted and day < today(project) and rng.random() < RETURNS:
            yield _case(rng, project, case.citizen, case.service, day)


def _mentoring(rng: Random, case: Case) -> tuple[date, date]:
    """Typically half a year and at most one; a dropout leaves within three months."""
    first = days.workday(case.referred_on + timedelta(days=rng.randint(8, 32)))
    weeks = rng.uniform(3, 12) if case.is_dropout else min(max(rng.gauss(23, 8), 8), 50)
    last = first + timedelta(days=round(weeks * 7))
    return first, max(last, case.course[0]) if case.course else last


def _long_ones(project: Project, cases: list[Case]) -> None:
    """A few run past the limit, one of them with leave to; some more come near it this month (R5)."""
    day = today(project)
    a_year_ago = dates.add_months(day, -project.support_months)

    def begun(first: date, last: date) -> list[Case]:
        mentored = [case for case in cases if case.mentoring and not case.is_dropout]
        return [case for case in mentored if first <= case.first <= last]

    past = begun(dates.add_months(a_year_ago, -2), a_year_ago - timedelta(days=5))[:PAST_LIMIT]
    nearing = begun(a_year_ago + timedelta(days=4), dates.add_months(a_year_ago, 1))
    for case in [*past, *nearing[:NEARING_LIMIT]]:
        case.mentoring = (case.mentoring[0], project.ends_on)
    if past:
        past[0].is_extended = True

"""The list of citizens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import django_filters
from django import forms
from django.db.models import (
    Case,
    DateField,
    Expression,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import (
    Coalesce,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
    Greatest,
    Least,
    NullIf,
)
from django.db.models.lookups import Exact, GreaterThan
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.models import User
from citizens.access import partner_organisations, sees_everyone
from citizens.models import Attendance, Citizen, Meeting, Referral
from citizens.standing import (
    CURRENT,
    PILLS,
    Status,
    has_ended,
    having,
    limit_of,
    status_of,
    told_episodes,
    told_referrals,
    with_latest,
)
from partners.lists import ALL, Column, Day, Filters, Number, Table
from partners.models import Organisation, Project, SupportModel, today
from peerstoette.lib import dates

MONTHS_OF_YEAR = 12
NEVER = date(1900, 1, 1)  # before every project: SQLite finds no greatest of a day and nothing


@dataclass(frozen=True)
class CitizenRow:
    """A citizen as the list tells it; ``months`` used and ``last_day`` are None before support began.

    ``seen_on`` is the last day on which the citizen came, for those who meet the citizen.
    """

    citizen: Citizen
    status: Status
    months: int | None
    months_most: int
    last_day: date | None
    seen_on: date | None

    @property
    def pill(self) -> str:
        return PILLS.get(self.status, "")

    @property
    def status_label(self) -> Promise:
        return self.status.label

    @property
    def model(self) -> str:
        model = self.citizen.referred_model
        return str(SupportModel(model).label) if model else ""


class CitizenTable(Table):
    """Names only where the person works with the few who are listed."""

    title = _("Citizens")
    counted = ngettext_lazy("%(count)d citizen", "%(count)d citizens", "count")
    file_name = pgettext_lazy("file name", "citizens")

    code = Column(
        _("Citizen"),
        accessor="citizen__code",
        order_by="number",
        cell="citizens/_code_cell.html",
        css="ps-nowrap",
    )
    name = Column(_("Name"), accessor="citizen__short_name", order_by=("given_name", "family_name"))
    status = Column(
        _("Status"), accessor="status_label", orderable=False, cell="citizens/_status_cell.html"
    )
    months = Number(
        _("Months used"), initial_sort_descending=True, cell="citizens/_months_cell.html"
    )
    until = Day(_("Runs until"), accessor="last_day", orderable=False)
    model = Column(_("Model"), order_by="referred_model")
    partner = Column(_("Referred by"), accessor="citizen__referred_by", order_by="referred_by")
    seen = Day(_("Last seen"), accessor="seen_on", order_by="seen_on", initial_sort_descending=True)

    class Meta:
        order_by = "-code"


class CodeField(forms.RegexField):
    """``B-0412``, ``b412`` or ``412`` as the citizen's number."""

    def __init__(self, **options) -> None:
        super().__init__(regex=r"^[Bb]?-?[0-9]{1,6}$", **options)
        self.error_messages["invalid"] = _(
            "Search by code, for example B-0412. Names never stand in an address."
        )

    def clean(self, value) -> int | None:
        text = super().clean(value).lstrip("Bb-")
        return int(text) if text else None


class CodeFilter(django_filters.Filter):
    field_class = CodeField


class CitizenFilters(Filters):
    quick = "status"
    defaults = {"status": CURRENT}

    q = CodeFilter(label=_("Code"), field_name="number")
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        method="by_status",
        empty_label=None,
        choices=[(CURRENT, _("Current")), *Status.choices, (ALL, _("All"))],
    )
    model = django_filters.ChoiceFilter(
        label=_("Model"),
        field_name="referred_model",
        empty_label=_("All"),
        choices=SupportModel.choices,
    )
    partner = django_filters.ModelChoiceFilter(
        label=_("Referred by"), field_name="referrer", empty_label=_("All"), method="by_partner"
    )

    def __init__(self, data: QueryDict, rows, *, project: Project, user: User) -> None:
        if data.get("q") and data.get("status", CURRENT) in ("", CURRENT):
            data = data.copy()
            data["status"] = ALL  # who asks for one citizen wants that one, under way or not
        super().__init__(data, rows, project=project, user=user)
        self.filters["partner"].queryset = partner_organisations(project)

    def by_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        if status == ALL:
            return rows
        return having(rows, status, today(self.project), self.project.support_months)

    def by_partner(self, rows: QuerySet, name: str, partner: Organisation) -> QuerySet:
        return rows.filter(referrer=partner.pk)


def listed_citizens(project: Project, user: User) -> QuerySet:
    """The citizens whom the person may see, with what the list tells, sorts and filters by."""
    citizens = Citizen.objects.filter(project=project).visible_to(user)
    episodes = told_episodes(user, project)
    return (
        with_latest(citizens, told_referrals(user, project), episodes)
        .annotate(seen_on=_last_seen(user, project))
        .alias(months=_months_used(episodes, today(project)))
    )


def citizen_rows(citizens: Sequence[Citizen], project: Project) -> list[CitizenRow]:
    """What the list tells of citizens from ``listed_citizens``. No query."""
    day = today(project)
    return [_citizen_row(citizen, project, day) for citizen in citizens]


def _citizen_row(citizen: Citizen, project: Project, day: date) -> CitizenRow:
    citizen.project = project
    begun_on, ended_on = citizen.begun_on, citizen.ended_on
    limit = limit_of(begun_on, citizen.extended_to, project.support_months)
    status = status_of(
        is_waiting=citizen.outcome == Referral.Outcome.WAITING,
        has_episode=citizen.episode is not None,
        has_ended=has_ended(begun_on, ended_on, day),
        limit=limit,
        day=day,
    )
    is_clocked = limit is not None and status != Status.WAITING
    return CitizenRow(
        citizen=citizen,
        status=status,
        months=dates.whole_months(begun_on, min(day, ended_on or day)) if is_clocked else None,
        months_most=project.support_months,
        last_day=limit - dates.ONE_DAY if is_clocked else None,
        seen_on=citizen.seen_on,
    )


def _last_seen(user: User, project: Project) -> Expression:
    """The last day on which the citizen came; only for those who meet the citizen (rulings).

    A session counts when it is held and registered, which one that waits for some answers is not.
    """
    day = today(project)
    sessions = Attendance.objects.filter(
        citizen=OuterRef("pk"), came=True, session__was_held=True, session__date__lte=day
    )
    meetings = Meeting.objects.filter(
        match__episode__citizen=OuterRef("pk"), came=True, date__lte=day
    )
    session = Subquery(sessions.order_by("-session__date").values("session__date")[:1])
    meeting = Subquery(meetings.order_by("-date").values("date")[:1])
    never = Value(NEVER, output_field=DateField())
    last = NullIf(Greatest(Coalesce(session, never), Coalesce(meeting, never)), never)
    if sees_everyone(user, project):
        return last
    met = Citizen.objects.met_by(user).filter(project=project).values_list("pk", flat=True)
    return Case(When(pk__in=list(met), then=last), output_field=DateField())


def _months_used(episodes: QuerySet, day: date) -> Case:
    """``dates.whole_months`` of the support, for the database to sort by; nothing before it began."""
    last = Least(Coalesce(F("ends_on"), Value(day)), Value(day), output_field=DateField())
    next_day = ExpressionWrapper(last + Value(dates.ONE_DAY), output_field=DateField())
    months = (
        (ExtractYear(last) - ExtractYear("starts_on")) * MONTHS_OF_YEAR
        + ExtractMonth(last)
        - ExtractMonth("starts_on")
    )
    used = Case(
        When(starts_on=None, then=None),
        When(starts_on__gt=day, then=0),
        When(
            GreaterThan(ExtractDay("starts_on"), ExtractDay(last))
            & Exact(ExtractMonth(next_day), ExtractMonth(last)),
            then=months - 1,
        ),
        default=months,
        output_field=IntegerField(),
    )
    latest = episodes.filter(citizen=OuterRef("pk")).order_by("-pk")
    return Case(
        When(outcome=Referral.Outcome.WAITING, then=None),
        default=Subquery(latest.annotate(used=used).values("used")[:1]),
        output_field=IntegerField(),
    )

"""Organisations, projects with their months, and the only clock."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.access import ScopedQuerySet
from peerstoette.lib import dates
from peerstoette.lib.alphabet import Alphabetical
from peerstoette.lib.fields import (
    FreeLineField,
    MoneyField,
    digits,
    validate_cvr,
    validate_gln,
)

MOST_PAYMENT_DAYS = 120


class OrganisationQuerySet(models.QuerySet):
    def of(self, project: "Project") -> "OrganisationQuerySet":
        """The organisations that take part in the project: its owner, its lead, its partners."""
        return self.filter(
            Q(pk__in=[project.owner_id, project.lead_id])
            | Q(pk__in=project.partners.values("organisation"))
        )


class Organisation(models.Model):
    """A public authority, a user organisation, or anyone else who takes part or pays."""

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        MUNICIPALITY = "municipality", _("Municipality")
        USERS = "users", _("User organisation")
        OTHER = "other", _("Other")

    name = FreeLineField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True, validators=[validate_cvr])
    gln = models.CharField(
        _("GLN (EAN number)"), max_length=13, blank=True, validators=[validate_gln]
    )
    department = FreeLineField(_("department"), max_length=120, blank=True)
    street = FreeLineField(_("street"), max_length=120, blank=True)
    postcode = models.CharField(
        _("postcode"),
        max_length=4,
        blank=True,
        validators=[digits(4, 4, _("Write the four digits of the postcode."))],
    )
    city = FreeLineField(_("city"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    bank_registration = models.CharField(
        _("bank registration number"),
        max_length=4,
        blank=True,
        validators=[digits(4, 4, _("Write the four digits of the registration number."))],
    )
    bank_account = models.CharField(
        _("bank account"),
        max_length=10,
        blank=True,
        validators=[digits(4, 10, _("Write four to ten digits."))],
    )
    payment_days = models.PositiveSmallIntegerField(
        _("days to pay"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PAYMENT_DAYS)],
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = [Alphabetical("name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError for half of what a payment needs."""
        both = {name: getattr(self, name) for name in ("bank_registration", "bank_account")}
        absent = [name for name, value in both.items() if not value]
        if len(absent) == 1:
            raise ValidationError(
                {absent[0]: _("Write both the registration number and the account.")}
            )


class Pool(models.Model):
    """Money that a funder has set aside for several projects."""

    name = FreeLineField(_("name"), max_length=160, unique=True)
    funder = FreeLineField(_("funder"), max_length=160)
    amount = MoneyField(_("amount, kr."), null=True, blank=True)

    class Meta:
        verbose_name = _("pool")
        verbose_name_plural = _("pools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(models.QuerySet):
    def taken_part_in_by(self, organisations) -> "ProjectQuerySet":
        """Those which one of the organisations, by id, owns, leads or is a partner of."""
        partners = Q(partners__organisation__in=organisations)
        parties = Q(owner__in=organisations) | Q(lead__in=organisations)
        return self.filter(parties | partners).distinct()

    def visible_to(self, user) -> "ProjectQuerySet":
        """The projects in which the person holds a role."""
        return self.filter(pk__in=user.memberships.active().values("project_id"))


class Project(models.Model):
    """One grant-funded partnership, with its own limits as data.

    Fewer than ``hidden_below`` people are never shown as a count to those who see counts only
    (R14). The goals are what the application expects to reach; 0 where it names none. The minimum of peers and full-time equivalents holds for each employing partner on every
    day of the commitment (R3).
    """

    slug = models.SlugField(_("address"), unique=True)
    name = FreeLineField(_("name"), max_length=160)
    pool = models.ForeignKey(
        Pool, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("pool")
    )
    funder = FreeLineField(_("funder"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("project owner")
    )
    lead = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("lead partner")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    demo_date = models.DateField(
        _("date of the demonstration"),
        null=True,
        blank=True,
        help_text=_("Only demonstration projects have one: for them it is always this day."),
    )
    age_min = models.PositiveSmallIntegerField(_("youngest citizen"), default=18)
    age_max = models.PositiveSmallIntegerField(_("oldest citizen"), null=True, blank=True)
    support_months = models.PositiveSmallIntegerField(_("longest support, months"), default=12)
    goal_year = models.PositiveSmallIntegerField(_("citizens in a year, at most"), default=0)
    goal_from = models.PositiveSmallIntegerField(_("citizens in all, from"), default=0)
    goal_to = models.PositiveSmallIntegerField(_("citizens in all, to"), default=0)
    goal_peers = models.PositiveSmallIntegerField(_("peers in all, at least"), default=0)
    hidden_below = models.PositiveSmallIntegerField(_("counts are hidden below"), default=5)
    min_peers = models.PositiveSmallIntegerField(_("peers at each employing partner"), default=0)
    min_fte = models.DecimalField(
        _("full-time equivalents at each employing partner"),
        max_digits=5,
        decimal_places=2,
        default=0,
    )
    commitment_starts_on = models.DateField(_("commitment from"), null=True, blank=True)
    commitment_ends_on = models.DateField(_("commitment to"), null=True, blank=True)
    invoice_reference = models.CharField(_("order number on invoices"), max_length=40, blank=True)
    invoice_contact = FreeLineField(_("reference on invoices"), max_length=80, blank=True)
    invoice_vat_note = FreeLineField(_("VAT text on invoices"), max_length=200, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="project_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(goal_to__gte=F("goal_from")), name="project_goal_rises"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.slug])

    @property
    def is_demo(self) -> bool:
        return self.demo_date is not None

    @property
    def period(self) -> dates.Period:
        return dates.Period(self.starts_on, self.ends_on)

    @property
    def invoices_owner(self) -> bool:
        """Whether the lead sends the owner an invoice: not when they are one and the same."""
        return self.owner_id != self.lead_id

    def add_months(self) -> None:
        """Make the months of the project's period that are not there yet."""
        present = set(self.months.values_list("first_day", flat=True))
        Month.objects.bulk_create(
            Month(project=self, first_day=day, last_day=dates.last_of_month(day))
            for day in dates.months_between(self.starts_on, self.ends_on)
            if day not in present
        )


def today(project: Project) -> date:
    """The only clock: a demonstration's own date, else the real day in Europe/Copenhagen."""
    return project.demo_date or dates.copenhagen_today()


def today_of_row() -> Coalesce:
    """The same clock in a query over rows of several projects: each row's project has its own."""
    return Coalesce("project__demo_date", models.Value(dates.copenhagen_today()))


class MonthQuerySet(ScopedQuerySet):
    capability = "month.view"

    def of(self, day: date) -> "Month":
        """The month that holds the day. Raises Month.DoesNotExist outside the project's period."""
        return self.get(first_day=dates.first_of_month(day))

    def open(self) -> "MonthQuerySet":
        return self.filter(state__in=[Month.State.OPEN, Month.State.IN_REVIEW])


class Month(models.Model):
    """A month of a project. What happened in it can be changed until it is closed (R11)."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        IN_REVIEW = "review", _("In review")
        CLOSED = "closed", _("Closed")
        ISSUED = "issued", _("Issued")

    project = models.ForeignKey(Project, models.PROTECT, related_name="months")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("month")
        verbose_name_plural = _("months")
        ordering = ["project", "first_day"]
        constraints = [models.UniqueConstraint(fields=["project", "first_day"], name="month_once")]

    def __str__(self) -> str:
        return dates.month_name(self.first_day)

    def get_absolute_url(self) -> str:
        return reverse("month", args=[self.project.slug, self.key])

    @property
    def key(self) -> str:
        """``2018-05``, as in addresses and commands."""
        return f"{self.first_day:%Y-%m}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.OPEN, self.State.IN_REVIEW}

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

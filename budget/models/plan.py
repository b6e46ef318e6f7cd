"""The budget as it was granted: lines by year, stated beside computed, and the payment plan."""

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.access import ScopedQuerySet
from partners.models import BilingualName, Organisation, Project
from peerstoette.lib import money
from peerstoette.lib.fields import MoneyField


class Group(models.TextChoices):
    """The groups of the budget form. The first two are the grant, the last two the co-financing."""

    STAFF = "staff", pgettext_lazy("budget", "Staff")
    OPERATING = "operating", _("Operating costs")
    IN_KIND = "in_kind", _("In kind")
    PARTNER_PEERS = "partner_peers", _("Peers employed by partners")


GRANT_GROUPS = (Group.STAFF, Group.OPERATING)
COFINANCING_GROUPS = (Group.IN_KIND, Group.PARTNER_PEERS)


# Beyond these a computed amount would outgrow what can be added up to the øre.
MAX_GROWTH = Decimal("1.5")
MAX_GROWTH_STEPS = 50
A_WHOLE = MaxValueValidator(Decimal(1))


class BudgetQuerySet(ScopedQuerySet):
    capability = "budget.view"


class BudgetLine(BilingualName):
    """A line of the budget. Amounts are kr.; ``stated_total`` is what the source says they sum to.

    A salary line can be computed: basis × posts × share of full time × growth^steps × share of the
    year (application, budget form). A stated amount can differ from the computed one: both are kept.
    """

    class Phasing(models.TextChoices):
        EVEN = "even", _("Evenly over the year")
        REST = "rest", _("What is left is expected to be used")

    project = models.ForeignKey(Project, models.PROTECT, related_name="budget_lines")
    number = models.PositiveSmallIntegerField(_("number"))
    group = models.CharField(_("group"), max_length=13, choices=Group.choices)
    partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("co-financed by"),
    )
    norm = models.DecimalField(_("norm"), max_digits=5, decimal_places=2, null=True, blank=True)
    weekly_hours = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    basis = MoneyField(_("yearly basis, kr."), null=True, blank=True)
    posts = models.DecimalField(_("posts"), max_digits=5, decimal_places=2, default=1)
    time_share = models.DecimalField(
        _("share of full time"), max_digits=6, decimal_places=4, default=1, validators=[A_WHOLE]
    )
    growth = models.DecimalField(
        _("growth a year"),
        max_digits=6,
        decimal_places=4,
        default=Decimal(1),
        validators=[MaxValueValidator(MAX_GROWTH)],
    )
    phasing = models.CharField(
        _("phasing"), max_length=4, choices=Phasing.choices, default=Phasing.EVEN
    )
    is_yearly_duty = models.BooleanField(_("a duty of every year"), default=False)
    stated_total = MoneyField(_("stated total, kr."))

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="budget_line_once")
        ]

    @property
    def is_grant(self) -> bool:
        return self.group in GRANT_GROUPS

    def computed(self, year: "BudgetYear") -> Decimal | None:
        """The year's amount by the form's arithmetic, to the øre; None where nothing is computed."""
        if self.basis is None or year.year_share is None:
            return None
        return money.kroner(
            self.basis
            * self.posts
            * self.time_share
            * self.growth**year.growth_steps
            * year.year_share
        )


class BudgetYear(models.Model):
    """The stated amount of a line in one year, kr., and the factors of its computed amount."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = MoneyField(_("stated, kr."))
    growth_steps = models.PositiveSmallIntegerField(
        _("salary rises"), default=0, validators=[MaxValueValidator(MAX_GROWTH_STEPS)]
    )
    year_share = models.DecimalField(
        _("share of the year"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[A_WHOLE],
    )

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget of a year")
        verbose_name_plural = _("budgets of years")
        ordering = ["line", "year"]
        constraints = [models.UniqueConstraint(fields=["line", "year"], name="budget_year_once")]

    def __str__(self) -> str:
        return f"{self.line} {self.year}"


class StatedSum(models.Model):
    """A sum that the source states, so that it can be held against the lines it sums."""

    class Scope(models.TextChoices):
        STAFF = "staff", _("Staff in all")
        OPERATING = "operating", _("Operating costs in all")
        GRANT = "grant", _("Grant budget")
        COFINANCING = "cofinancing", _("Co-financing in all")

    project = models.ForeignKey(Project, models.PROTECT, related_name="stated_sums")
    scope = models.CharField(_("sum"), max_length=11, choices=Scope.choices)
    year = models.PositiveSmallIntegerField(
        _("year, none for the whole project"), null=True, blank=True
    )
    norm = models.DecimalField(_("norm"), max_digits=5, decimal_places=2, null=True, blank=True)
    amount = MoneyField(_("stated, kr."))

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("stated sum")
        verbose_name_plural = _("stated sums")
        ordering = ["project", "scope", "year"]
        constraints = [
            models.UniqueConstraint(fields=["project", "scope", "year"], name="stated_sum_once"),
            models.UniqueConstraint(
                fields=["project", "scope"],
                condition=models.Q(year=None),
                name="stated_sum_whole_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.year or ''}".strip()

    @property
    def groups(self) -> tuple[str, ...]:
        return {
            self.Scope.STAFF: (Group.STAFF,),
            self.Scope.OPERATING: (Group.OPERATING,),
            self.Scope.GRANT: GRANT_GROUPS,
            self.Scope.COFINANCING: COFINANCING_GROUPS,
        }[self.Scope(self.scope)]


class Grant(models.Model):
    """What was granted, kr., and the average instalment that the source states."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="grant")
    amount = MoneyField(_("granted, kr."))
    granted_on = models.DateField(_("granted"))
    stated_average = MoneyField(_("stated average instalment, kr."), null=True, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")

    def __str__(self) -> str:
        return f"{self.project}: {money.show(self.amount)}"


class Instalment(models.Model):
    """A quarterly payment of the grant, kr."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="instalments")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    amount = MoneyField(_("amount, kr."))

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["project", "year", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "quarter"], name="instalment_once"),
            models.CheckConstraint(
                condition=models.Q(quarter__range=(1, 4)), name="instalment_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.quarter}"

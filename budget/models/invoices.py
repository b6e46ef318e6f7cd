"""What left the house: numbered invoices, and the accounts of a closed month, both frozen."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budget.models.plan import BudgetLine, Group
from partners.access import ScopedQuerySet
from partners.models import Month, Organisation, Project
from peerstoette.lib.fields import MoneyField


class InvoiceQuerySet(ScopedQuerySet):
    capability = "papers.view"


class Invoice(models.Model):
    """The month's specified invoice to the project owner, frozen once it has its number (R10).

    Parties are kept as they were at issue (``issuer``, ``recipient``). A negative net is a credit
    note with the same lines.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    project = models.ForeignKey(Project, models.PROTECT, related_name="invoices")
    month = models.OneToOneField(Month, models.PROTECT, related_name="invoice")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    issuer_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"), null=True)
    issued_on = models.DateField(_("invoice date"))
    due_on = models.DateField(_("to be paid by"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issuer = models.JSONField(_("issuer as it was"))
    recipient = models.JSONField(_("recipient as it was"))
    reference = models.CharField(_("order number"), max_length=40, blank=True)
    contact = models.CharField(_("reference"), max_length=80, blank=True)
    vat_note = models.CharField(_("VAT text"), max_length=200, blank=True)
    total = MoneyField(_("total, kr."))

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["project", "-month__first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer_organisation", "kind", "number"], name="invoice_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("invoice", args=[self.project.slug, self.pk])


class Counter(models.Model):
    """The last number used by an issuer for a kind of document, shared by its projects.

    The row is locked while a number is taken, last of all in the transaction that issues: so there
    is no gap and nobody is refused (R10).
    """

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of document"), max_length=20, choices=Invoice.Kind.choices)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [models.UniqueConstraint(fields=["issuer", "kind"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.issuer}: {self.get_kind_display()} {self.last_number}"


class InvoiceLine(models.Model):
    """One budget line of an invoice, kr., named as it was at issue."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    budget_line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="+")
    group = models.CharField(_("group"), max_length=13, choices=Group.choices)
    name_da = models.CharField(_("name in Danish"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    amount = MoneyField(_("this month, kr."))
    year_to_date = MoneyField(_("year to date, kr."))
    budget = MoneyField(_("whole budget, kr."))
    remaining = MoneyField(_("remaining of the whole budget, kr."))

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["invoice", "budget_line__number"]

    def __str__(self) -> str:
        return f"{self.invoice}: {self.name_da}"


class MonthSnapshot(models.Model):
    """The accounts and the co-financing statement of a closed month, as they were at closing.

    ``heading`` is what its papers say of project and sender (``snapshots.heading``).
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    month = models.OneToOneField(Month, models.PROTECT, related_name="snapshot")
    heading = models.JSONField(_("heading"))
    accounts = models.JSONField(_("accounts"))
    cofinancing = models.JSONField(_("co-financing"))

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed month's figures")
        verbose_name_plural = _("closed months' figures")

    def __str__(self) -> str:
        return str(self.month)

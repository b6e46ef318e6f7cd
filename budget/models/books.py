"""Vouchers: what the lead paid, when, to whom, and on which budget lines."""

import secrets
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budget.models.plan import BudgetLine
from partners.access import ScopedQuerySet
from partners.models import Month, Project
from peerstoette.lib import money
from peerstoette.lib.fields import FreeLineField, MoneyField


def document_path(voucher: "Voucher", filename: str) -> str:
    """A path that tells nothing; the name the file came with is never used."""
    suffix = PurePosixPath(filename).suffix.lower()
    return f"vouchers/{voucher.project_id}/{secrets.token_hex(16)}{suffix}"


class VoucherQuerySet(ScopedQuerySet):
    capability = "vouchers.view"

    def without_document(self) -> "VoucherQuerySet":
        """Those that still need one; a correction stands on the voucher it corrects."""
        return self.filter(document="", corrects=None)

    def search(
        self,
        *,
        days: tuple[date, date] | None,
        line: BudgetLine | None,
        without_document: bool,
    ) -> "VoucherQuerySet":
        """Those posted from one day to another, on a budget line, without a document, latest first.

        Each has ``amount``, kr.: of the line that is asked for, else of all its lines.
        """
        found = self.without_document() if without_document else self
        if days is not None:
            found = found.filter(posting_date__range=days)
        part = models.Q(lines__budget_line=line) if line is not None else None
        found = found.annotate(amount=models.Sum("lines__amount", filter=part))
        found = found.filter(amount__isnull=False).prefetch_related("lines__budget_line")
        return found.order_by("-year", "-number")

    def total(self) -> Decimal:
        """The sum of what a search found, kr."""
        return money.kroner(self.aggregate(total=models.Sum("amount"))["total"] or 0)


class Voucher(models.Model):
    """A paid bill. It is posted in an open month; the date on the bill may be earlier (rulings)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="vouchers")
    month = models.ForeignKey(Month, models.PROTECT, related_name="vouchers")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number in the year"))
    document_date = models.DateField(_("date on the document"))
    posting_date = models.DateField(_("posting date"))
    supplier = FreeLineField(_("supplier"), max_length=120)
    text = FreeLineField(_("text"), max_length=200, help_text=_("Do not write names of citizens."))
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects voucher"),
    )
    document = models.FileField(_("document"), upload_to=document_path, blank=True)
    document_type = models.CharField(max_length=40, blank=True, editable=False)
    document_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering = ["project", "-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year", "number"], name="voucher_once"),
            models.UniqueConstraint(fields=["corrects"], name="voucher_corrected_once"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("voucher", args=[self.project.slug, self.pk])

    @property
    def code(self) -> str:
        """``2018-0187``."""
        return f"{self.year}-{self.number:04d}"

    @property
    def sum(self) -> Decimal:
        """What its lines add up to, kr."""
        return money.total(line.amount for line in self.lines.all())

    @property
    def document_name(self) -> str:
        """The name under which the document is given out: the voucher's number and nothing else."""
        return f"{self.code}{PurePosixPath(self.document.name).suffix}"


class VoucherLine(models.Model):
    """A part of a voucher on one budget line, kr.; negative for a refund or a correction."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="lines")
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="voucher_lines", verbose_name=_("budget line")
    )
    amount = MoneyField(_("amount, kr."))

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher line")
        verbose_name_plural = _("voucher lines")
        ordering = ["voucher", "id"]

    def __str__(self) -> str:
        return f"{self.voucher}: {self.budget_line}"

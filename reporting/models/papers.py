"""Papers as they left the house."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.access import ScopedQuerySet
from partners.models import Month, Project


class StoredPaperQuerySet(ScopedQuerySet):
    capability = "papers.view"


class StoredPaper(models.Model):
    """The exact bytes of a paper of an issued month, in one language, never drawn anew."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        ACCOUNTS = "accounts", _("Monthly accounts")
        COFINANCING = "cofinancing", _("Co-financing statement")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    month = models.ForeignKey(Month, models.PROTECT, related_name="papers")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    content = models.BinaryField(_("content"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    stored_at = models.DateTimeField(_("stored"), auto_now_add=True)

    objects = StoredPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored paper")
        verbose_name_plural = _("stored papers")
        ordering = ["month", "kind", "format"]
        constraints = [
            models.UniqueConstraint(fields=["month", "kind", "format"], name="stored_paper_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.month}"

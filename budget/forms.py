"""What the accountant writes: vouchers with their lines, corrections, documents, imports."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budget.models import BudgetLine, Voucher
from budget.models.plan import GRANT_GROUPS
from partners.models import Project
from partners.months import open_month
from peerstoette.lib.errors import RuleBroken
from peerstoette.lib.fields import DayField, MoneyFormField

MAX_LINES = 20
DOCUMENT_HELP = gettext_lazy("PDF or picture, at most 10 MB.")


def text_field(name: str, **kwargs) -> forms.CharField:
    """The form's field for a line of text of the voucher."""
    return Voucher._meta.get_field(name).formfield(**kwargs)


def day_field(label, help_text) -> DayField:
    return DayField(label=label, help_text=help_text)


def open_day(project: Project, day: date) -> date:
    """The day, if its month can be posted in. Raises ValidationError with the sentence if not."""
    try:
        open_month(project, day, field="posting_date")
    except RuleBroken as refusal:
        raise ValidationError(refusal.message, code=refusal.topic) from refusal
    return day


def document_field(help_text, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Document"),
        help_text=help_text,
        required=required,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class LineChoice(forms.ModelChoiceField):
    def label_from_instance(self, line: BudgetLine) -> str:
        return line.name


def grant_lines(project: Project):
    return project.budget_lines.filter(group__in=GRANT_GROUPS)


class VoucherForm(forms.Form):
    """A voucher and its lines: ``line_1`` with ``amount_1``, and so on. Empty lines are left out."""

    document_date = day_field(
        gettext_lazy("Date on the document"),
        gettext_lazy("The date on the bill, for example 14.5.2018"),
    )
    posting_date = day_field(
        gettext_lazy("Posting date"), gettext_lazy("In an open month, for example 31.5.2018")
    )
    supplier = text_field("supplier")
    text = text_field("text")

    def __init__(
        self,
        data=None,
        files=None,
        *,
        project: Project,
        lines: int = 1,
        with_document: bool = True,
        **kwargs,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.project = project
        self.numbers = range(1, min(lines, MAX_LINES) + 1)
        choices = list(grant_lines(project))
        for number in self.numbers:
            self.fields[f"line_{number}"] = _line_field(project, number, choices)
            self.fields[f"amount_{number}"] = _amount_field(number)
        if with_document:
            later = _("PDF or picture, at most 10 MB. You can attach it later.")
            self.fields["document"] = document_field(later, required=False)

    def clean_posting_date(self) -> date:
        return open_day(self.project, self.cleaned_data["posting_date"])

    def clean(self) -> dict:
        data = super().clean()
        for number in self.numbers:
            line, amount = f"line_{number}", f"amount_{number}"
            if data.get(line) and amount in data and data[amount] is None:
                self.add_error(amount, _("Write an amount."))
            if data.get(amount) is not None and line in data and data[line] is None:
                self.add_error(line, _("Choose a budget line."))
        return data

    def lines(self) -> list[tuple[BudgetLine, Decimal]]:
        """The lines that are filled in."""
        pairs = [
            (self.cleaned_data.get(f"line_{number}"), self.cleaned_data.get(f"amount_{number}"))
            for number in self.numbers
        ]
        return [(line, amount) for line, amount in pairs if line and amount is not None]

    def verb(self) -> dict:
        """What the actions take."""
        names = ["document_date", "posting_date", "supplier", "text"]
        values = {name: self.cleaned_data[name] for name in names}
        if "document" in self.fields:
            values["document"] = self.cleaned_data["document"]
        return values | {"lines": self.lines()}


def _line_field(project: Project, number: int, choices: list[BudgetLine]) -> LineChoice:
    field = LineChoice(
        grant_lines(project),
        required=number == 1,
        error_messages={"required": _("Choose a budget line.")},
        label=_("Budget line") if number == 1 else _("Budget line %(n)d") % {"n": number},
        widget=forms.Select(attrs={"class": "ps-w-20"}),
    )
    # one query serves every line of the voucher
    field.choices = [("", "---------"), *((line.pk, line.name) for line in choices)]
    return field


def _amount_field(number: int) -> MoneyFormField:
    field = MoneyFormField(
        required=number == 1,
        error_messages={"required": _("Write an amount.")},
        label=_("Amount") if number == 1 else _("Amount %(n)d") % {"n": number},
    )
    field.unit = _("kr.")
    return field


def lines_sent(data: Mapping) -> int:
    """How many lines the sent form has, one more if another was asked for."""
    count = sum(1 for number in range(1, MAX_LINES + 1) if f"amount_{number}" in data)
    return max(count, 1) + ("more" in data)


def initial_of(voucher: Voucher) -> dict:
    """The voucher as its form shows it."""
    names = ["document_date", "posting_date", "supplier", "text"]
    initial = {name: getattr(voucher, name) for name in names}
    for number, line in enumerate(voucher.lines.all(), start=1):
        initial |= {f"line_{number}": line.budget_line_id, f"amount_{number}": line.amount}
    return initial


class CorrectionForm(forms.Form):
    posting_date = day_field(
        gettext_lazy("Posting date"), gettext_lazy("In an open month, for example 31.5.2018")
    )
    text = text_field(
        "text",
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("What was wrong. Do not write names of citizens."),
    )

    def __init__(self, *args, project: Project, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_posting_date(self) -> date:
        return open_day(self.project, self.cleaned_data["posting_date"])


class DocumentForm(forms.Form):
    document = document_field(DOCUMENT_HELP, required=True)


class ImportForm(forms.Form):
    """A table that takes the place of the one that stands, by its name among the tables."""

    BUDGET, PAYMENTS = "budget", "payments"
    table = forms.ChoiceField(
        label=gettext_lazy("Table"),
        choices=[
            (BUDGET, gettext_lazy("Budget")),
            (PAYMENTS, gettext_lazy("Grant and payment plan")),
        ],
        initial=BUDGET,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or XLSX, at most 5 MB. Nothing is written before you have seen what it does."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

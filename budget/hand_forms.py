"""The budget written by hand: one form for a line with its years, one for the grant and its payment."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budget.models import BudgetLine, Grant
from budget.models.plan import Group
from partners.models import Organisation, Project
from partners.setup.forms import BilingualForm
from peerstoette.lib import dates
from peerstoette.lib.fields import DayField, MoneyFormField


class AmountField(MoneyFormField):
    unit = gettext_lazy("kr.")


class LineForm(BilingualForm):
    """A budget line; ``year_2018`` and so on hold what each year of the project may cost."""

    stated_total = AmountField(
        label=gettext_lazy("Total in all"),
        required=False,
        min_value=Decimal(0),
        help_text=gettext_lazy(
            "Leave it empty to use the sum of the years. Write what the application states where"
            " that differs: the difference is then shown as a finding."
        ),
    )

    class Meta:
        model = BudgetLine
        fields = ["number", "group", "name_da", "name_en", "partner", "phasing", "is_yearly_duty"]
        labels = {"is_yearly_duty": gettext_lazy("Must have money every year, such as the audit")}
        help_texts = {
            "group": gettext_lazy(
                "Staff and operating costs are the grant. The other two are co-financing."
            ),
            "name_en": gettext_lazy("Leave it empty to use the Danish name."),
            "partner": gettext_lazy("Only for co-financing: who pays."),
        }

    def __init__(self, *args, instance: BudgetLine, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        project = instance.project
        partners = project.partners.values("organisation")
        self.fields["partner"].queryset = Organisation.objects.filter(pk__in=partners)
        self.fields["group"].choices = [("", _("Choose a group")), *Group.choices]
        self.years = range(project.starts_on.year, project.ends_on.year + 1)
        stated = {year.year: year.amount for year in instance.years.all()} if instance.pk else {}
        for year in self.years:
            self.fields[f"year_{year}"] = AmountField(
                label=_("Budget of %(year)d") % {"year": year},
                required=False,
                min_value=Decimal(0),
                initial=stated.get(year),
            )
        self.order_fields(
            [
                "number",
                "group",
                "name_da",
                "name_en",
                "partner",
                *(f"year_{year}" for year in self.years),
            ]
        )
        total = sum(stated.values(), Decimal(0))
        if instance.pk and instance.stated_total != total:
            self.initial["stated_total"] = instance.stated_total

    def clean(self) -> dict:
        data = super().clean()
        if not self.amounts and data.get("stated_total") is None and not self.errors:
            self.add_error(f"year_{self.years[0]}", _("Write an amount for at least one year."))
        return data

    @property
    def amounts(self) -> dict[int, Decimal]:
        """What is written, kr. by year; an empty year has no budget."""
        written = {year: self.cleaned_data.get(f"year_{year}") for year in self.years}
        return {year: amount for year, amount in written.items() if amount is not None}

    def verb(self) -> dict:
        """What the action takes."""
        years = {f"year_{year}" for year in self.years}
        fields = {key: value for key, value in self.cleaned_data.items() if key not in years}
        return fields | {"amounts": self.amounts}


class GrantForm(forms.Form):
    amount = AmountField(label=gettext_lazy("Granted"))
    granted_on = DayField(
        label=gettext_lazy("Granted on"), help_text=gettext_lazy("The date of the letter of grant.")
    )

    def __init__(self, *args, grant: Grant | None, **kwargs):
        super().__init__(*args, **kwargs)
        if grant is not None:
            self.initial = {"amount": grant.amount, "granted_on": grant.granted_on}


class InstalmentsForm(forms.Form):
    """What is paid out in each quarter that the project touches: ``quarter_2018_2`` and so on."""

    def __init__(self, *args, project: Project, **kwargs):
        super().__init__(*args, **kwargs)
        standing = {(each.year, each.quarter): each.amount for each in project.instalments.all()}
        self.quarters = sorted({*quarters(project), *standing})
        for year, quarter in self.quarters:
            self.fields[f"quarter_{year}_{quarter}"] = AmountField(
                label=_("%(quarter)d. quarter of %(year)d") % {"quarter": quarter, "year": year},
                required=False,
                min_value=Decimal(0),
                initial=standing.get((year, quarter)),
            )

    def verb(self) -> dict:
        """What the action takes; a quarter without an amount pays nothing."""
        written = {
            (year, quarter): self.cleaned_data.get(f"quarter_{year}_{quarter}")
            for year, quarter in self.quarters
        }
        return {"amounts": {key: amount for key, amount in written.items() if amount is not None}}


def quarters(project: Project) -> Iterator[tuple[int, int]]:
    """Every year and quarter that holds a day of the project."""
    for first in dates.months_between(project.starts_on, project.ends_on):
        yield first.year, _quarter(first)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3

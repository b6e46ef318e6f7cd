"""The posted vouchers as a table that an accounting system takes in: a row for each line."""

from decimal import Decimal

from import_export import fields, resources, widgets

from budget.models import VoucherLine
from peerstoette.lib import tables


class AmountWidget(widgets.Widget):
    """Kroner as the number that they are: what writes the file knows how it looks."""

    def render(self, value, obj=None, **kwargs) -> Decimal:
        return value


class PostingResource(resources.ModelResource):
    """A line of a voucher with what its voucher says; columns are Danish, as in the other tables."""

    number = fields.Field("voucher__code", "bilag")
    posted = fields.Field("voucher__posting_date", "bogført", widgets.DateWidget("%d.%m.%Y"))
    dated = fields.Field("voucher__document_date", "bilagsdato", widgets.DateWidget("%d.%m.%Y"))
    supplier = fields.Field("voucher__supplier", "leverandør")
    text = fields.Field("voucher__text", "tekst")
    corrects = fields.Field("voucher__corrects__code", "retter")
    line_number = fields.Field("budget_line__number", "nr")
    line = fields.Field("budget_line__name_da", "post")
    amount = fields.Field("amount", "beløb", AmountWidget())

    class Meta:
        model = VoucherLine
        fields = (
            "number",
            "posted",
            "dated",
            "supplier",
            "text",
            "corrects",
            "line_number",
            "line",
            "amount",
        )
        export_order = fields


def postings_csv(found) -> bytes:
    """The lines of the vouchers that were found, oldest voucher first, in the order of the books."""
    lines = VoucherLine.objects.filter(voucher__in=found.values("pk"))
    lines = lines.select_related("voucher__corrects", "budget_line")
    ordered = lines.order_by("voucher__year", "voucher__number", "id")
    table = PostingResource().export(ordered)
    return tables.write_csv(table.headers, table)

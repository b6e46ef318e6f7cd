"""Pages of the months and their papers, of what does not add up, and the project's first page."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget.cofinancing import statement
from budget.models import Invoice
from partners.access import door, may
from partners.lists import Listing, Rows
from partners.models import Month, Project, today
from peerstoette.lib.errors import RuleBroken
from reporting import actions, figures
from reporting.closing import Standing, seen_by
from reporting.downloads import download
from reporting.findings import explained, findings
from reporting.lists import (
    FindingFilters,
    FindingTable,
    MonthFilters,
    MonthTable,
    PaperFilters,
    PaperTable,
    issued_months,
    listed_months,
    month_lines,
)
from reporting.papers import draft_of, invoice_figures, invoice_of, paper_of
from reporting.start import start

act = require_http_methods(["GET", "HEAD", "POST"])


@door("project.view")
@require_safe
def overview_page(request, project):
    shown = start(request.user, project)
    context = {"section": "overview", "start": shown}
    if shown.board:
        return render(request, "reporting/start_board.html", context | shown.board)
    return render(request, "reporting/start.html", context)


@door("month.view")
@require_safe
def month_list(request, project):
    listing = _months(request, project, listed_months(project), MonthTable, MonthFilters)
    return listing.response("reporting/month_list.html", {"section": "months"})


@door("month.view")
@require_safe
def month_detail(request, project, day):
    month = _month(request, project, day, "month.view")
    standing = Standing(month)
    context = {
        "section": "months",
        "month": month,
        "standing": standing,
        "blockers": seen_by(request.user, project, standing.blockers),
        "table": figures.accounts_table(standing.accounts),
        "invoice": invoice_of(month),
        "may_close": may(request.user, "month.close", project),
        "may_post": may(request.user, "vouchers.edit", project),
    }
    return render(request, "reporting/month_detail.html", context)


@door("accounts.view")
@require_safe
def month_cofinancing(request, project, day):
    month = _month(request, project, day, "accounts.view")
    shown = statement(month)
    context = {
        "section": "months",
        "month": month,
        "statement": shown,
        "totals": figures.statement_sums(shown),
        "shows_peers": may(request.user, "pay.view", project),
        "may_see_month": may(request.user, "month.view", project),
    }
    return render(request, "reporting/month_cofinancing.html", context)


@door("month.close")
@require_POST
def month_review(request, project, day):
    month = _month(request, project, day, "month.close")
    try:
        actions.review(by=request.user, month=month)
    except RuleBroken as refusal:
        return _refused(request, month, refusal, "reporting/month_close.html")
    messages.success(request, _("%(month)s is in review.") % {"month": str(month).capitalize()})
    return redirect(month)


@door("month.close", fresh=True)
@act
def month_close(request, project, day):
    month = _month(request, project, day, "month.close")
    if request.method == "POST":
        try:
            actions.close(by=request.user, month=month)
        except RuleBroken as refusal:
            return _refused(request, month, refusal, "reporting/month_close.html")
        messages.success(request, _("%(month)s is closed.") % {"month": str(month).capitalize()})
        return redirect(month)
    return render(request, "reporting/month_close.html", _consequences(request, month))


@door("month.close", fresh=True)
@act
def month_issue(request, project, day):
    month = _month(request, project, day, "month.close")
    if request.method == "POST":
        try:
            invoice = actions.issue(by=request.user, month=month)
        except RuleBroken as refusal:
            return _refused(request, month, refusal, "reporting/month_issue.html")
        messages.success(request, _issued(month, invoice))
        return redirect(month)
    return render(request, "reporting/month_issue.html", _consequences(request, month))


@door("month.view")
@require_safe
def draft(request, project, day, kind, format):
    month = _month(request, project, day, "month.view")
    return download(request, draft_of(month, kind, format), about=month, label=month.key)


@door("papers.view")
@require_safe
def paper_list(request, project):
    listing = _months(request, project, issued_months(project), PaperTable, PaperFilters)
    return listing.response("reporting/paper_list.html", {"section": "papers"})


@door("papers.view")
@require_safe
def paper(request, project, day, kind, format):
    month = _month(request, project, day, "papers.view")
    return download(request, paper_of(month, kind, format), about=month, label=month.key)


@door("papers.view")
@require_safe
def invoice_detail(request, project, pk):
    invoices = Invoice.objects.filter(project=project).visible_to(request.user)
    invoice = get_object_or_404(invoices.select_related("month__project"), pk=pk)
    context = {
        "section": "papers",
        "invoice": invoice,
        "figures": invoice_figures(invoice.month, invoice),
    }
    return render(request, "reporting/invoice_detail.html", context)


@door("findings.view")
@require_safe
def finding_list(request, project):
    listing = Listing(
        request,
        project,
        Rows(explained(request.user, project, findings(project))),
        table=FindingTable,
        filters=FindingFilters,
    )
    return listing.response("reporting/finding_list.html", {"section": "findings"})


def _months(request, project: Project, months, table, filters) -> Listing:
    """A list of months; only one who invoices the owner has a column for it."""
    return Listing(
        request,
        project,
        months,
        table=table,
        filters=filters,
        present=partial(month_lines, project=project),
        without=[] if project.invoices_owner else ["invoice"],
    )


def _month(request, project: Project, day: date, capability: str) -> Month:
    """The month for those who have the capability; those who keep no books see it once it is issued.

    One that has not begun has nothing to show: what is to come before it is not known yet.
    """
    begun = Month.objects.filter(project=project, first_day__lte=today(project))
    months = begun.in_projects_of(request.user, capability)
    if not may(request.user, "month.view", project):
        months = months.filter(state=Month.State.ISSUED)
    month = get_object_or_404(months, first_day=day)
    month.project = project
    return month


def _consequences(request, month: Month) -> dict:
    standing = Standing(month)
    return {
        "section": "months",
        "month": month,
        "standing": standing,
        "blockers": seen_by(request.user, month.project, standing.blockers),
        "figures": invoice_figures(month, invoice_of(month)),
    }


def _refused(request, month: Month, refusal: RuleBroken, template: str) -> HttpResponse:
    context = _consequences(request, month) | {"refusal": refusal.message}
    return render(request, template, context, status=422)


def _issued(month: Month, invoice: Invoice | None) -> str:
    if invoice is None:
        return _("%(month)s is issued without an invoice.") % {"month": str(month).capitalize()}
    return _("%(invoice)s is issued.") % {"invoice": invoice}

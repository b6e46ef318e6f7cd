"""Pages of the months and their papers, of what does not add up, and the project's first page."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budget.cofinancing import statement
from budget.models import Invoice
from partners.access import door, may
from partners.models import Month, Project, today
from peerstoette.lib.errors import RuleBroken
from reporting import actions, figures
from reporting.closing import Standing, seen_by
from reporting.findings import counts, explained, findings
from reporting.overview import overview
from reporting.papers import Document, draft_of, invoice_figures, invoice_of, paper_of

act = require_http_methods(["GET", "HEAD", "POST"])


@door("project.view")
@require_safe
def overview_page(request, project):
    context = {"section": "overview", "overview": overview(request.user, project)}
    return render(request, "reporting/overview.html", context)


@door("month.view")
@require_safe
def month_list(request, project):
    context = {"section": "months", "years": figures.by_year(figures.month_rows(project))}
    return render(request, "reporting/month_list.html", context)


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


@door("month.close")
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


@door("month.close")
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
    return _download(draft_of(month, kind, format))


@door("papers.view")
@require_safe
def paper_list(request, project):
    months = figures.issued(figures.month_rows(project))
    context = {"section": "papers", "years": figures.by_year(months)}
    return render(request, "reporting/paper_list.html", context)


@door("papers.view")
@require_safe
def paper(request, project, day, kind, format):
    month = _month(request, project, day, "papers.view")
    return _download(paper_of(month, kind, format))


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
    found = findings(project)
    context = {
        "section": "findings",
        "total": len(found),
        "counts": counts(found),
        "severity": request.GET.get("severity", ""),
        "findings": explained(
            request.user, project, found, severity=request.GET.get("severity", "")
        ),
    }
    return render(request, "reporting/finding_list.html", context)


def _month(request, project: Project, day: date, capability: str) -> Month:
    """The month for those who have the capability: some see papers of months they cannot open.

    One that has not begun has nothing to show: what is to come before it is not known yet.
    """
    begun = Month.objects.filter(project=project, first_day__lte=today(project))
    months = begun.in_projects_of(request.user, capability)
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


def _download(document: Document | None) -> HttpResponse:
    if document is None:
        raise Http404
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name)
    return response

"""Pages of the budget and of the vouchers."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from budget import actions, exports, journal
from budget.formats import CSV_TYPE
from budget.forms import (
    CorrectionForm,
    DocumentForm,
    ImportForm,
    VoucherFilterForm,
    VoucherForm,
    initial_of,
    lines_sent,
)
from budget.ledger import history, left_of_year
from budget.models import Voucher
from budget.plan import Plan
from budget.table import table
from partners.access import door, may
from partners.models import today
from peerstoette.lib.errors import RuleBroken

PAGE_SIZE = 50

page = require_http_methods(["GET", "HEAD", "POST"])


@door("budget.view")
@require_safe
def budget(request, project):
    plan = Plan(project)
    context = {
        "section": "budget",
        "plan": plan,
        "table": table(plan),
        "show_computed": "computed" in request.GET,
        "may_edit": may(request.user, "budget.edit", project),
        "may_see_findings": may(request.user, "findings.view", project),
    }
    return render(request, "budget/budget_detail.html", context)


@door("budget.edit")
@page
def budget_import(request, project):
    form = ImportForm(*_sent(request))
    if form.is_bound and _act(form, lambda: _import(request, project, form)):
        return redirect("budget", project.slug)
    context = {"section": "budget", "form": form, "columns": exports.columns()}
    return render(request, "budget/budget_import.html", context, status=_status(form))


@door("budget.view")
@require_safe
def budget_export(request, project):
    return _csv(exports.budget_csv(Plan(project)), f"budget-{project.slug}.csv")


@door("vouchers.view")
@require_safe
def vouchers(request, project):
    form = VoucherFilterForm(request.GET, project=project)
    found = Voucher.objects.filter(project=project).visible_to(request.user)
    found = found.search(**form.values())
    context = {
        "section": "vouchers",
        "form": form,
        "total": found.total(),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_edit": may(request.user, "vouchers.edit", project),
    }
    return render(request, "budget/voucher_list.html", context, status=_status(form))


@door("vouchers.view")
@require_safe
def voucher_export(request, project):
    """What the list shows with the same filter, all pages of it."""
    form = VoucherFilterForm(request.GET, project=project)
    if not form.is_valid():
        raise Http404
    found = Voucher.objects.filter(project=project).visible_to(request.user)
    return _csv(journal.postings_csv(found.search(**form.values())), f"bilag-{project.slug}.csv")


@door("vouchers.edit")
@page
def voucher_add(request, project):
    form = _voucher_form(request, project, initial={"posting_date": today(project)})
    if form.is_bound:
        voucher = _act(
            form,
            lambda: actions.create_voucher(by=request.user, project=project, **form.values()),
        )
        if voucher:
            messages.success(request, _("Voucher %(code)s has been posted.") % _code(voucher))
            return redirect(voucher)
    context = {"heading": _("Create voucher"), "cancel": reverse("vouchers", args=[project.slug])}
    return _voucher_page(request, project, form, context)


@door("vouchers.view")
@require_safe
def voucher(request, project, pk):
    voucher = _voucher(request, project, pk)
    may_edit = may(request.user, "vouchers.edit", project)
    context = {
        "section": "vouchers",
        "voucher": voucher,
        "corrections": voucher.corrections.all(),
        "history": history(voucher),
        "may_change": may_edit and voucher.month.is_open,
        "may_correct": may_edit and not voucher.month.is_open,
    }
    return render(request, "budget/voucher_detail.html", context)


@door("vouchers.edit")
@page
def voucher_edit(request, project, pk):
    voucher = _voucher(request, project, pk)
    form = _voucher_form(request, project, initial=initial_of(voucher), with_document=False)
    if form.is_bound and _act(
        form, lambda: actions.update_voucher(by=request.user, voucher=voucher, **form.values())
    ):
        messages.success(request, _("Voucher %(code)s has been changed.") % _code(voucher))
        return redirect(voucher)
    heading = _("Change voucher %(code)s") % _code(voucher)
    context = {"heading": heading, "cancel": voucher.get_absolute_url(), "voucher": voucher}
    return _voucher_page(request, project, form, context)


@door("vouchers.edit")
@page
def voucher_correct(request, project, pk):
    voucher = _voucher(request, project, pk)
    text = _("Correction of %(code)s") % _code(voucher)
    form = CorrectionForm(
        request.POST or None,
        project=project,
        initial={"posting_date": today(project), "text": text},
    )
    if form.is_bound:
        correction = _act(
            form,
            lambda: actions.correct_voucher(by=request.user, voucher=voucher, **form.cleaned_data),
        )
        if correction:
            messages.success(request, _("Voucher %(code)s has been posted.") % _code(correction))
            return redirect(correction)
    context = {"heading": _("Correct voucher %(code)s") % _code(voucher), "voucher": voucher}
    return _form_page(request, form, context | {"save": _("Post correction")})


@door("vouchers.edit")
@page
def voucher_attach(request, project, pk):
    voucher = _voucher(request, project, pk)
    form = DocumentForm(*_sent(request))
    if form.is_bound and _act(
        form,
        lambda: actions.attach_document(
            by=request.user, voucher=voucher, file=form.cleaned_data["document"]
        ),
    ):
        messages.success(request, _("The document has been attached."))
        return redirect(voucher)
    heading = _("Attach document to %(code)s") % _code(voucher)
    context = {"heading": heading, "voucher": voucher, "save": _("Attach document")}
    return _form_page(request, form, context)


@door("vouchers.view")
@require_safe
def voucher_document(request, project, pk):
    voucher = _voucher(request, project, pk)
    if not voucher.document:
        raise Http404
    try:
        document = voucher.document.open()
    except FileNotFoundError:
        return render(request, "budget/document_gone.html", _code(voucher), status=404)
    return FileResponse(
        document,
        as_attachment=True,
        filename=voucher.document_name,
        content_type=voucher.document_type,
    )


def _voucher(request, project, pk) -> Voucher:
    visible = Voucher.objects.filter(project=project).visible_to(request.user)
    related = visible.select_related("month__project", "corrects", "created_by", "project")
    return get_object_or_404(related.prefetch_related("lines__budget_line"), pk=pk)


def _sent(request) -> tuple:
    """Fields and files for a form: bound also to an empty one, unbound on the first visit."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _code(voucher: Voucher) -> dict[str, str]:
    return {"code": voucher.code}


def _voucher_form(request, project, *, initial: dict, with_document: bool = True) -> VoucherForm:
    """The form as sent; unbound on the first visit and when another line is asked for."""
    options = {"project": project, "with_document": with_document}
    if request.method != "POST":
        lines = sum(1 for name in initial if name.startswith("line_"))
        return VoucherForm(initial=initial, lines=max(lines, 1), **options)
    lines = lines_sent(request.POST)
    if "more" in request.POST:
        return VoucherForm(initial=request.POST.dict(), lines=lines, **options)
    return VoucherForm(request.POST, request.FILES, lines=lines, **options)


def _act(form: Form, act: Callable):
    """What the act gives; None when the form is wrong or a rule refuses, told in the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except RuleBroken as refusal:
        problems = getattr(refusal, "problems", [refusal.message])
        form.add_error(refusal.field if refusal.field in form.fields else None, problems)
        return None


def _import(request, project, form: ImportForm) -> bool:
    file = form.cleaned_data["file"]
    sent = {"by": request.user, "project": project, "name": file.name, "content": file.read()}
    if form.cleaned_data["table"] == ImportForm.BUDGET:
        count = actions.import_budget(**sent)
        text = ngettext(
            "The budget has been imported: %(count)d line.",
            "The budget has been imported: %(count)d lines.",
            count,
        )
    else:
        count = actions.import_payments(**sent)
        text = ngettext(
            "The payment plan has been imported: %(count)d instalment.",
            "The payment plan has been imported: %(count)d instalments.",
            count,
        )
    messages.success(request, text % {"count": count})
    return True


def _status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _voucher_page(request, project, form: VoucherForm, context: dict) -> HttpResponse:
    context |= {"section": "vouchers", "form": form, "left": left_of_year(project)}
    return render(request, "budget/voucher_edit.html", context, status=_status(form))


def _form_page(request, form: Form, context: dict) -> HttpResponse:
    context |= {"section": "vouchers", "form": form}
    return render(request, "budget/voucher_form.html", context, status=_status(form))


def _csv(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CSV_TYPE, headers=headers)

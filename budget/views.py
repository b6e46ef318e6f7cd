"""Pages of the budget and of the vouchers."""

from functools import partial

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budget import actions, documents, exports, journal
from budget.forms import (
    CorrectionForm,
    DocumentForm,
    ImportForm,
    VoucherForm,
    initial_of,
    lines_sent,
)
from budget.ledger import history, left_of_year
from budget.lists import VoucherFilters, VoucherTable, voucher_rows
from budget.models import Voucher
from budget.plan import Plan
from budget.table import table
from partners.access import door, may
from partners.acting import act_on, files_sent, form_page, page, sent
from partners.files import hand_out, refuse
from partners.lists import Listing
from partners.models import TransferDraft, today
from partners.transfer import acts as transfer
from partners.transfer.registry import find
from peerstoette.lib.tables import CSV_TYPE

# tables that go out to whoever sees the budget
WHOLE = (ImportForm.BUDGET, ImportForm.PAYMENTS)


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
    form = ImportForm(sent(request), files_sent(request))
    draft = act_on(form, partial(_bring, request, project))
    if draft:
        return redirect("transfer_draft", project.slug, draft.pk)
    context = {"section": "budget", "form": form, "columns": exports.columns()}
    return render(request, "budget/budget_import.html", context, status=_status(form))


@door("budget.view", fresh=True)
@require_safe
def budget_export(request, project, table: str, suffix: str):
    """The budget or the payment plan, in the columns that the import reads."""
    if table not in WHOLE or suffix not in transfer.WRITERS:
        raise Http404
    content = transfer.written(find(table)(project, request.user), suffix)
    name, media_type = f"{table}-{project.slug}.{suffix}", transfer.WRITERS[suffix]
    return hand_out(request, content, name=name, media_type=media_type)


@door("vouchers.view")
@require_safe
def vouchers(request, project):
    found = Voucher.objects.filter(project=project).visible_to(request.user)
    listing = Listing(
        request,
        project,
        found,
        table=VoucherTable,
        filters=VoucherFilters,
        present=voucher_rows,
    )
    context = {
        "section": "vouchers",
        "total": None if listing.is_refused else listing.found.total(),
        "may_edit": may(request.user, "vouchers.edit", project),
    }
    return listing.response("budget/voucher_list.html", context)


@door("vouchers.view", fresh=True)
@require_safe
def voucher_export(request, project):
    """What the list shows with the same filter, line by line, for the accounting system."""
    found = Voucher.objects.filter(project=project).visible_to(request.user)
    filters = VoucherFilters(request.GET, found, project=project, user=request.user)
    if not filters.form.is_valid():
        raise Http404
    content = journal.postings_csv(filters.found())
    return hand_out(request, content, name=f"bilag-{project.slug}.csv", media_type=CSV_TYPE)


@door("vouchers.edit")
@page
def voucher_add(request, project):
    form = _voucher_form(request, project, initial={"posting_date": today(project)})
    voucher = act_on(form, partial(actions.create_voucher, by=request.user, project=project))
    if voucher is None:
        return _voucher_page(request, form, _("Create voucher"))
    messages.success(request, _("Voucher %(code)s has been posted.") % _code(voucher))
    return redirect(voucher)


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
    if act_on(form, partial(actions.update_voucher, by=request.user, voucher=voucher)):
        messages.success(request, _("Voucher %(code)s has been changed.") % _code(voucher))
        return redirect(voucher)
    return _voucher_page(request, form, _("Change voucher %(code)s") % _code(voucher), voucher)


@door("vouchers.edit")
@page
def voucher_correct(request, project, pk):
    voucher = _voucher(request, project, pk)
    text = _("Correction of %(code)s") % _code(voucher)
    initial = {"posting_date": today(project), "text": text}
    form = CorrectionForm(sent(request), project=project, initial=initial)
    correction = act_on(form, partial(actions.correct_voucher, by=request.user, voucher=voucher))
    if correction is None:
        heading = _("Correct voucher %(code)s") % _code(voucher)
        consequences = [
            _("The lines are posted once more with the opposite sign, on the posting date."),
            _("It cannot be undone. A voucher is corrected once, and both vouchers stay."),
        ]
        save = _("Post correction")
        return _about(
            request, form, voucher, heading, save, consequences=consequences, rule="closed"
        )
    messages.success(request, _("Voucher %(code)s has been posted.") % _code(correction))
    return redirect(correction)


@door("vouchers.edit")
@page
def voucher_attach(request, project, pk):
    voucher = _voucher(request, project, pk)
    form = DocumentForm(sent(request), files_sent(request))
    act = partial(actions.attach_document, by=request.user, voucher=voucher)
    if act_on(form, lambda document: act(file=document)):
        messages.success(request, _("The document has been attached."))
        return redirect(voucher)
    heading = _("Attach document to %(code)s") % _code(voucher)
    return _about(request, form, voucher, heading, _("Attach document"))


@door("vouchers.view")
@require_safe
def voucher_document(request, project, pk):
    voucher = _voucher(request, project, pk)
    if not voucher.document:
        raise Http404
    name, kind = voucher.document_name, voucher.document_type
    try:
        content = documents.content_of(voucher)
    except FileNotFoundError:
        return render(request, "budget/document_gone.html", _code(voucher), status=404)
    except documents.Replaced as replaced:
        expected = voucher.document_sha256
        refuse(request, name=name, about=voucher, expected=expected, found=replaced.sha256)
        return render(request, "budget/document_changed.html", _code(voucher), status=409)
    return hand_out(request, content, name=name, media_type=kind, about=voucher)


def _voucher(request, project, pk) -> Voucher:
    visible = Voucher.objects.filter(project=project).visible_to(request.user)
    related = visible.select_related("month__project", "corrects", "created_by", "project")
    return get_object_or_404(related.prefetch_related("lines__budget_line"), pk=pk)


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


def _bring(request, project, *, table: str, file) -> TransferDraft:
    """Nothing is written before the person has looked at what the file does."""
    return transfer.bring(
        by=request.user,
        project=project,
        table=find(table),
        name=file.name,
        content=file.read(),
    )


def _status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _crumbs(project, voucher: Voucher | None) -> list[tuple[str, str]]:
    crumbs = [(_("Vouchers"), reverse("vouchers", args=[project.slug]))]
    return [*crumbs, (voucher.code, voucher.get_absolute_url())] if voucher else crumbs


def _voucher_page(request, form: VoucherForm, heading: str, voucher: Voucher | None = None):
    """The form of a whole voucher, beside what is left of the year's budget."""
    return form_page(
        request,
        form,
        section="vouchers",
        crumbs=_crumbs(request.project, voucher),
        heading=heading,
        save=_("Save voucher"),
        failed=_("The voucher has not been saved."),
        template="budget/voucher_edit.html",
        left=left_of_year(request.project),
    )


def _about(request, form: Form, voucher: Voucher, heading: str, save: str, **more) -> HttpResponse:
    """A form about a posted voucher, beside its lines."""
    return form_page(
        request,
        form,
        section="vouchers",
        crumbs=_crumbs(request.project, voucher),
        heading=heading,
        save=save,
        template="budget/voucher_form.html",
        voucher=voucher,
        **more,
    )

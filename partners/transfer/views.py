"""Pages of tables that come and go as files: choose, look, import; or take one home."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import sessions
from partners.access import door, may
from partners.acting import act_on, files_sent, form_page, page, sent
from partners.models import TransferDraft
from partners.transfer import acts
from partners.transfer.forms import FileForm
from partners.transfer.registry import find, tables
from partners.transfer.table import Table
from peerstoette.lib.errors import RuleBroken

SHOWN = 200


@door("transfer.open")
@require_safe
def transfers(request, project):
    """The tables that the person may bring and take."""
    acts.drop_outdated()
    own = [
        table(project, request.user)
        for table in tables()
        if may(request.user, table.capability, project)
    ]
    return render(
        request,
        "partners/transfers.html",
        {"section": "transfers", "tables": own, "suffixes": acts.WRITERS},
    )


@door("transfer.open")
@page
def transfer(request, project, table: str):
    """Bring a table."""
    kind = _table(request, project, table)
    if _is_asked_again(request, kind):
        return sessions.ask_again(request)
    acts.drop_outdated()
    form = FileForm(sent(request), files_sent(request))
    draft = act_on(form, partial(_bring, request, project, type(kind)))
    if draft:
        return redirect("transfer_draft", project.slug, draft.pk)
    return form_page(
        request,
        form,
        section="transfers",
        crumbs=[(_("Import and export"), reverse("transfers", args=[project.slug]))],
        heading=_("Import %(table)s") % {"table": str(kind.title).lower()},
        save=_("Look at what it does"),
        failed=_("Nothing has been imported."),
        template="partners/transfer_form.html",
        table=kind,
    )


@door("transfer.open")
@page
def transfer_draft(request, project, pk: int):
    """What the file would do; then yes or no."""
    drafts = TransferDraft.objects.filter(project=project).visible_to(request.user).current()
    draft = get_object_or_404(drafts, pk=pk)
    draft.project, draft.user = project, request.user
    kind = _table(request, project, draft.table)
    if _is_asked_again(request, kind):
        return sessions.ask_again(request)
    acts.drop_outdated()
    refusal = ""
    if request.method == "POST":
        if "drop" in request.POST:
            acts.drop(draft=draft)
            return redirect("transfer", project.slug, draft.table)
        try:
            plan = acts.bring_in(by=request.user, draft=draft, mark=request.POST.get("mark", ""))
        except acts.DraftGone as gone:
            messages.warning(request, gone.message)
            return redirect("transfers", project.slug)
        except RuleBroken as refused:
            refusal = refused.message
        else:
            messages.success(request, _done(plan))
            return redirect(find(draft.table).page, project.slug)
    seen = acts.preview(by=request.user, draft=draft)
    context = {
        "section": "transfers",
        "draft": draft,
        "look": seen,
        "refusal": refusal,
        "problems": seen.plan.problems[:SHOWN],
        "more_problems": max(0, len(seen.plan.problems) - SHOWN),
        "new": seen.shown(seen.plan.new[:SHOWN]),
        "changed": seen.shown(seen.plan.changed[:SHOWN]),
        "removed": seen.shown(seen.plan.removed[:SHOWN]),
        "most": SHOWN,
    }
    status = 422 if refusal else 200
    return render(request, "partners/transfer_draft.html", context, status=status)


@door("transfer.open", fresh=True)
@require_safe
def transfer_export(request, project, table: str, suffix: str):
    """The table as a file; the name tells the table and the project, nothing of what is in it."""
    kind = _table(request, project, table)
    if suffix not in acts.WRITERS:
        raise Http404
    acts.drop_outdated()
    content = acts.hand_out(by=request.user, table=kind, suffix=suffix)
    name = f"{kind.slug}-{project.slug}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=acts.WRITERS[suffix], headers=headers)


def _table(request, project, slug: str) -> Table:
    """The table of the address. Raises Http404 for none, PermissionDenied where the role is too small."""
    kind = find(slug)
    if kind is None:
        raise Http404
    if not may(request.user, kind.capability, project):
        raise PermissionDenied(kind.capability)
    return kind(project, request.user)


def _is_asked_again(request, kind: Table) -> bool:
    """Whether roles come by the table and the sign-in is old: as at the members' own pages."""
    return kind.capability == "members.edit" and not sessions.is_fresh(request)


def _bring(request, project, kind: type[Table], *, file) -> TransferDraft:
    return acts.bring(
        by=request.user, project=project, table=kind, name=file.name, content=file.read()
    )


def _done(plan) -> str:
    new, changed, removed = len(plan.new), len(plan.changed), len(plan.removed)
    gone = ngettext("%(count)d row is gone.", "%(count)d rows are gone.", removed)
    return " ".join(
        [
            ngettext("%(count)d row is new.", "%(count)d rows are new.", new) % {"count": new},
            ngettext("%(count)d row has changed.", "%(count)d rows have changed.", changed)
            % {"count": changed},
            *([gone % {"count": removed}] if removed else []),
        ]
    )

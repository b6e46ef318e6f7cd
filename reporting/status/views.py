"""Pages of the status report: its versions, what is written, and the steps on its way (R12)."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partners.access import door, may
from partners.acting import act_on, form_page, page, sent
from partners.models import Project
from reporting.downloads import download
from reporting.models import ReportVersion
from reporting.status import actions
from reporting.status.document import document_of
from reporting.status.figures import figures
from reporting.status.forms import ApproveForm, CommentForm, ReportStartForm, SectionForm
from reporting.status.sections import section_of
from reporting.status.standing import Standing, report_rows
from reporting.status.tables import PARTS, blocks_of, tables_of
from reporting.status.texts import texts_of


@door("report.view")
@require_safe
def report_list(request, project):
    context = {
        "section": "reports",
        "rows": report_rows(request.user, project),
        "may_edit": may(request.user, "report.edit", project),
    }
    return render(request, "reporting/report_list.html", context)


@door("report.edit")
@page
def report_start(request, project):
    form = ReportStartForm(sent(request), project=project)
    version = act_on(
        form, lambda **data: actions.start_report(by=request.user, project=project, **data)
    )
    if version:
        messages.success(request, _("%(report)s has been begun.") % {"report": version.report})
        return redirect(version)
    return form_page(
        request,
        form,
        section="reports",
        crumbs=[_list_crumb(project)],
        heading=_("Begin a status report"),
        save=_("Begin the report"),
        intro=_("Figures are filled in from the project. You write the texts, section by section."),
    )


@door("report.view")
@require_safe
def report_detail(request, project, pk):
    version = _version(request, project, pk)
    context = {
        "section": "reports",
        "version": version,
        "standing": Standing(version, request.user),
    }
    return render(request, "reporting/report_detail.html", context)


@door("report.edit")
@page
def report_section(request, project, pk, key):
    version = _version(request, project, pk)
    section = section_of(key)
    # what was written is never lost: when somebody submitted meanwhile, the act says so
    if section is None or not (version.is_draft or request.method == "POST"):
        raise Http404
    shown = figures(project, version.report.year, PARTS.get(key, ()))
    groups = [group for group in shown.findings if key == "findings" and group.asks_explanation]
    form = SectionForm(sent(request), section=section, texts=texts_of(version), groups=groups)
    if act_on(
        form, lambda texts: actions.write_texts(by=request.user, version=version, texts=texts)
    ):
        messages.success(request, _("The text has been saved."))
        return redirect(version)
    return _form_page(
        request,
        form,
        version,
        heading=str(section.title),
        save=_("Save the text"),
        template="reporting/report_section.html",
        section_shown=section,
        key_figures=shown.board.key_figures if key == "summary" else (),
        blocks=blocks_of(key, shown),
        tables=tables_of(key, shown),
    )


@door("report.comment")
@page
def report_comment(request, project, pk):
    version = _version(request, project, pk)
    form = CommentForm(sent(request))
    if act_on(form, lambda **data: actions.comment(by=request.user, version=version, **data)):
        messages.success(request, _("The comment has been added."))
        return redirect(version)
    return _form_page(
        request,
        form,
        version,
        heading=_("Comment on the report"),
        save=_("Add the comment"),
        intro=_(
            "The partners and the project leader read it. It stays with this version and cannot be"
            " changed. Write of groups, never of a single citizen or peer."
        ),
    )


@door("report.send")
@page
def report_submit(request, project, pk):
    return _step(
        request,
        _version(request, project, pk),
        actions.submit,
        heading=_("Submit to the steering group"),
        save=_("Submit the report"),
        done=_("The report has been submitted to the steering group."),
        consequences=[
            _("Texts and figures are frozen as they stand now, byte for byte."),
            _("The partners can read and comment the version, and the steering group approve it."),
            _("A change makes a new version, which must be submitted and approved anew."),
        ],
    )


@door("report.send")
@page
def report_take_back(request, project, pk):
    return _step(
        request,
        _version(request, project, pk),
        actions.take_back,
        heading=_("Take the report back"),
        save=_("Take it back"),
        done=_("The report has been taken back. Here is the new draft."),
        consequences=[
            _("This version can no longer be approved. It stays readable with its comments."),
            _("A new draft begins with the same texts."),
        ],
    )


@door("report.approve", fresh=True)
@page
def report_approve(request, project, pk):
    version = _version(request, project, pk)
    form = ApproveForm(sent(request), version=version, user=request.user)
    if act_on(form, lambda **data: actions.approve(by=request.user, version=version, **data)):
        messages.success(request, _("The report has been approved."))
        return redirect(version)
    return _form_page(
        request,
        form,
        version,
        heading=_("Approve the report"),
        save=_("Approve version %(number)s") % {"number": version.number},
        failed=_("The report has not been approved."),
        consequences=[
            _("You approve exactly version %(number)s on behalf of the steering group.")
            % {"number": version.number},
            _("Your name, your organisation and the day are kept with the report."),
            _("If the report is changed afterwards, the approval falls."),
        ],
    )


@door("report.send")
@page
def report_send(request, project, pk):
    return _step(
        request,
        _version(request, project, pk),
        actions.send,
        heading=_("Send the report"),
        save=_("Send the report"),
        done=_("The report has been sent."),
        consequences=_sending(project),
    )


@door("report.forward")
@page
def report_forward(request, project, pk):
    return _step(
        request,
        _version(request, project, pk),
        actions.forward,
        heading=_("Send to the funder"),
        save=_("Send to the funder"),
        done=_("The report has been sent to the funder."),
        consequences=[
            _("The report counts as sent to %(funder)s on behalf of the partnership.")
            % {"funder": project.funder},
            _("It can then only be corrected by a new version."),
        ],
    )


@door("report.send")
@page
def report_revise(request, project, pk):
    version = _version(request, project, pk)
    consequences = [_("A new draft begins with the same texts and today's figures.")]
    if version.is_approved:
        consequences.insert(0, _("The steering group's approval of this version falls."))
    else:
        consequences.insert(0, _("What has been sent stays as it is. The new version corrects it."))
    return _step(
        request,
        version,
        actions.revise,
        heading=_("Make a new draft"),
        save=_("Make a new draft"),
        done=_("Here is the new draft."),
        consequences=consequences,
    )


@door("report.view")
@require_safe
@never_cache
def report_pdf(request, project, pk):
    versions = ReportVersion.objects.filter(project=project).visible_to(request.user)
    version = get_object_or_404(versions.select_related("report"), pk=pk)
    version.project = project
    label = f"{version.report.year}.{version.number}"
    return download(request, document_of(version), about=version, label=label)


def _version(request, project: Project, pk: int) -> ReportVersion:
    versions = ReportVersion.objects.filter(project=project).visible_to(request.user)
    versions = versions.without_content().select_related("report").prefetch_related("steps")
    version = get_object_or_404(versions, pk=pk)
    version.project = project
    return version


def _step(request, version: ReportVersion, act, *, heading, save, done, consequences):
    """A page that says what follows, and one button."""
    form = forms.Form(sent(request))
    moved = act_on(form, lambda: act(by=request.user, version=version))
    if moved:
        messages.success(request, done)
        return redirect(moved)
    return _form_page(
        request,
        form,
        version,
        heading=heading,
        save=save,
        consequences=consequences,
    )


def _form_page(request, form, version: ReportVersion, **more):
    name = _("%(report)s, version %(number)s") % {
        "report": version.report,
        "number": version.number,
    }
    crumbs = [_list_crumb(version.project), (name, version.get_absolute_url())]
    return form_page(
        request, form, section="reports", crumbs=crumbs, version=version, about=name, **more
    )


def _list_crumb(project: Project) -> tuple[str, str]:
    return _("Reports"), reverse("reports", args=[project.slug])


def _sending(project: Project) -> list[str]:
    receiver = project.owner if project.invoices_owner else project.funder
    return [
        _("%(receiver)s receives exactly the version that was approved.") % {"receiver": receiver},
        _("It can then only be corrected by a new version."),
    ]

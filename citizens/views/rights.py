"""Who may not see a citizen, and who steps in at one session."""

from functools import partial

from django.contrib import messages
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citizens import actions
from citizens.blocks import block_rows, name_of
from citizens.models import Block, Citizen, Course, Session, StandIn
from citizens.rights_forms import BlockForm, StandInForm
from citizens.standing_in import standing_in
from partners.access import door
from partners.acting import act_on, form_page, page, sent


@door("citizens.block")
@page
def citizen_blocks(request, project, pk):
    visible = Citizen.objects.filter(project=project).visible_to(request.user)
    citizen = get_object_or_404(visible, pk=pk)
    citizen.project = project
    form = BlockForm(sent(request), project=project, citizen=citizen, user=request.user)
    if act_on(form, partial(actions.set_block, by=request.user, citizen=citizen)):
        messages.success(request, _("The person does not see the citizen any more."))
        return redirect("citizen_blocks", project.slug, citizen.pk)
    if form.errors and not visible.filter(pk=pk).exists():
        # hidden from this leader meanwhile, and so is who else may not see the citizen
        for refusal in form.non_field_errors():
            messages.warning(request, refusal)
        return redirect("citizens", project.slug)
    actions.read_citizens(
        by=request.user, project=project, action="block.list", about=citizen, citizens=[citizen]
    )
    in_force, lifted = block_rows(citizen, project)
    return form_page(
        request,
        form,
        template="citizens/citizen_blocks.html",
        section="citizens",
        crumbs=_above(citizen),
        heading=_("Who may not see %(code)s") % {"code": citizen.code},
        save=_("Hide the citizen from this person"),
        rule="blocks",
        in_force=in_force,
        lifted=lifted,
    )


@door("citizens.block")
@page
def block_lift(request, project, pk):
    block = get_object_or_404(
        Block.objects.filter(project=project)
        .visible_to(request.user)
        .select_related("citizen__project"),
        pk=pk,
    )
    citizen, person = block.citizen, name_of(block, project)
    back = reverse("citizen_blocks", args=[project.slug, citizen.pk])
    form = Form(sent(request))
    if act_on(form, partial(actions.lift_block, by=request.user, block=block)):
        messages.success(request, _("The person sees what the roles allow again."))
        return redirect(back)
    actions.read_citizens(
        by=request.user, project=project, action="block.list", about=citizen, citizens=[citizen]
    )
    return form_page(
        request,
        form,
        section="citizens",
        crumbs=[*_above(citizen), (_("Who may not see the citizen"), back)],
        heading=_("Let %(person)s see %(code)s") % {"person": person, "code": citizen.code},
        save=_("Let the person see"),
        consequences=[
            _("The person sees the citizen again from the next page on, where a role allows.")
        ],
    )


@door("courses.edit")
@page
def stand_ins(request, project, pk):
    session = get_object_or_404(
        Session.objects.filter(
            project=project, course__in=Course.objects.visible_to(request.user)
        ).select_related("course__project", "project"),
        pk=pk,
    )
    form = StandInForm(sent(request), session=session, user=request.user)
    stand_in = act_on(form, partial(actions.name_stand_in, by=request.user, session=session))
    if stand_in:
        messages.success(request, _("%(peer)s stands in.") % {"peer": stand_in.peer.name})
        return redirect("stand_ins", project.slug, session.pk)
    return form_page(
        request,
        form,
        template="citizens/stand_ins.html",
        section="courses",
        crumbs=_above_session(session),
        heading=_("Stand-in on %(day)s") % {"day": date_format(session.date)},
        about=session.course.name,
        save=_("Name stand-in"),
        rule="stand-in",
        standing_in=standing_in(session),
    )


@door("courses.edit")
@page
def stand_in_withdraw(request, project, pk):
    stand_in = get_object_or_404(
        StandIn.objects.filter(project=project)
        .visible_to(request.user)
        .select_related("session__course__project", "session__project", "peer"),
        pk=pk,
    )
    session = stand_in.session
    back = reverse("stand_ins", args=[project.slug, session.pk])
    form = Form(sent(request))
    if act_on(form, partial(actions.withdraw_stand_in, by=request.user, stand_in=stand_in)):
        messages.success(request, _("%(peer)s no longer stands in.") % {"peer": stand_in.peer.name})
        return redirect(back)
    return form_page(
        request,
        form,
        section="courses",
        crumbs=[*_above_session(session), (_("Stand-in"), back)],
        heading=_("%(peer)s no longer stands in") % {"peer": stand_in.peer.name},
        about=f"{session.course.name}, {date_format(session.date)}",
        save=_("Withdraw stand-in"),
        consequences=[_("The peer does not see the session from the next page on.")],
    )


def _above(citizen: Citizen) -> list[tuple[str, str]]:
    return [
        (_("Citizens"), reverse("citizens", args=[citizen.project.slug])),
        (citizen.code, citizen.get_absolute_url()),
    ]


def _above_session(session: Session) -> list[tuple[str, str]]:
    course = session.course
    return [
        (_("Group courses"), reverse("courses", args=[session.project.slug])),
        (course.name, course.get_absolute_url()),
    ]

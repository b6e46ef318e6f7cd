"""Downloads of agendas, the milestone plan and training certificates."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from partners.access import door
from reporting.downloads import download
from reporting.handouts import agenda_of, certificate_of


@door("meetings.view")
@require_safe
def body_meeting_paper(request, project, pk):
    meetings = project.body_meetings.visible_to(request.user)
    meeting = get_object_or_404(meetings.select_related("body", "project__lead"), pk=pk)
    return download(request, agenda_of(meeting), about=meeting)


@door("training.certify")
@require_safe
def certificate(request, project, pk):
    peer = get_object_or_404(project.peers.visible_to(request.user), pk=pk)
    return download(request, certificate_of(peer), about=peer, label=peer.initials)

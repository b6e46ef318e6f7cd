"""Downloads of agendas, the milestone plan and training certificates."""

from django.http import Http404
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
    return download(agenda_of(meeting))


@door("training.certify")
@require_safe
def certificate(request, project, pk):
    document = certificate_of(get_object_or_404(project.peers.visible_to(request.user), pk=pk))
    if document is None:
        raise Http404
    return download(document)

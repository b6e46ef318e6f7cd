"""A document on its way out: as an attachment, with its own name."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from reporting.papers import Document


def download(document: Document | None) -> HttpResponse:
    """The file to save. Raises Http404 where there is none."""
    if document is None:
        raise Http404
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name)
    return response

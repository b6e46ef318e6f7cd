"""A document on its way out: as an attachment, with its own name, and on the trail."""

from django.http import Http404, HttpResponse

from partners.files import hand_out
from reporting.papers import Document


def download(request, document: Document | None, **about) -> HttpResponse:
    """The file to save; ``about`` as for ``hand_out``. Raises Http404 where there is none."""
    if document is None:
        raise Http404
    content, name, kind = document.content, document.name, document.media_type
    return hand_out(request, content, name=name, media_type=kind, **about)

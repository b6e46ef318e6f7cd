"""The documents of vouchers: what kind a file really is, by its first bytes and not by its name."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from peerstoette.lib.errors import RuleBroken

# first bytes -> media type and suffix
KINDS = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
}


@dataclass(frozen=True)
class Document:
    """A file that may be kept: its media type, the suffix that fits it and its SHA-256."""

    media_type: str
    suffix: str
    sha256: str


def examine(file: File) -> Document:
    """What the file is. Raises RuleBroken when it is too large, or neither PDF, JPEG nor PNG."""
    if file.size > settings.MAX_UPLOAD_BYTES:
        raise RuleBroken(
            _("The document is larger than %(megabytes)d MB. Choose a smaller file.")
            % {"megabytes": settings.MAX_UPLOAD_BYTES // 1024**2},
            field="document",
        )
    file.seek(0)
    head = file.read(max(map(len, KINDS)))
    kind = next((kind for magic, kind in KINDS.items() if head.startswith(magic)), None)
    if kind is None:
        raise RuleBroken(
            _("The document is neither a PDF nor a picture (JPEG or PNG). Choose another file."),
            field="document",
        )
    file.seek(0)
    return Document(*kind, hashlib.file_digest(file, "sha256").hexdigest())

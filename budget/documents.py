"""The documents of vouchers: what kind a file really is, by what it holds and not by its name."""

import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from budget.models import Voucher
from peerstoette.lib.errors import RuleBroken

MAX_PIXELS = 100_000_000  # a sheet of A3 at 600 dots per inch has 70 million

PDF_END = re.compile(rb"startxref\s+\d+\s+%%EOF$")
PNG_HEADER, PNG_CHUNK = struct.Struct(">8xI4sII"), struct.Struct(">I4s")
JPEG_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
JPEG_SEGMENT, JPEG_FRAME = struct.Struct(">H"), struct.Struct(">xxxHH")
JPEG_EOI = 0xD9
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# how pages, programs, archives, pictures of other kinds and films begin
FOREIGN = re.compile(
    rb"<|#!|MZ|PK|Rar!|7z|BZh|GIF8|RIFF|OggS|\{\\rtf|%PDF|\x7fELF|\x1f\x8b|\x89PNG|\xd0\xcf\x11\xe0"
    rb"|.{0,4}ftyp",
    re.DOTALL,
)
PADDING = b"\0\t\n\f\r "


@dataclass(frozen=True)
class Document:
    """What may be kept of a file: its media type, the suffix that fits it and its SHA-256."""

    media_type: str
    suffix: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Replaced(Exception):
    """The file in the store is not the one that was attached; ``sha256`` is what it is now."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


def content_of(voucher: Voucher) -> bytes:
    """The document as it was attached. Raises FileNotFoundError when it is gone, and Replaced."""
    with voucher.document.open() as file:
        # no document was larger when it was attached, so one that is cost no more memory than that
        content = file.read(settings.MAX_UPLOAD_BYTES + 1)
    found = hashlib.sha256(content).hexdigest()
    if found != voucher.document_sha256:
        raise Replaced(found)
    return content


@dataclass(frozen=True)
class Kind:
    """``end_of`` finds where such a file ends; it raises struct.error or ValueError when nowhere."""

    media_type: str
    suffix: str
    end_of: Callable[[bytes], int]
    # cameras write what only they understand behind the end, and the standard allows it: it is cut
    may_go_on: bool = False


def examine(file: File) -> Document:
    """What the file is. Raises RuleBroken when it is too large, cut off, something else beside what
    it is, or neither PDF, JPEG nor PNG."""
    if file.size > settings.MAX_UPLOAD_BYTES:
        raise _refusal(
            _("The document is larger than %(megabytes)d MB. Choose a smaller file.")
            % {"megabytes": settings.MAX_UPLOAD_BYTES // 1024**2}
        )
    file.seek(0)
    content = file.read()
    kind = next((kind for magic, kind in KINDS.items() if content.startswith(magic)), None)
    if kind is None:
        raise _refusal(
            _("The document is neither a PDF nor a picture (JPEG or PNG). Choose another file.")
        )
    try:
        end = kind.end_of(content)
    except (struct.error, ValueError) as error:
        raise _refusal(
            _("The document is broken, or its end is missing. Save it anew and choose it again.")
        ) from error
    rest = content[end:].lstrip(PADDING)
    goes_on = FOREIGN.match(rest) if kind.may_go_on else rest
    if goes_on or zipfile.is_zipfile(io.BytesIO(content)):
        raise _refusal(
            _(
                "Something else is hidden in the document, behind what it shows. Save it anew as a PDF"
                " or a picture and choose it again."
            )
        )
    return Document(kind.media_type, kind.suffix, content[:end] if kind.may_go_on else content)


def _end_of_pdf(content: bytes) -> int:
    end = content.rindex(b"%%EOF") + len(b"%%EOF")
    if not PDF_END.search(content[max(end - 64, 0) : end]):
        raise ValueError("no table of contents")
    return end


def _end_of_png(content: bytes) -> int:
    _length, name, width, height = PNG_HEADER.unpack_from(content)
    if name != b"IHDR":
        raise ValueError("no header")
    _refuse_size(width, height)
    at, name = 8, b""
    while name != b"IEND":
        length, name = PNG_CHUNK.unpack_from(content, at)
        at += length + 12
    if at > len(content):
        raise ValueError("cut off")
    return at


def _end_of_jpeg(content: bytes) -> int:
    at, has_frame = 2, False
    while found := JPEG_MARKER.search(content, at):
        at, marker = found.end(), ord(found[1])
        if marker == JPEG_EOI and has_frame:
            return at
        [length] = JPEG_SEGMENT.unpack_from(content, at)
        if marker in JPEG_FRAMES:
            height, width = JPEG_FRAME.unpack_from(content, at)
            _refuse_size(width, height)
            has_frame = True
        at += length
    raise ValueError("no end")


def _refuse_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _refusal(
            _("The picture has more than %(million)d million points. Choose a smaller one.")
            % {"million": MAX_PIXELS // 1_000_000}
        )


def _refusal(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="document")


# by what they begin with
KINDS = {
    b"%PDF-": Kind("application/pdf", "pdf", _end_of_pdf),
    b"\xff\xd8\xff": Kind("image/jpeg", "jpg", _end_of_jpeg, may_go_on=True),
    b"\x89PNG\r\n\x1a\n": Kind("image/png", "png", _end_of_png),
}

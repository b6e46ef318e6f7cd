"""What may be kept as the document of a voucher: whole files of three kinds, and nothing beside."""

import hashlib
import io
import zipfile

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from budget import documents
from peerstoette.lib.errors import RuleBroken
from tests.budget.acts import png


def kind_of(content: bytes) -> str:
    return documents.examine(ContentFile(content)).media_type


def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "Kvittering")
    canvas.save()
    return out.getvalue()


def rewritten(**options) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as file:
        file.save(out, **options)
    return out.getvalue()


def image(kind: str, mode: str = "RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((120, 80), 60).convert(mode).save(out, kind, **options)
    return out.getvalue()


def with_thumbnail() -> bytes:
    """A photograph that holds a smaller one, with an end of its own, in what it says of itself."""
    return image("JPEG", exif=b"Exif\0\0" + image("JPEG", quality=10))


def two_in_one() -> bytes:
    """What telephones write: a second picture behind the first."""
    second = Image.effect_noise((60, 40), 60).convert("RGB")
    return image("MPO", save_all=True, append_images=[second])


REAL = {
    "PDF": (pdf, "application/pdf"),
    "PDF for the web": (lambda: rewritten(linearize=True), "application/pdf"),
    "PDF with streams": (
        lambda: rewritten(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "application/pdf",
    ),
    "PDF without a last line break": (lambda: pdf().rstrip(), "application/pdf"),
    "PDF filled up with nothing": (lambda: pdf() + b"\r\n" + b"\0" * 5_000, "application/pdf"),
    "JPEG": (lambda: image("JPEG"), "image/jpeg"),
    "grey JPEG": (lambda: image("JPEG", "L"), "image/jpeg"),
    "progressive JPEG": (lambda: image("JPEG", progressive=True), "image/jpeg"),
    "JPEG with a thumbnail": (with_thumbnail, "image/jpeg"),
    "two JPEGs": (two_in_one, "image/jpeg"),
    "JPEG with a camera's notes": (lambda: image("JPEG") + b"\0\0\1\nnotes", "image/jpeg"),
    "PNG": (lambda: image("PNG"), "image/png"),
    "PNG in colours of a list": (lambda: image("PNG", "P"), "image/png"),
    "see-through PNG": (lambda: image("PNG", "RGBA"), "image/png"),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_kept_by_what_it_is(name):
    make, kind = REAL[name]
    assert kind_of(make()) == kind


@pytest.mark.parametrize("behind", [b"x<html>", b"x7z\xbc\xaf", b"010190-1234;x", b"\0\0\1\nnotes"])
def test_what_a_camera_writes_behind_a_picture_is_not_kept(behind):
    picture = image("JPEG")
    kept = documents.examine(ContentFile(picture + behind))
    assert kept.content == picture
    assert kept.sha256 == hashlib.sha256(picture).hexdigest()


def test_what_is_kept_of_other_files_is_the_whole():
    for make in [pdf, lambda: image("PNG"), with_thumbnail]:
        content = make()
        assert documents.examine(ContentFile(content)).content == content


def test_a_picture_of_nothing_but_fill_bytes_is_read_once():
    """A marker may have any number of them before it: looked for anew from each, 1 MB takes an hour."""
    with pytest.raises(RuleBroken, match="is broken"):
        kind_of(b"\xff\xd8" + b"\xff" * 1024**2)


@pytest.mark.parametrize("make", [pdf, lambda: image("PNG"), lambda: image("JPEG"), with_thumbnail])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(make, share):
    content = make()
    with pytest.raises(RuleBroken, match="its end is missing"):
        kind_of(content[: int(len(content) * share)])


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.html", "<script>alert(1)</script>")
    return out.getvalue()


BEHIND = {
    "archive": archive(),
    "page": b"\n<html><script>alert(1)</script>",
    "program": b"MZ\x90\0" + bytes(200),
    "film": b"\0\0\0\x18ftypmp42" + bytes(200),
}


@pytest.mark.parametrize("make", [pdf, lambda: image("PNG"), lambda: image("JPEG"), two_in_one])
@pytest.mark.parametrize("behind", BEHIND)
def test_what_hides_something_behind_its_end_is_refused(make, behind):
    if make is two_in_one:  # what follows the second picture is an archive or the camera's own
        behind = "archive"
    with pytest.raises(RuleBroken, match="Something else is hidden"):
        kind_of(make() + BEHIND[behind])


def test_an_archive_is_found_also_when_the_file_ends_as_it_should():
    end = b"\nstartxref\n9\n%%EOF\n"
    out = io.BytesIO(pdf())
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("a.html", "<script>alert(1)</script>")
        file.comment = end
    assert out.getvalue().endswith(end)
    with pytest.raises(RuleBroken, match="Something else is hidden"):
        kind_of(out.getvalue())


def jpeg_of(width: int, height: int) -> bytes:
    content, size = image("JPEG"), (80).to_bytes(2) + (120).to_bytes(2)
    return content.replace(size, height.to_bytes(2) + width.to_bytes(2), 1)


@pytest.mark.parametrize("make", [png, jpeg_of])
def test_a_picture_of_an_absurd_size_is_refused(make):
    assert kind_of(make(10_000, 10_000))
    with pytest.raises(RuleBroken, match="more than 100 million points"):
        kind_of(make(10_001, 10_000))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF\n",
        b"%PDF-1.7\nstartxref\n%%EOF\n",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\0\0\xff\xd9",
        b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xaeB`\x82",
        png()[:8] + png()[8:].replace(b"IHDR", b"JUNK"),
        png()[:-12] + b"\xff\xff\xff\xffIDAT",
    ],
    ids=str,
)
def test_what_only_begins_and_ends_like_one_is_refused(content):
    with pytest.raises(RuleBroken, match="is broken"):
        kind_of(content)

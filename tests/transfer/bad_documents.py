"""Files that somebody sends as the document of a voucher; none of them may be kept."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.budget.acts import png
from tests.transfer.archives import archive
from tests.transfer.bad_files import ANY, SVG, text, workbook

PAGE = b"<!doctype html><html><script>alert(1)</script></html>"
END_OF_PDF = b"\nstartxref\n9\n%%EOF\n"


def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(100, 700, "Kvittering")
    canvas.save()
    return out.getvalue()


def image(kind: str, **options) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, kind, **options)
    return out.getvalue()


PDF, PNG, JPEG = pdf(), image("PNG"), image("JPEG")


def with_comment(content: bytes, comment: bytes) -> bytes:
    """The file with an archive behind it whose comment is the end that the file should have."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("a.html", PAGE)
        book.comment = comment
    return out.getvalue()


def jpeg_of(width: int, height: int) -> bytes:
    at = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:at] + struct.pack(">HH", height, width) + JPEG[at + 4 :]


def bomb() -> bytes:
    """A picture of 400 million points in a few kilobytes."""
    rows = zlib.compress(bytes(20_001) * 2_000)
    chunk = struct.pack(">I4s", len(rows), b"IDAT") + rows + bytes(4)
    return png(20_000, 20_000)[:-12] + chunk + png()[-12:]


def locked() -> bytes:
    """A PDF behind a password, cut off."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="a", user="a"))
    return out.getvalue()[:-20]


DOCUMENTS = {
    "empty": b"",
    "one letter": b"%",
    "letters of a PDF alone": b"%PDF-",
    "PDF without an end": PDF[:-50],
    "half a PDF": PDF[: len(PDF) // 2],
    "PDF that ends twice as long before": PDF + b"x" * 2_000,
    "PDF of which only the end stands": END_OF_PDF,
    "PDF behind a blank": b" " + PDF,
    "PDF behind a page": PAGE + PDF,
    "PDF behind a mark": b"\xef\xbb\xbf" + PDF,
    "PDF and archive": PDF + archive({"a.html": PAGE}),
    "PDF and archive with an end": with_comment(PDF, END_OF_PDF),
    "PDF and workbook": PDF + workbook(),
    "PDF and page": PDF + PAGE,
    "PDF and PDF without an end": PDF + PDF[:-50],
    "PDF and program": PDF + b"MZ\x90\x00" + bytes(100),
    "PDF and picture": PDF + PNG,
    "PDF behind a password, cut off": locked(),
    "page as a PDF": b"%PDF-1.7\n" + PAGE + b"\n%%EOF\n",
    "script as a PDF": b"%PDF-1.7\n%%EOF=1;alert(1)//",
    "letters as a PDF": text("%PDF-1.7"),
    "letters of a PNG alone": PNG[:8],
    "half a PNG": PNG[: len(PNG) // 2],
    "PNG without an end": PNG[:-12],
    "PNG without a byte": PNG[:-1],
    "PNG and page": PNG + PAGE,
    "PNG and archive": PNG + archive({"a.html": PAGE}),
    "PNG and archive with an end": with_comment(PNG, PNG[-12:]),
    "PNG and PNG": PNG + PNG,
    "PNG and a letter": PNG + b"x",
    "PNG without a header": PNG[:12] + b"tEXt" + PNG[16:],
    "PNG with a chunk of 4 GB": png()[:-12] + b"\xff\xff\xff\xffIDAT" + png()[-12:],
    "PNG of 400 million points": png(20_000, 20_000),
    "PNG of all points there are": png(2**31 - 1, 2**31 - 1),
    "PNG of one line": png(2**31 - 1, 1),
    "bomb in a PNG": bomb(),
    "letters of a JPEG alone": JPEG[:3],
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "JPEG without an end": JPEG[:-2],
    "JPEG without a picture": JPEG[:2] + b"\xff\xfe\0\x05abc\xff\xd9",
    "JPEG with a script alone": b"\xff\xd8\xff\xfe\0\x1b<script>alert(1)</script>\xff\xd9",
    "JPEG whose note has no end": JPEG[:2] + b"\xff\xfe\xff\xff<script>alert(1)</script>",
    "JPEG and page": JPEG + PAGE,
    "JPEG and page after nothing": JPEG + b"\0\r\n\0" + PAGE,
    "JPEG and archive": JPEG + archive({"a.html": PAGE}),
    "JPEG and archive with an end": with_comment(JPEG, b"\xff\xd9"),
    "JPEG and archive after notes": JPEG + b"notes" * 10 + archive({"a.html": PAGE}),
    "JPEG and PDF": JPEG + PDF,
    "JPEG and program": JPEG + b"\x7fELF" + bytes(100),
    "JPEG and film": JPEG + b"\0\0\0\x18ftypmp42" + bytes(100),
    "JPEG of 4 billion points": jpeg_of(65_535, 65_535),
    "GIF": image("GIF"),
    "BMP": image("BMP"),
    "TIFF": image("TIFF"),
    "WebP": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24),
    "HEIC": b"\0\0\0\x18ftypheic" + bytes(100),
    "icon": image("ICO"),
    "page": PAGE,
    "SVG": SVG + b" ",
    "SVG behind a declaration": b'<?xml version="1.0"?>' + SVG,
    "Word": archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:p/>"}),
    "workbook": ANY.saying("=1+1").workbook() + b"\0",
    "PostScript": b"%!PS-Adobe-3.0\n(%PDF-1.7) run\n%%EOF\n",
    "link of Windows": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(70),
    "script": b"#!/usr/bin/env python3\nprint(1)\n",
    "10 MB and more": b"%PDF-1.7\n" + b"0" * 10 * 1024**2 + END_OF_PDF,
}

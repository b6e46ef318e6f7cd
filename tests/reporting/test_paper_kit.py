"""Every paper: its face embedded, its language and title said, the same bytes for the same data."""

import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from reporting.paper import build, fonts, kit
from reporting.paper import invoice as invoice_paper
from tests.reporting.figures import invoice

DANISH = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅÉÜabcdefghijklmnopqrstuvwxyzæøåéü0123456789"
MARKS = " .,:;-–—−/()%&'\"§+=×·•…€½@"
DRAW = (
    "import sys; from reporting.paper import build, invoice;"
    "from tests.reporting.figures import invoice as figures;"
    "sys.stdout.buffer.write(build.draw(invoice, figures(vouchers=90)))"
)


def drawn(**figures) -> bytes:
    return build.draw(invoice_paper, invoice(**figures))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def test_every_character_of_danish_stands_in_every_cut():
    assert set(DANISH + MARKS) - fonts.CHARACTERS == set()


def test_every_character_of_the_danish_texts_stands_in_every_cut():
    catalogue = settings.BASE_DIR / "locale" / "da" / "LC_MESSAGES" / "django.po"
    texts = catalogue.read_text() if catalogue.exists() else ""
    used = {character for character in texts if character.isprintable()}
    assert {c for c in used if kit.drawable(c) == "?"} <= {"?"}


def test_the_bold_cut_is_bold():
    assert fonts.width("Faktura", fonts.BOLD, 10) > fonts.width("Faktura", fonts.REGULAR, 10)
    # so that sums stand under their amounts
    assert fonts.width("0123456789", fonts.BOLD, 10) == fonts.width("1111111111", fonts.REGULAR, 10)


def test_every_face_in_the_file_is_embedded():
    with opened(drawn(vouchers=90)) as pdf:
        found = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary)]
        faces = [obj for obj in found if obj.get("/Type") == "/Font"]
        assert faces
        assert all("/FontFile2" in face["/FontDescriptor"] for face in faces)
        assert not [str(face["/BaseFont"]) for face in faces if "Helvetica" in str(face)]


def test_it_says_its_language_title_and_day():
    with opened(drawn()) as pdf:
        assert pdf.Root.Lang == "da-DK"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == pdf.open_metadata()["dc:title"]
        assert str(pdf.docinfo["/Title"]).endswith("41")
        assert str(pdf.docinfo["/CreationDate"]) == "D:20180613000000Z"


def test_two_processes_draw_the_same_bytes():
    command = [sys.executable, "-c", f"import django; django.setup(); {DRAW}"]
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "PEERSTOETTE_ENV": "development",
    }
    first, second = (
        subprocess.run(
            command, env=environment, cwd=settings.BASE_DIR, capture_output=True, check=True
        ).stdout
        for _ in range(2)
    )
    assert first == second == drawn(vouchers=90)


def test_it_is_danish_whatever_the_reader_has_chosen():
    with translation.override("en"):
        english_reader = drawn()
    with translation.override("da"):
        assert drawn() == english_reader


def test_every_page_has_its_number_and_the_head_of_the_table_again(text_of):
    pages = text_of(drawn(vouchers=90))
    with translation.override("da"):
        voucher = gettext("Voucher")
        numbers = [
            gettext("Page %(page)d of %(pages)d") % {"page": page, "pages": len(pages)}
            for page in range(1, len(pages) + 1)
        ]
    assert len(pages) == 3
    assert all(number in text for number, text in zip(numbers, pages, strict=True))
    assert all(voucher in text for text in pages[1:])


def test_a_draft_says_so_on_every_page_and_has_no_number(text_of):
    with translation.override("da"):
        watermark = gettext("DRAFT")
    pages = text_of(drawn(is_draft=True))
    assert all(watermark in text for text in pages)
    assert "41" not in pages[0]
    assert all(watermark not in text for text in text_of(drawn()))


@pytest.mark.parametrize(
    "supplier", ["<b>Fed</b> & <Nord>", "=1+1", "Åse – Ørsted", "小さな 🙂 firma", "a\u0301"]
)
def test_what_people_write_is_drawn_as_they_wrote_it(supplier, text_of):
    text = " ".join(text_of(drawn(supplier=supplier)))
    assert kit.drawable(supplier) in text


@given(st.text(max_size=80))
def test_any_text_can_be_drawn(text):
    assert set(kit.drawable(text)) <= fonts.CHARACTERS | {"?"}
    kit.paragraph(text)

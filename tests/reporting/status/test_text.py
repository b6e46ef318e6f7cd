"""How written text becomes paragraphs and lists, on the page and on paper."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.status.sections import Paragraph, paragraphs


def test_blank_lines_part_paragraphs_and_hyphens_make_a_list():
    assert paragraphs("Et.\nTo.\n\n- a\n- b\n  mere\n\nTre.") == [
        Paragraph("Et. To."),
        Paragraph(items=("a", "b mere")),
        Paragraph("Tre."),
    ]


def test_a_list_may_follow_a_sentence_without_a_blank_line():
    assert paragraphs("Tre ting:\n- a\n- b") == [
        Paragraph("Tre ting:"),
        Paragraph(items=("a", "b")),
    ]


def test_nothing_written_is_no_paragraph():
    assert paragraphs(" \n\n ") == []


@given(st.text(alphabet="ab -\n", max_size=80))
def test_no_letter_is_lost(text):
    shown = "".join(block.text + "".join(block.items) for block in paragraphs(text))
    assert [c for c in shown if c in "ab"] == [c for c in text if c in "ab"]

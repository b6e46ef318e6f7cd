"""What is written into a cell is read back as it was, whatever it is."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerstoette.lib import cells, reading, tables

# what people write, with what tables stumble over
TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\";,\n\t0123456789 æøåÆØÅ＝＋"),
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    ),
    min_size=1,
    max_size=40,
).map(str.strip)
WRITERS = {
    "csv": lambda rows: tables.write_csv(["a", "b"], rows),
    "xlsx": lambda rows: tables.write_xlsx("T", ["a", "b"], rows),
}


def there_and_back(widget, value, suffix: str):
    content = WRITERS[suffix]([[widget.render(value), "x"]])
    [[cell, _rest]] = reading.read(f"a.{suffix}", content, delimiters=";\t,", lines=True)
    return widget.clean(cell)


@pytest.mark.parametrize("suffix", WRITERS)
@settings(deadline=None)
@given(text=TEXTS)
def test_any_text_comes_back(suffix, text):
    text = "".join(letter for letter in text if letter not in "\ufffe\uffff")
    assert there_and_back(cells.Text(), text.strip(), suffix) == text.strip()


@given(text=TEXTS)
def test_no_text_is_run_by_a_spreadsheet(text):
    assert not cells.harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"))


@given(text=TEXTS)
def test_what_is_put_behind_an_apostrophe_is_taken_out_again(text):
    assert cells.plain(cells.harmless(text)) == text


@pytest.mark.parametrize("suffix", WRITERS)
@settings(deadline=None)
@given(ore=st.integers(-(10**13), 10**13))
def test_any_amount_comes_back(suffix, ore):
    amount = Decimal(ore).scaleb(-2)
    assert there_and_back(cells.Amount(), amount, suffix) == amount


@pytest.mark.parametrize("suffix", WRITERS)
@settings(deadline=None)
@given(day=st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_any_day_comes_back(suffix, day):
    assert there_and_back(cells.Day(), day, suffix) == day


@pytest.mark.parametrize(
    ("widget", "text", "value"),
    [
        (cells.Amount(), "1.234,50", Decimal("1234.50")),
        (cells.Amount(), "1.234", Decimal("1234.00")),
        (cells.Amount(), "", None),
        (cells.Number(4), "0,5405", Decimal("0.5405")),
        (cells.Number(2, empty=Decimal(1)), "", Decimal(1)),
        (cells.Day(), "14-5-2018", date(2018, 5, 14)),
        (cells.Day(), "2018-05-14", date(2018, 5, 14)),
        (cells.Hour(), "13:00", time(13)),
        (cells.Hour(), "13.00", time(13)),
        (cells.yes_or_no(), "JA", True),
        (cells.yes_or_no(), "", False),
        (cells.Text(), "0012", "0012"),
    ],
)
def test_cells_are_read_as_a_dane_writes_them(widget, text, value):
    assert widget.clean(text) == value


@pytest.mark.parametrize(
    ("widget", "text"),
    [
        (cells.Amount(), "12,345"),
        (cells.Amount(), "mange"),
        (cells.Number(2), "0,545"),
        (cells.Number(2), "1.234,5"),
        (cells.Whole(), "1,5"),
        (cells.Day(), "31.2.2018"),
        (cells.Day(), "14.5-2018"),
        (cells.Day(), "14.5.18"),
        (cells.Hour(), "25.00"),
        (cells.yes_or_no(), "måske"),
    ],
)
def test_what_could_be_meant_otherwise_is_refused(widget, text):
    with pytest.raises(ValueError):
        widget.clean(text)

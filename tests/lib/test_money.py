from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerstoette.lib import money

amounts = st.decimals(min_value=-(10**11), max_value=10**11, places=2)
weights = st.lists(
    st.decimals(min_value=0, max_value=10_000, places=4), min_size=1, max_size=30
).filter(any)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,50", "1234.50"),
        ("1234,5", "1234.50"),
        ("1234.5", "1234.50"),
        ("1.234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("1 234,50", "1234.50"),
        ("1\N{NO-BREAK SPACE}234,50", "1234.50"),
        (" 0,5 ", "0.50"),
        ("-12,00", "-12.00"),
        ("\N{MINUS SIGN}1.234,50", "-1234.50"),
        ("0.05", "0.05"),
        ("007", "7.00"),
    ],
)
def test_it_reads_amounts_as_danes_write_them(text, value):
    assert money.parse(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "abc", "NaN", "1e9", "Infinity", "", "-", ",", ".", "1,", ",5", "1,2,3", "1.23,45",
        "1.2345,00", "12.34.56", "1,234.50", "--5", "+5", "5-", "0x10", "1_000", "٣", "½",
        "1 23", "kr. 5", "1.234\n,5", "-\n1", "1 234.567", "1\n234", "12,3\n4",
        "0 500,00", "0.500,00", "1,\u0665", "\u0661.234", "1.234 567",
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_amount(text):
    with pytest.raises(money.NotAnAmount):
        money.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "1,234", "0.1234", "1.234,505", "1234.567", "12,000", "0.500", "0.123", "007.500",
        "-0.500", "0.5000",
    ],
)  # fmt: skip
def test_it_refuses_three_decimals_as_such(text):
    with pytest.raises(money.NotAnAmount) as refusal:
        money.parse(text)
    assert refusal.value.code == "decimals"


@pytest.mark.parametrize(
    "text", ["9" * 13, "9" * 27, "-" + "9" * 500, "1" + ".000" * 4, "9" * 13 + ",5"]
)
def test_it_refuses_more_than_twelve_digits_before_the_comma_as_such(text):
    with pytest.raises(money.NotAnAmount) as refusal:
        money.parse(text)
    assert refusal.value.code == "too_large"


def test_it_reads_twelve_digits_before_the_comma():
    assert money.parse("999.999.999.999,99") == Decimal("999999999999.99")
    assert money.parse("0" * 20 + "7") == 7


@given(amounts)
def test_what_is_shown_is_read_back(amount):
    assert money.parse(money.show(amount)) == amount


@given(st.text(max_size=40) | st.text("0123456789.,- \u00a0\n\u2212\u0663", max_size=40))
def test_any_text_is_an_amount_or_refused(text):
    try:
        amount = money.parse(text)
    except money.NotAnAmount:
        return
    assert amount == money.kroner(amount)
    assert amount.is_finite()


@given(amounts)
def test_it_shows_two_decimals_a_true_minus_and_groups_of_three(amount):
    shown = money.show(amount)
    assert "-" not in shown
    assert (shown[0] == money.MINUS) == (amount < 0)
    whole, decimals = shown.lstrip(money.MINUS).split(",")
    assert len(decimals) == 2
    first, *rest = whole.split(".")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in rest)


def test_it_shows_no_minus_before_nothing():
    assert money.show(Decimal("-0.004")) == "0,00"
    assert money.show(Decimal("-0.4"), decimals=0) == "0"


@given(amounts, weights)
def test_the_parts_of_a_split_sum_to_the_whole(amount, shares):
    parts = money.split(amount, shares)
    assert len(parts) == len(shares)
    assert sum(parts) == amount
    assert all(part == money.kroner(part) for part in parts)


@given(amounts, weights)
def test_no_part_is_an_øre_from_its_exact_share(amount, shares):
    whole = sum(shares)
    for part, share in zip(money.split(amount, shares), shares, strict=True):
        assert abs(part - amount * share / whole) < Decimal("0.010001")
        assert share or not part
        assert part == 0 or (part > 0) == (amount > 0)


@given(st.lists(amounts, max_size=50))
def test_a_total_is_exact(parts):
    assert money.total(parts) == sum(int(part * 100) for part in parts) / Decimal(100)


def test_equal_remainders_go_to_the_earlier():
    assert money.split(Decimal("0.02"), [1, 1, 1]) == [
        Decimal("0.01"),
        Decimal("0.01"),
        Decimal("0.00"),
    ]


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1]])
def test_it_refuses_weights_that_share_nothing(shares):
    with pytest.raises(ValueError, match="weights"):
        money.split(Decimal(1), shares)


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.344999", "2.34")]
)
def test_it_rounds_half_up_to_the_øre(value, rounded):
    assert money.kroner(value) == Decimal(rounded)

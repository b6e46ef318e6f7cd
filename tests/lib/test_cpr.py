from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from partners.forms import MemberAddForm
from peerstoette.lib.cpr import looks_like_cpr, refuse_cpr
from peerstoette.lib.fields import FreeLineField, FreeTextField

SEPARATORS = [
    "",
    " ",
    ".",
    "/",
    "-",
    "\N{HYPHEN}",
    "\N{NON-BREAKING HYPHEN}",
    "\N{EN DASH}",
    "\N{MINUS SIGN}",
    "\N{NO-BREAK SPACE}",
    " - ",
]

# numbers that identify an organisation, an account or a paper, and dates and codes of the programme
EXEMPT = {
    "Organisation": {"cvr", "gln", "postcode", "bank_registration", "bank_account"},
    "Project": {"slug", "invoice_reference"},
    "TransferDraft": {"table", "suffix"},
}


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234",
        "0101901234",
        "Ring til 311299 1234 i morgen",
        "290200-0000",
        "(150685–4321)",
        "010190 - 1234",
        "010190.1234",
        "010190/1234",
        "01 01 90 1234",
        "01.01.90-1234",
        "01-01-1990-1234",
        "01/01/1990 1234",
        "010119901234",
        "nr. 5 010190-1234",
        "010190,1234",
        "010190_1234",
        "010190:1234",
        "010190\N{MIDDLE DOT}1234",
        "010190 \N{EN DASH}  1234",
        "010190\N{LEFT-TO-RIGHT MARK}-1234",
        "01\N{ZERO WIDTH SPACE}01\N{WORD JOINER} 90-12\N{VARIATION SELECTOR-16}34",
        "0101\N{ARABIC LETTER MARK}90\N{MONGOLIAN VOWEL SEPARATOR}-1234",
        "0101\N{COMBINING ACUTE ACCENT}90-1234",
    ],
)
def test_a_date_with_four_digits_is_refused(text):
    assert looks_like_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "29190623",
        "CVR 29 19 06 23",
        "5790000123452",
        "320190-1234",
        "011390-1234",
        "Konto 9999 0000123456",
        "IBAN DK50 0040 0440 1162 43",
        "300299-1111",
        "29.02.1999-1111",
        "Ring 20 10 15 12 eller +45 2010 1512",
        "Bilag 2018-0042, faktura 201800041",
        "14.05.2018 kl. 13.30",
        "fra 14.05.2018 til 20.06.2018",
        "14.05.2018-20.06.2018",
        "14.05.2018: 1234 kr.",
        "10, 12, 18, 1234",
        "B-0412, P-2018-017",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert not looks_like_cpr(text)


@given(
    st.dates(),
    st.sampled_from(SEPARATORS),
    st.sampled_from(SEPARATORS),
    st.integers(0, 9999),
    st.text(alphabet="abc æøå.,", max_size=20),
)
def test_every_personal_number_is_found_wherever_it_stands(day, inner, outer, tail, around):
    written = inner.join([f"{day:%d}", f"{day:%m}", f"{day:%y}"])
    assert looks_like_cpr(f"{around}{written}{outer}{tail:04d}{around}")


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(SEPARATORS),
    st.integers(0, 9999),
)
def test_the_century_hides_nothing(day, separator, tail):
    assert looks_like_cpr(separator.join([f"{day:%d}", f"{day:%m}", f"{day:%Y}", f"{tail:04d}"]))


@pytest.mark.parametrize("kind", [FreeLineField, FreeTextField])
def test_a_form_built_from_the_field_refuses_it_too(kind):
    field = kind(max_length=80).formfield()
    with pytest.raises(forms.ValidationError):
        field.clean("010190-1234")
    assert field.clean("Fem gange") == "Fem gange"


@pytest.mark.parametrize("label", ["partners", "peers"])
def test_every_line_that_a_person_writes_refuses_it(label):
    for model in apps.get_app_config(label).get_models():
        for field in model._meta.get_fields():
            is_written = isinstance(field, models.CharField | models.TextField)
            if is_written and not isinstance(field, models.EmailField) and not field.choices:
                named = field.name in EXEMPT.get(model.__name__, set()) or field.max_length in {
                    1,
                    6,
                }
                assert named or refuse_cpr in field.validators, f"{model.__name__}.{field.name}"


def test_a_new_member_is_not_named_with_one(cast):
    form = MemberAddForm({"first_name": "Ny 010190-1234", "last_name": "x"}, project=cast.project)
    assert form.errors["first_name"].as_data()[0].code == "cpr"
    form = MemberAddForm({"first_name": "Ny", "last_name": "010190-1234"}, project=cast.project)
    assert form.errors["last_name"].as_data()[0].code == "cpr"


def test_a_person_is_not_named_with_one():
    for name in ["first_name", "last_name"]:
        assert refuse_cpr in User._meta.get_field(name).validators


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\ufffe", "\ud800"])
def test_a_character_that_would_hide_a_number_is_refused(mark):
    with pytest.raises(ValidationError, match="hidden character"):
        refuse_cpr(f"010190{mark}-1234")
    refuse_cpr("two\r\nlines\tand a tab")

"""Long passphrases that are easy to guess are refused, and no others."""

import random
import string

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.passphrases import words_in
from tests.accounts.test_sign_in import LONG_PASSWORD
from tests.cast import PASSWORD

REFUSED = [
    # repetitions
    "aaaaaaaaaaaaaaa",
    "abcabcabcabcabc",
    "xyqxyqxyqxyqxyq",
    "kodex-kodex-kodex",
    "hundehus hundehus",
    "a a a a a a a a",
    # sequences
    "123456789012345",
    "987654321098765",
    "abcdefghijklmno",
    "qwertyuiopåasdf",
    "1q2w3e4r5t6y7u8i",
    # common passwords: twice, joined, disguised, padded
    "passwordpassword",
    "dragonmonkeyletmein",
    "P@ssw0rd-P@ssw0rd",
    "password1234567",
    "password2847561",
    "sommer2024sommer2025",
    "Adgangskode-2026!!",
    "kodeordkodeord1",
    "januarfebruarmarts",
    # what the product is about
    "Peerstøtte2018Peerstøtte2019",
    "PeerstøtteRegionKommune",
    "peer-recovery-kommune-2026",
    "ＰＡＳＳＷＯＲＤｐａｓｓｗｏｒｄ",
]
ACCEPTED = [
    LONG_PASSWORD,
    "en tur i skoven",
    "korrekt hest batteri hæfteklamme",
    "correct horse battery staple",
    "horsemonkeydragonbattery",  # four common ones that nobody joins
    "min kommune er ikke verdens bedste",
    "blå cykel spiser torsdagssuppe",
    "839201748362910",
    "kQ7!xv9#Lm2$pW4",
    "!#¤%&/()=?^*_:;",
    "Æblegrød & 3 våde sokker",
    "песня о синем паровозе",
]
OWN = ["LenePrøvested1987", "lene@example.test", "Fjordby-Fjordby-2018", "lene-region-testland"]
WORDS = words_in(
    "hest batteri lampe regnbue sunshine dragon monkey football skovtur gulerod cykel vindue"
    " shadow master summer princess fløde trappe havn bjerg november password"
    " sommer fodbold kaffe stol avis bogreol tulipan snedker vante postbud harmonika"
)


def refusals(passphrase: str, person: User | None = None) -> list[str]:
    try:
        validate_password(passphrase, person)
    except ValidationError as refused:
        return [each.code for each in refused.error_list]
    return []


@pytest.mark.parametrize("passphrase", REFUSED)
def test_what_is_guessed_first_is_refused_however_long(passphrase):
    assert len(passphrase) >= 15
    assert refusals(passphrase) == ["password_too_easy"]


@pytest.mark.parametrize("passphrase", ACCEPTED)
def test_what_nobody_guesses_is_taken(passphrase):
    assert refusals(passphrase) == []


@pytest.mark.parametrize("passphrase", OWN)
def test_the_own_name_e_mail_and_organisations_are_guessed_first(cast, passphrase):
    assert "password_too_easy" in refusals(passphrase, cast.lene)


def test_nobody_else_s_organisation_is_held_against_a_person(cast):
    assert refusals("skovby-og-fjordby-venter", cast.lene) == []


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=4, max_size=4, unique=True),
    between=st.sampled_from([" ", "-", ".", ""]),
)
def test_four_words_that_chance_has_chosen_are_taken(words, between):
    assert refusals(between.join(words)) == []


@given(seed=st.integers(0, 2**64), count=st.integers(15, 40))
def test_letters_that_chance_has_chosen_are_taken(seed, count):
    letters = string.ascii_letters + string.digits + string.punctuation
    assert refusals("".join(random.Random(seed).choices(letters, k=count))) == []


@given(st.text(max_size=300))
def test_whatever_is_written_gets_an_answer(text):
    assert refusals(text * 3) in ([], ["password_too_easy"]) or len(text * 3) < 15


def test_the_page_says_what_to_do_and_keeps_the_old_password(as_, cast):
    easy = "PeerstøtteRegionKommune"
    sent = {"oldpassword": PASSWORD, "password1": easy, "password2": easy}
    answer = as_("lene").post(reverse("account_change_password"), sent)
    [told] = answer.context["form"].errors["password1"]
    assert told.endswith("Write four words that have nothing to do with each other or with you.")
    assert cast.lene.check_password(PASSWORD)

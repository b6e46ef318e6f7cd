"""The Danish catalogue is complete, and says what the English text says."""

import re

import pytest

from peerstoette.management import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def danish():
    return catalogue.read("da")


@pytest.fixture(scope="module")
def used():
    return catalogue.collect("da")


def test_every_text_has_a_danish_translation(danish, used):
    missing = [
        message.id
        for message in used
        if message.id
        and (
            (found := danish.get(message.id, message.context)) is None
            or found.fuzzy
            or not all(catalogue.forms(found))
        )
    ]
    assert missing == []


def test_the_catalogue_holds_no_text_that_nobody_uses(danish, used):
    stale = [
        message.id
        for message in danish
        if message.id and used.get(message.id, message.context) is None
    ]
    assert stale == []


def test_translations_keep_the_placeholders(danish):
    def placeholders(text):
        return sorted(set(PLACEHOLDER.findall(text)))

    wrong = []
    for message in danish:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = {placeholder for text in ids for placeholder in placeholders(text)}
        for text in catalogue.forms(message):
            # a singular may say "one" where the plural counts, never the other way round
            exact = placeholders(text) == placeholders(ids[-1])
            singular = message.pluralizable and set(placeholders(text)) <= allowed
            if message.id and text and not (exact or singular):
                wrong.append(text)
    assert wrong == []


def test_texts_in_templates_are_found(used):
    texts = {message.id for message in used}
    assert "Go to the content" in texts
    assert "Error:" in texts

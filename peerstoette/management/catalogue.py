"""Collects the texts to translate, without a system gettext.

Python files go to Babel's own extractor. Templates are first turned into Python by Django's
``templatize``, the same step that Django's ``makemessages`` takes before it calls gettext.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("accounts", "partners", "peers", "citizens", "budget", "reporting", "peerstoette")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# What changes at every run, or names a tool or a person, stays out of the file.
VOLATILE = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|'
    rb"Report-Msgid-Bugs-To|Project-Id-Version):.*\n",
    re.MULTILINE,
)


def path_of(language: str) -> Path:
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file that may hold a text, as Python."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_bytes()
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        # Indentation means nothing in a template and would be an error in Python.
        yield path, "\n".join(line.strip() for line in lines).encode()


def collect(language: str) -> Catalog:
    """All texts of the product with the places that use them, untranslated."""
    catalog = Catalog(locale=language, charset="utf-8")
    for path, source in sources():
        place = (str(path.relative_to(settings.BASE_DIR)), 0)
        for _line, text, _comments, context in extract("python", BytesIO(source), KEYWORDS):
            catalog.add(text, locations=[place], context=context)
    return catalog


def untranslated(catalog: Catalog) -> list[Message]:
    """The texts that have no translation, or only some of their plural forms."""
    return [message for message in catalog if message.id and not all(forms(message))]


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a text: one, or one for each plural form."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def read(language: str) -> Catalog:
    """The translations at hand; an empty catalogue where there are none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> Catalog:
    """Bring the file up to date: new texts come in empty, unused ones go, the rest is kept."""
    catalog = read(language)
    catalog.fuzzy = False
    catalog.header_comment = "# Danish texts of the product."
    catalog.update(collect(language), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    out = BytesIO()
    write_po(out, catalog, width=100, sort_output=True, include_lineno=False)
    path_of(language).write_bytes(VOLATILE.sub(b"", out.getvalue()))
    return catalog

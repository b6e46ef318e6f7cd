"""The paper on security names tests that exist and figures that are counted."""

import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
NAMED = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
FIGURE = re.compile(r'\| .+ \| ([\d,]+) \| `(tests/[\w/]+)\.py::(\w+)(?:\("(\w+)"\))?` \|')


def missing(named: Iterable[tuple[str, str]]) -> list[str]:
    """Those of the named tests, file and function, that are nowhere."""
    return [f"{file}::{name}" for file, name in named if not _stands(ROOT / file, name)]


def _stands(file: Path, name: str) -> bool:
    found = file.is_file() and re.search(rf"^def {name}\(", file.read_text(), re.MULTILINE)
    return bool(found)


def test_every_test_that_proves_a_promise_exists():
    named = NAMED.findall((DOCS / "security.md").read_text())
    assert named
    assert missing(named) == []


def figures() -> list[tuple[str | None, ...]]:
    """Number, module, function and its argument, if any, of each row of the table of figures."""
    section = (DOCS / "security.md").read_text().partition("## Figures\n")[2].partition("\n## ")[0]
    _head, _line, *rows = [line for line in section.splitlines() if line.startswith("|")]
    return [FIGURE.fullmatch(row).groups() for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "module", "function", "argument"), figures())
def test_every_figure_is_counted_anew(number, module, function, argument):
    count = getattr(import_module(module.replace("/", ".")), function)
    counted = count(argument) if argument else count()
    assert f"{counted:,}" == number

"""The shape of the house: who may import whom, and what no file may hold."""

import ast
import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from partners.access import GRID

APPS = ("accounts", "partners", "peers", "citizens", "budget", "reporting")
FLOOR_OF = {"accounts": 1, "partners": 2, "peers": 3, "citizens": 4, "budget": 4, "reporting": 5}
SAFE_FOR_REPORTING = {"citizens.counts", "citizens.missing", "citizens.dossier"}
MONEY = ("budget", "peerstoette/lib/money.py", "peers/fte.py", "peers/staffing.py")
LONGEST_FILE = 500
FORBIDDEN_IN_TEMPLATES = {
    # data for a script is no script
    "an inline script": r"<script(?![^>]*(\bsrc=|type=\"application/json\"))",
    "an inline style": r"<style|\sstyle=",
    "an inline handler": r"\son[a-z]+=[\"']",
    "a script address": r"javascript:",
    "something from another host": r"(?:src|action)=[\"']https?:|<link[^>]*href=[\"']https?:",
    "unescaped text": r"\|\s*safe\b|autoescape off",
    "a comparison of roles": r"\brole\s*[!=]=",
}
FORBIDDEN_IN_CODE = {
    "a way past visible_to": r"_base_manager|\.raw\(",
    "a way past the form's token": r"csrf_exempt",
    "unescaped text": r"mark_safe|SafeString",
}


def python_files(*places: str) -> list[Path]:
    found = []
    for place in places:
        path = settings.BASE_DIR / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


def nodes(path: Path, kind) -> list:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kind)]


def named(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"


def test_imports_point_down_only(capsys):
    status = lint_imports(config_filename=str(settings.BASE_DIR / "pyproject.toml"))
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_reporting_takes_only_the_safe_modules_from_citizens():
    graph = grimp.build_graph("reporting", "citizens", cache_dir=None)
    taken = {
        imported
        for module in graph.modules
        if module.startswith("reporting")
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.startswith("citizens")
    }
    assert taken <= SAFE_FOR_REPORTING


def test_foreign_keys_point_down_only():
    wrong = [
        str(field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation
        and field.concrete
        and model._meta.app_label in FLOOR_OF
        # what Django brings lies below all floors
        and FLOOR_OF.get(field.related_model._meta.app_label, 0) > FLOOR_OF[model._meta.app_label]
    ]
    assert wrong == []


def test_money_and_health_never_meet():
    wrong = [
        str(field)
        for app, other in [("budget", "citizens"), ("citizens", "budget")]
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and field.related_model._meta.app_label == other
    ]
    assert wrong == []


def test_nothing_lower_reaches_up_to_citizens():
    reached = [
        str(relation.field)
        for app in ("accounts", "partners", "peers", "budget")
        for model in apps.get_app_config(app).get_models()
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "citizens" and not relation.hidden
    ]
    assert reached == []


def test_no_import_hides_in_a_function():
    hidden = [
        named(path, inner)
        for path in python_files(*APPS, "peerstoette/lib")
        for function in nodes(path, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_money_is_never_a_float():
    floats = [
        named(path, node)
        for path in python_files(*MONEY)
        if path.exists()
        for node in nodes(path, (ast.Constant, ast.Call))
        if isinstance(getattr(node, "value", None), float)
        or getattr(getattr(node, "func", None), "id", "") == "float"
    ]
    assert floats == []


def test_every_capability_of_the_grid_opens_something():
    code = "".join(
        path.read_text() for path in python_files(*APPS) if path.name not in {"access.py"}
    )
    assert [capability for capability in GRID if f'"{capability}"' not in code] == []


def test_views_ask_for_capabilities_and_never_for_roles():
    asking = [
        named(path, node)
        for path in python_files(*APPS)
        if "views" in path.stem or "views" in path.parts
        for node in nodes(path, ast.Name)
        if node.id == "Role"
    ]
    assert asking == []


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_no_template_holds(what):
    pattern = re.compile(FORBIDDEN_IN_TEMPLATES[what], re.IGNORECASE)
    templates = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    assert templates
    assert [path.name for path in templates if pattern.search(path.read_text())] == []


@pytest.mark.parametrize("what", FORBIDDEN_IN_CODE)
def test_no_code_holds(what):
    pattern = re.compile(FORBIDDEN_IN_CODE[what])
    files = python_files(*APPS, "peerstoette")
    assert [path.name for path in files if pattern.search(path.read_text())] == []


def test_files_stay_short_enough_to_read():
    long = [
        path.name
        for path in python_files(*APPS, "peerstoette", "tests")
        if len(path.read_text().splitlines()) > LONGEST_FILE
    ]
    assert long == []

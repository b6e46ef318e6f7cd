"""What would let the product speak two languages at once, or its web server undo the database's guards."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import OperationalError, connection


@register(Tags.translation)
def texts_are_compiled(app_configs, **kwargs) -> list[Warning]:
    """Papers are frozen in the language they were drawn in, so a stale catalogue shows for good."""
    texts = (each for folder in settings.LOCALE_PATHS for each in Path(folder).rglob("*.po"))
    return [
        Warning(
            f"{path} is not compiled, or was changed since: pages and papers would mix languages.",
            hint="Run pybabel compile --directory locale --domain django.",
            id="peerstoette.W001",
        )
        for path in sorted(texts)
        if _changed(path.with_suffix(".mo")) < _changed(path)
    ]


@register(Tags.security, deploy=True)
def web_role_owns_nothing(app_configs, **kwargs) -> list[Warning]:
    """Who owns a table can switch its guards off. SQLite knows no roles."""
    if connection.vendor != "postgresql":
        return []
    try:
        owned = _owned_tables()
    except OperationalError as error:
        text = f"The database does not answer, so it is not known who owns the tables: {error}"
        return [Warning(text, id="peerstoette.W003")]
    if not owned:
        return []
    return [
        Warning(
            f"The database role owns {owned} tables: whoever takes over the web server can switch"
            " their guards off and rewrite what is frozen.",
            hint="Give the web server the role of deploy/web-role.sql; migrate as the owner.",
            id="peerstoette.W002",
        )
    ]


def _owned_tables() -> int:
    """How many tables the role owns or may become the owner of; a superuser, all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()"
            " AND pg_has_role(tableowner, 'MEMBER')"
        )
        return cursor.fetchone()[0]


def _changed(path: Path) -> float:
    """When the file was last written; 0 where there is none."""
    return path.stat().st_mtime if path.exists() else 0.0

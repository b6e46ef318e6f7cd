"""What the addresses of the doors' table point at: from the cast, or made here where it has none."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps

from tests.cast import Cast

# making these closes a month, in which nothing else can be made afterwards
CLOSING = {"invoice", "month_paper", "month_issued"}


def parts(name: str, cast: Cast) -> dict:
    """The parts of the address, beside the project's slug, for the object of a row."""
    if name == "-":
        return {}
    app, _, model = name.partition(".")
    found = in_admin(app, model, cast) if model else maker(name)(cast)
    return found if isinstance(found, dict) else {"pk": found.pk}


def in_admin(app: str, model: str, cast: Cast):
    """A row of project A alone: what the cast has, else what a page's address needs too."""
    rows = apps.get_model(app, model).objects.all()
    if any(field.name == "project" for field in rows.model._meta.fields):
        rows = rows.filter(project=cast.project)
    if model == "membership":
        rows = rows.filter(user=cast.lene)
    named = {"organisation": cast.town, "project": cast.project, "user": cast.lene}
    if model in named:
        return named[model]
    return rows.first() or maker(model)(cast)


def maker(name: str) -> Callable:
    """The function of that name in one of this package's modules."""
    for module in iter_modules(__path__):
        found = getattr(import_module(f"{__name__}.{module.name}"), name, None)
        if found is not None:
            return found
    raise LookupError(f"no module here makes {name}")

"""The project as an app: commands, template tags, and what every app registers with the floors below."""

from django.apps import AppConfig, apps
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules

from peerstoette.lib import alphabet, apart, triggers


class PeerstoetteConfig(AppConfig):
    name = "peerstoette"

    def ready(self) -> None:
        autodiscover_modules("guards", "transfers", "dated", "leaving", "search", "hidden")
        triggers.register(*apart.guards(apps.get_models(include_auto_created=True)))
        name_relations()
        connection_created.connect(alphabet.teach)
        checks.register(alphabet.check_collation, checks.Tags.database)
        # Django tells only apps with models when it migrates; once is enough.
        accounts = apps.get_app_config("accounts")
        pre_migrate.connect(remove_guards, sender=accounts)
        post_migrate.connect(install_guards, sender=accounts)

    def require_guards(self, using: str = DEFAULT_DB_ALIAS) -> None:
        """Refuse to serve while a guard is not there as written. Raises ImproperlyConfigured naming it."""
        missing = triggers.missing(triggers.registered(), using)
        if missing:
            raise ImproperlyConfigured(
                f"{len(missing)} guards are missing in the database or are not what they should be,"
                f" first {missing[0]}. Run manage.py migrate."
            )


def name_relations() -> None:
    """A relation without a name of its own is called what it points at, in the reader's language."""
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.is_relation and field._verbose_name is None:
                field.verbose_name = field.related_model._meta.verbose_name


def remove_guards(using: str, plan: list, **kwargs) -> None:
    """Clear the way for migrations; where there are none to run, nothing is left unguarded."""
    if plan:
        triggers.clear(using)


def install_guards(using: str, **kwargs) -> None:
    """Put the guards in place, also after tests have emptied the tables."""
    triggers.install(triggers.registered(), using)

"""The WSGI application that a server such as gunicorn runs."""

import os

from django.apps import apps
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerstoette.settings")
application = get_wsgi_application()
apps.get_app_config("peerstoette").require_guards()

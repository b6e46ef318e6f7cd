"""The one settings file. Everything that differs between machines is read from the environment.

Without ``PEERSTOETTE_ENV=development`` the settings are those of production, and a missing
``SECRET_KEY``, ``TRAIL_KEY`` or ``ALLOWED_HOSTS`` stops the start with a sentence that names it.
"""

from pathlib import Path

import environ
import fontpkg_hanken_grotesk
from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEVELOPMENT = env.str("PEERSTOETTE_ENV", default="production") == "development"


def required(name: str, development: str) -> str:
    """The environment's value, the stated one in development, else a clear refusal to start."""
    value = env.str(name, default="")
    if value:
        return value
    if DEVELOPMENT:
        return development
    raise ImproperlyConfigured(f"Set {name} in the environment (or PEERSTOETTE_ENV=development).")


# --- installation -------------------------------------------------------------------------------

SECRET_KEY = required("SECRET_KEY", "development-only-" + "x" * 50)
# Former ones, newest first: links and second steps made with them go on working.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Off in development too: whoever tries the product meets its own pages when something is refused.
DEBUG = env.bool("DEBUG", default=False)
# The trail is sealed with it (accounts.seals): whoever can write to the database must not know it.
TRAIL_KEY = required("TRAIL_KEY", "development-only-trail-" + "x" * 50)
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
ROOT_URLCONF = "peerstoette.urls"
WSGI_APPLICATION = "peerstoette.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "peerstoette.office.OfficeConfig",
    # before Django's: its commands of the same names stand in their place
    "peerstoette",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_tables2",
    "heroicons",
    "import_export",
    "accounts",
    "partners",
    "peers",
    "citizens",
    "budget",
    "reporting",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.middleware.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.DeclaredPolicyMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.NoStoreMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partners.menu.frame",
            ],
            "builtins": ["peerstoette.templatetags.look"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database -----------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: without it INSERT OR REPLACE slips past the triggers that freeze rows
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Attempts to sign in are counted here: every worker must count in the same place.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if DEVELOPMENT
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # with Django's 300 a few hundred attempts would push the counts of others out
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["peerstoette.formats"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True

# --- people and sessions ------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "partners.passphrases.MemberPassphraseValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.LoginForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Peerstøtte: "
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Guesses at the old password wait as long as those at sign-in, and wrong codes are few in a day; the
# other limits are allauth's own.
ACCOUNT_RATE_LIMITS = {"change_password": "5/5m/user", "second_step": "20/d/key"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A demonstration has none: whoever looks at it would have to bring a phone.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEVELOPMENT)
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.AppForm",
    "authenticate_webauthn": "accounts.forms.DeviceForm",
    "login_webauthn": "accounts.forms.DeviceAloneForm",
    "reauthenticate_webauthn": "accounts.forms.DeviceAgainForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
# development is reached without https, at localhost
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Peerstøtte"
MFA_TOTP_TOLERANCE = 1  # phones whose clock is half a minute off
# the e-mail was proved by the invitation's link
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Limits of sign-in count by the browser's address, which behind a proxy stands in a header.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0 if DEVELOPMENT else 1)
# How long a link to choose a password works; mails and pages say three days.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
# what a flash says stays on the server: a cookie would carry it in clear text
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.filebased.EmailBackend"
    if DEVELOPMENT
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_TIMEOUT = 5  # seconds: a mail server that is silent holds nobody up
EMAIL_FILE_PATH = BASE_DIR / "mail"
# Whom the pages about accessibility and privacy name; without it they name the project leader.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

# --- files --------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# In development files are served from where they lie, without collecting them first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", get_bootstrap_dir()),
    ("fonts", Path(fontpkg_hanken_grotesk.__file__).parent / "files"),
]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
# What the trail's seals said when they were made, kept where the database does not reach.
TRAIL_ANCHORS = Path(env.str("TRAIL_ANCHORS", default=str(BASE_DIR / "trail" / "anchors.txt")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# A larger request is refused before anything parses it (accounts.middleware).
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- the browser --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap's own icons are data images
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {
    name: []
    for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
if not DEVELOPMENT:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    CSRF_COOKIE_NAME = "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # a traceback's message may repeat whole rows
    "formatters": {"no values": {"()": "peerstoette.lib.logs.NoValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "no values"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # without Django's own handler, which mails what a form held to whoever ADMINS names
        "django": {"handlers": []},
        # what reaches the server itself is told like the rest
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        # who signs in and out, for whoever watches the server
        "peerstoette.sign_in": {"level": "INFO"},
    },
}

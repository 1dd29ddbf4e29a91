"""The one settings file. Everything that differs between machines comes from the environment (see README).

Wrong values stop the start, with a sentence each; a dangerous one is reported by ``manage.py check --deploy``.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF

from kpknow.environment import Environment
from kpknow.many_nodes import IN_A_FOLDER, reached_by_network, replica_of, shared_cache, uploads
from kpknow.readers_paths import READERS_PATHS

ROOT = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

# Where the site is and who keeps it
SITE_ADDRESS = env.address("SITE_ADDRESS", "http://127.0.0.1:8000", schemes=("http", "https"))
ONION_ADDRESS = env.address("ONION_ADDRESS", schemes=("https", "http"))
CONTACT_ADDRESS = env.text("CONTACT_ADDRESS", like=r"[^@\s]+@[^@\s]+", said="the e-mail address of a person or a desk")
EXIT_URL = env.address("EXIT_URL", "https://www.wikipedia.org/", schemes=("https",), may_have_path=True)
EXIT_URLS = env.addresses("EXIT_URLS")
VAR = env.folder("VAR_DIR", ROOT / "var")

address = urlsplit(SITE_ADDRESS)
BEHIND_TLS = address.scheme == "https"
PROXIES_IN_FRONT = env.number("PROXIES_IN_FRONT", int(BEHIND_TLS), least=0, most=9)  # each adds to X-Forwarded-For
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

DEBUG = env.switch("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [address.hostname or "", "127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = env.text("SECRET_KEY") or env.kept_secret("SECRET_KEY_FILE", VAR / "secret-key")
CONTACT_KEYS = env.words("CONTACT_KEYS")  # Fernet keys, the newest first: what they seal is not asked without
CODE_KEY = env.text("CODE_KEY", SECRET_KEY)  # people's codes are hashed with it: another key ends every code given
try:
    [Fernet(key) for key in CONTACT_KEYS]
except ValueError:
    env.refuse("CONTACT_KEYS are 32 bytes each, url-safe base64, with commas between.")
CODERS_SEE_EACH_OTHER = env.switch("CODERS_SEE_EACH_OTHER", default=False)  # while they code; else once they finished

# What it is made of
INSTALLED_APPS = [
    "kpknow.content",
    "kpknow.safety",
    "kpknow.accounts",
    "events",
    "stories",
    "kpknow.search",
    "kpknow.packs",
    "kpknow.curation",
    "kpknow.pages",
    "kpknow.demo",
    "kpknow.upkeep",
    "taggit",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "kpknow.accounts.admin_app.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "kpknow.upkeep.closed_door.neutral_page",  # nothing below it, not even a header, may tell what the site is
    "kpknow.safety.headers.SafeHeaders",  # above whitenoise, which answers before anything below it
    "kpknow.upkeep.request_log.page_kinds",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kpknow.content.compression.CompressedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kpknow.upkeep.closed_door.closed_page",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kpknow.accounts.middleware.GuardedAccounts",
    "allauth.account.middleware.AccountMiddleware",
    "kpknow.content.history.recording.recorded_requests",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "events.withholding_sites.without_shielded_sites",
]
ROOT_URLCONF = "kpknow.urls"
WSGI_APPLICATION = "kpknow.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kpknow.pages.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "kpknow.content.templatetags.kp"],
        },
    }
]

# Database
# for one question to the database; 20 where readers wait, none for commands
STATEMENT_SECONDS = env.number("STATEMENT_SECONDS", 0, least=0, most=86400)
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR / 'kpknow.sqlite3'}")}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # secure_delete: what is withdrawn is overwritten in the file; FULL: what was saved survives a power cut;
        # temp_store: no text of anybody in temporary files, and triggers cost a sixth. No mmap and no larger cache:
        # measured, they made nothing faster, and each worker 45 MB and, with four threads, 55 MB larger
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA temp_store=MEMORY",
    }
else:
    named = DATABASES["default"].get("OPTIONS", {})  # in the address: sslmode and the like
    DATABASES["default"] |= reached_by_network(STATEMENT_SECONDS, named)

# Several nodes (docs/scale.md); empty: one server alone
if REPLICA_URL := env.text("REPLICA_URL"):
    DATABASES["replica"] = env.built(lambda: replica_of(DATABASES["default"], REPLICA_URL), instead={})
    DATABASE_ROUTERS = ["kpknow.content.replica.ReplicaRouter"]
CACHES: dict[str, dict[str, object]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if CACHE_URL := env.text("CACHE_URL"):
    CACHES["shared"] = env.built(lambda: shared_cache(CACHE_URL), instead={})

# Languages: only those whose interface texts exist are offered
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [ROOT / "kpknow" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"  # never served as files: a view asks for consent first
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ATTEMPTS = env.number("MEDIA_ATTEMPTS", 5, least=1, most=10)
STORAGES = {
    "default": env.built(lambda: uploads(env.given, attempts=MEDIA_ATTEMPTS), instead=IN_A_FOLDER),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600

# Staff accounts; readers have none and get no cookie
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SECOND_FACTOR = env.one_of(
    "SECOND_FACTOR",
    ("everyone", "publishers", "offered"),
    "offered" if address.hostname in THIS_MACHINE else "publishers",
)
STAFF_PATH = env.own_path("STAFF_PATH", "staff", taken=READERS_PATHS | {code for code, _name in LANGUAGES})
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "admin:index"
ACCOUNT_ADAPTER = "kpknow.accounts.adapters.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # they count per worker and can lock out; ours are in actions/guessing.py
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "kpknow.accounts.forms.SignInForm",
    "reauthenticate": "kpknow.accounts.forms.PasswordAgainForm",
    "change_password": "kpknow.accounts.forms.NewPasswordForm",
}
MFA_ADAPTER = "kpknow.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code of the last 30 seconds, or of a telephone whose clock is ahead
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
MFA_FORMS = {
    "authenticate": "kpknow.accounts.forms.CodeForm",
    "reauthenticate": "kpknow.accounts.forms.CodeAgainForm",
    "activate_totp": "kpknow.accounts.forms.AppForm",
}
SESSION_ENGINE = "kpknow.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-s", "__Host-c") if BEHIND_TLS else ("s", "c")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
CSRF_FAILURE_VIEW = "kpknow.pages.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer breaks every form: the browser then sends "Origin: null"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = BEHIND_TLS and env.switch("REDIRECT_TO_TLS", default=True)
SECURE_HSTS_SECONDS = 63072000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Backups: to public keys of age, whose secret halves are kept elsewhere
BACKUP_RECIPIENTS = env.words(
    "BACKUP_RECIPIENTS", like="age1[0-9a-z]{58}", said="a list of public keys of age (age1…), with commas between"
)
# where one is written each night; empty: none
BACKUP_FOLDER = env.text("BACKUP_FOLDER", like="/.*", said="the whole path of a folder, from / on")
BACKUP_DAYS = env.number("BACKUP_DAYS", 35, least=1, most=3650)  # after which a nightly one is removed

# What the site tells about itself
REQUEST_LOG = env.switch("REQUEST_LOG", default=False)  # a line a request: hour, kind of page, status, time taken
METRICS_PORT = env.number("METRICS_PORT", 0, least=0, most=65535)  # counters for Prometheus, on 127.0.0.1; 0: none

env.stop_if_wrong()

# Logs never name a person: no address, query, agent or text
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "kpknow.safety.logs.NamelessFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "bare": {"format": "{message}", "style": "{"},
    },
    "filters": {
        "broken_page": {"()": "kpknow.safety.logs.BrokenPage"},
        "unread_request": {"()": "kpknow.safety.logs.UnreadRequest"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "requests": {"class": "logging.StreamHandler", "formatter": "bare", "stream": "ext://sys.stdout"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["broken_page"]},  # below that, its lines carry full paths
        "django.security": {"level": "CRITICAL"},
        "kpknow.requests": {"handlers": ["requests"], "propagate": False},
        "fido2": {"level": "WARNING"},  # else it names the key of whoever signs in
        "django.server": {"level": "CRITICAL"},  # its lines are whole addresses
        "gunicorn.error": {"handlers": ["console"], "filters": ["unread_request"], "propagate": False},
    },
}

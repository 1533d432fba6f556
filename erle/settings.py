"""Settings of the product, all from the environment; docs/running.md lists what an operator may set."""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from erle.doors.staff.signing_in.openid_settings import providers, ways_in
from erle.foundation.database.addresses import settings_for
from erle.foundation.database.roles import DatabaseRole

CHECKOUT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("ERLE_HOME") or CHECKOUT / ".erle").resolve()
MODE = os.environ.get("ERLE_MODE", "production")
if MODE not in {"demo", "production", "test"}:
    raise ValueError(f"ERLE_MODE is {MODE!r}; expected demo, production or test.")
DEMO = MODE == "demo"
PARTNERSHIP = os.environ.get("ERLE_PARTNERSHIP", "Northmere Safeguarding Children Partnership")


def _secret(name: str) -> str:
    """Return the secret of the name from ERLE_HOME/keys, making it once (0600)."""
    path = HOME / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), "ascii")
        draft.replace(path)
    return path.read_text("ascii")


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0") == "1"


SECRET_KEY = _secret("django.key")
CONTEXT_KEY_FILE = HOME / "keys" / "context.key"
THINGS_KEY_FILE = HOME / "keys" / "things.key"
FILES_KEY_FILE = HOME / "keys" / "files.key"
READING_DIR = HOME / "reading"
READING_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
FILE_UPLOAD_TEMP_DIR = READING_DIR
FILE_UPLOAD_PERMISSIONS = 0o600
ATTACHMENTS_KEY_FILE = HOME / "keys" / "attachments.key"
CLAMAV = os.environ.get("ERLE_CLAMAV", "")
LEDGER_KEY_FILE = HOME / "keys" / "ledger.key"
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ERLE_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")

SOCKET_DIR = Path(os.environ.get("ERLE_SOCKET_DIR") or HOME / "postgres" / "run")
DATABASES = {
    "default": settings_for(DatabaseRole.WORKER, home=HOME, socket_dir=SOCKET_DIR),
    "owner": settings_for(DatabaseRole.OWNER, home=HOME, socket_dir=SOCKET_DIR),
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "agencies.Worker"

INSTALLED_APPS = [
    "erle.foundation.database",
    "erle.foundation.ledger",
    "erle.foundation.agencies",
    "erle.foundation.access",
    "erle.foundation.clocks",
    "erle.foundation.protocols",
    "erle.knowledge.records",
    "erle.knowledge.linkage",
    "erle.knowledge.patterns",
    "erle.practice.missing",
    "erle.practice.desk",
    "erle.board",
    "erle.doors.exchange.handed",
    "erle.doors.staff",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "erle.doors.staff.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "erle.doors.staff.middleware.Acting",
]

ROOT_URLCONF = "erle.doors.staff.urls"
WSGI_APPLICATION = "erle.doors.staff.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "erle.doors.staff.shell.context",
            ]
        },
    }
]
FORM_RENDERER = "erle.doors.staff.rendering.Renderer"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "erle.doors.staff.routes.Assets"},
}
STATIC_ROOT = None  # served from where the packages keep them
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would make a browser hide from us that a form is our own
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

OVER_TLS = _flag("ERLE_TLS", MODE == "production")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_TLS
SESSION_COOKIE_NAME = "__Host-erle" if OVER_TLS else "erle"
CSRF_COOKIE_NAME = "__Host-erle-csrf" if OVER_TLS else "erle-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if OVER_TLS else 0
SECURE_SSL_REDIRECT = False  # the proxy that ends TLS does this; see docs/running.md

CSRF_FAILURE_VIEW = "erle.doors.staff.refusing.csrf_failed"
SESSION_IDLE_MINUTES = int(os.environ.get("ERLE_IDLE_MINUTES", "15"))
SESSION_LONGEST_HOURS = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ERLE_LOG", "WARNING")},
}

# E-mail: one sentence without a name, where a post office is given (docs/running.md)
EMAIL_HOST = os.environ.get("ERLE_SMTP_HOST", "")
MAILS = bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAILS else 'dummy'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("ERLE_SMTP_PORT", "587"))
EMAIL_USE_TLS = _flag("ERLE_SMTP_TLS", True)
EMAIL_HOST_USER = os.environ.get("ERLE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ERLE_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = os.environ.get("ERLE_MAIL_FROM", "erle@localhost")

# Signing in
OPENID_WAYS = ways_in(HOME / "openid.json")
SOCIALACCOUNT_PROVIDERS = providers(OPENID_WAYS)
SOCIALACCOUNT_ADAPTER = "erle.doors.staff.signing_in.openid.Accounts"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another site here, and the state guards the answer
SOCIALACCOUNT_EMAIL_VERIFICATION = ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
MFA_ADAPTER = "erle.doors.staff.signing_in.seeds.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
TOTP_KEY_FILE = HOME / "keys" / "totp.key"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_RATE_LIMITS = False  # the brakes are our own: signing_in/brakes.py
AUTHENTICATION_BACKENDS = ["erle.doors.staff.signing_in.stays.reading.Workers"]
SESSION_ENGINE = "erle.doors.staff.signing_in.stays.reading"
LOGIN_URL = "sign_in"
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ERLE_TRUSTED_PROXIES", "0"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 24 * 3600  # longer than any stay: the row says whose form arrives after the end
SIGNING_IN = ["erle.doors.staff.signing_in.middleware.Staying", "erle.doors.staff.signing_in.middleware.Brakes"]
MIDDLEWARE[MIDDLEWARE.index("erle.doors.staff.middleware.Acting") :] = [
    *SIGNING_IN,
    "erle.doors.staff.middleware.Acting",
]

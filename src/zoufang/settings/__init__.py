"""Django's settings. What an installation may change stands in `environment.py`; the rest is the house's own."""

from __future__ import annotations

import warnings
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from zoufang.engines.keyring import KeyRing
from zoufang.ground import GROUND
from zoufang.settings import environment
from zoufang.settings.deliveries import DELIVERIES as DELIVERIES
from zoufang.settings.menu import MENU as MENU
from zoufang.settings.reminders import REMINDER_CHANNELS as REMINDER_CHANNELS
from zoufang.settings.routes import PACKAGE_ROUTES as PACKAGE_ROUTES
from zoufang.settings.timetable import TIMETABLE as TIMETABLE
from zoufang.stages import STAGES

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.HOME
KEYS = KeyRing.open(HOME / "keys")
PUBLIC_URL = environment.PUBLIC_URL

SECRET_KEY = KEYS.newest("session")[1].hex()
DEBUG = environment.DEBUG
ALLOWED_HOSTS = [environment.PUBLIC.hostname or "localhost", *environment.LOOPBACK]
CSRF_TRUSTED_ORIGINS = [environment.PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "treebeard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "zoufang.web",
    *(f"zoufang.ground.{name}" for name in GROUND),
    *(f"zoufang.stages.{name}" for name in STAGES),
    "zoufang.flows",
    "zoufang.desks",
    "zoufang.doors",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zoufang.web.clean_input.CleanInputMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zoufang.ground.accounts.middleware.SessionLimitsMiddleware",
    "zoufang.ground.accounts.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "zoufang.web.views.stale_form"
ROOT_URLCONF = "zoufang.urls"
WSGI_APPLICATION = "zoufang.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "zoufang.web.jinja.PageTemplates",
        "NAME": "jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "zoufang.web.jinja.environment",
            "context_processors": ["zoufang.web.jinja.page_context"],
        },
    },
    {
        # Only where a package brings its own pages (sign-in).
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DEMO_STAMP = HOME / "demo.json"


def IS_DEMO() -> bool:
    """Does this home hold demo data? Never where real data are: the stamp is written with the demo's first row."""
    return DEMO_STAMP.exists()


# Data -------------------------------------------------------------------------------------------------------------
_database = environ.Env.db_url_config(environment.DATABASE_URL)
# Said to SQLite at the beginning of each connection.
SQLITE_BEGINS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
    # Debian's SQLite does so by itself, others leave what was deleted in the file.
    "PRAGMA secure_delete=ON;"
)
if "sqlite" in _database["ENGINE"]:
    _database |= {
        # Django's SQLite with an advisory lock around write transactions; see docs/decisions.
        "ENGINE": "zoufang.web.sqlite",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": SQLITE_BEGINS,
        },
        "CONN_MAX_AGE": None,
    }
else:
    _database |= {"OPTIONS": {"pool": {"min_size": 1, "max_size": 8}}, "CONN_MAX_AGE": 0}
DATABASES = {"default": _database}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

FILES_FOLDER = HOME / "files"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()
warnings.filterwarnings("ignore", message="No directory at")  # whitenoise, where the finders serve instead
# Pages name static files with the hash of their content (web/jinja.py), so a year is safe.
WHITENOISE_MAX_AGE = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# People -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "zoufang.ground.accounts.passwords.UnlikeThePerson"},
    {"NAME": "zoufang.ground.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "zoufang.ground.accounts.passwords.Uncommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
FAMILY_DOOR = "family:door"
SECOND_FACTOR_DOOR = "accounts:second_factor"
# The journal stands above the accounts; their deeds are entered through this name.
JOURNAL = "zoufang.ground.journal.actions.record"
INVITATION_LASTS = timedelta(days=7)
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "zoufang.ground.accounts.adapter.StaffAdapter"
ACCOUNT_FORMS = {"login": "zoufang.ground.accounts.forms.SignInForm"}
# Wrong passwords are counted per account by axes: a school's 200 teachers share one address. Wrong codes of the second
# factor are counted here, per account too.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key", "login": "600/m/ip"}
MFA_ADAPTER = "zoufang.ground.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "走访 Zoufang"
# A code of the half-minute before or after counts: phones and fingers are slow. Source: RFC 6238, 5.2.
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "zoufang.ground.accounts.views.sign_in.locked_out"
# Else whoever keeps knocking could keep a colleague locked out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# Web --------------------------------------------------------------------------------------------------------------
# Idle for 12 hours, or 7 days after signing in however busy: sign in again (ground/accounts/middleware.py).
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_LASTS_AT_MOST = timedelta(days=7)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# Over plain http (loopback, demo) neither Secure nor __Host-: phones and programs would drop the cookie.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.IS_HTTPS
_prefix = "__Host-" if environment.IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}zoufang"
CSRF_COOKIE_NAME = f"{_prefix}zoufang-csrf"
LANGUAGE_COOKIE_NAME = "zoufang-language"
LANGUAGE_COOKIE_SECURE = environment.IS_HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = environment.IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if environment.IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.IS_HTTPS
SECURE_HSTS_PRELOAD = environment.IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.IS_HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
# Django refuses `Origin: null`, which `no-referrer` would send with forms.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # frame-ancestors of the CSP does what X-Frame-Options' middleware would
    "axes.W006",  # per account only: a school's 200 teachers share one address
]

# Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Mail -------------------------------------------------------------------------------------------------------------
if environment.EMAIL_URL:
    _mail = environ.Env.email_url_config(environment.EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
    EMAIL_TIMEOUT = 30
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"
# Text messages: None where no account is set; see engines/sms.
SMS = environment.SMS
DEFAULT_FROM_EMAIL = environment.EMAIL_FROM

# No personal data: messages name acts and public ids only, and requests are logged without their address's query.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "zoufang.web.logs.PlainFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"zoufang": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}

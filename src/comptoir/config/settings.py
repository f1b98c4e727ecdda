"""Settings, all from the environment (docs/operations.md). Without any, Comptoir runs on its embedded database."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.str("COMPTOIR_VAR", str(ROOT / "var")))
"""Where Comptoir keeps what it writes when nothing else is said: the embedded database, mail as files, its secret."""


def _kept_secret() -> str:
    """The signing secret of an installation that was given none: made once, readable by its owner only."""
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret()
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [BASE_URL])

INSTALLED_APPS = [
    "comptoir.web",  # First: its templates dress the pages of the packages below.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "comptoir.core",
    "comptoir.accounts",
    "comptoir.activities",
    "comptoir.custom_fields",
    "comptoir.customers",
    "comptoir.deals",
    "comptoir.followups",
    "comptoir.dossier",
    "comptoir.invoicing",
    "comptoir.subscriptions",
    "comptoir.quotations",
    "comptoir.lifecycle",
    "comptoir.segments",
    "comptoir.transfer",
    "comptoir.bulk",
    "comptoir.jobs",
    "comptoir.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "comptoir.web.middleware.LocaleOfUser",
    "comptoir.web.limits.BodyLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comptoir.web.middleware.Refusals",
]

ROOT_URLCONF = "comptoir.config.urls"
WSGI_APPLICATION = "comptoir.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comptoir.web.context.frame",
            ],
            "builtins": ["comptoir.web.templatetags.comptoir", "comptoir.web.templatetags.stencils"],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR / 'comptoir.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock at the start, so that reading and then writing is safe; the others wait.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a question takes PostgreSQL far longer than answering it: a page is asked for a few rows of many.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c jit=off".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits of the log-in must be shared by all processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/today/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "comptoir.web.entrance.adapter.Entrance"
ACCOUNT_FORMS = {
    "login": "comptoir.web.entrance.forms.LoginForm",
    "reset_password": "comptoir.web.entrance.forms.ResetPasswordForm",
    "reset_password_from_key": "comptoir.web.entrance.forms.ResetPasswordKeyForm",
    "change_password": "comptoir.web.entrance.forms.ChangePasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/login/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # Guessing passwords is slowed down per e-mail; an office behind one address may log in as often as it likes.
    "login": "600/m/ip",
    "login_failed": "10/5m/key,100/5m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
}

# --- Mail -----------------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", f"file://{VAR / 'mail'}")
"""smtp://[user:password@]host[:port][?tls=on] · smtps://… · file:///folder · console://"""
MAIL_FROM = env.str("MAIL_FROM", "")
"""The sender of everything. Without it reminders come from the department's own address, which its mail server must allow."""
EINVOICE_URL = env.str("EINVOICE_URL", "")
"""folder:///path · peppol://production?certificate=/path&key=/path (and peppol://test?…); empty: none are sent"""
DEFAULT_FROM_EMAIL = MAIL_FROM or f"comptoir@{urlsplit(BASE_URL).hostname}".replace("127.0.0.1", "localhost")
EMAIL_BACKEND = "comptoir.core.mail.backend.EmailBackend"

# --- Languages, dates, numbers --------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("nl", _("Dutch")), ("de", _("German"))]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]

# --- Static files ---------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True

# --- Files that people upload ---------------------------------------------------------------------

MEDIA_ROOT = VAR / "files"
"""Shown by no web server: `web/dossier` asks first whose a file is."""
STORAGES = {
    "default": {"BACKEND": "comptoir.core.storage.Keeping"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
MAX_FILE_MB = env.int("MAX_FILE_MB", 25)
"""The largest file."""
MAX_UPLOAD_MB = 4 * MAX_FILE_MB
"""The most that is sent at once, in several files; more is refused unread (`web.limits.BodyLimit`)."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
"""Bytes of a form without its files. Files above FILE_UPLOAD_MAX_MEMORY_SIZE are never held in memory."""

# --- Security -------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
_https = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
_behind_proxy = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _behind_proxy else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _behind_proxy else 0
"""Of X-Forwarded-For only what the web server in front added itself says where somebody comes from."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
}

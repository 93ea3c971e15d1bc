"""All settings, one file, no variants: what differs between installations comes from the environment."""

from pathlib import Path

import django.forms

from dreiklang import environment
from dreiklang.environment import ROOT, is_on, setting

environment.use_sound_sqlite()

# The floors of the house, from the ground up. An app may import from lower floors, never from beside or above;
# docs: ARCHITECTURE.md, test: dreiklang/tests/test_floors.py.
FLOORS = [
    ["foundation"],
    ["index"],
    ["places", "letters"],
    ["people"],
    ["groups"],
    ["moderation"],
    ["seats", "dialogue"],
    ["events", "library", "debates"],
    ["exchange"],
    ["training"],
    ["front", "search"],
]
ROOMS = [room for floor in FLOORS for room in floor]

DATA = Path(setting("DREIKLANG_DATA", str(ROOT / "data")))
DATA.mkdir(parents=True, exist_ok=True)
BUILD = ROOT / "build"
PRINT_FONTS = BUILD / "fonts"
UPLOADS = DATA / "uploads"
GERMAN_WORDS = BUILD / "german" / "words"  # the dictionary of the search, made by bin/setup
SEARCH_INDEX = DATA / "index"  # a folder of this host alone; can be made anew

SECRET_KEY = setting("SECRET_KEY") or environment.kept_secret(DATA / "secret_key")
# Without it nobody can say who speaks as a voice.
SEAL_KEY = (setting("SEAL_KEY") or environment.kept_secret(DATA / "seal_key")).encode()
DEBUG = False
DEMO = is_on("DREIKLANG_DEMO")  # demo accounts and the mailbox page; bin/run sets it and binds to loopback only
SITE_URL = setting("DREIKLANG_URL", f"http://localhost:{setting('PORT', '8000')}").rstrip("/")
SITE_NAME = setting("DREIKLANG_NAME", "Dreiklang")
OPERATOR = setting("DREIKLANG_OPERATOR", "Betreiber dieser Installation")
LAND = setting("DREIKLANG_LAND", "BW")  # holidays and legal texts of this Land
MAIL_FROM = setting("MAIL_FROM", "Dreiklang <dreiklang@localhost>")
# Answers by mail go to secret variants of this address; empty: there are none. The demo answers in its own mailbox.
MAIL_REPLY = environment.reply_address("antwort@dreiklang.example" if DEMO else "")
MAIL_LISTEN = setting("MAIL_LISTEN")  # host:port where the worker takes mails by SMTP or LMTP
MAIL_IMAP_URL = setting("MAIL_IMAP_URL")  # a mailbox that the worker empties
MAIL_AUTHSERV = setting("MAIL_AUTHSERV")  # the name under which our mail server says whether a sender is genuine
# A ThemenTeam starts with so many associations and people; a proposal without a start lapses after so many days.
TEAM_ASSOCIATIONS = int(setting("TEAM_ASSOCIATIONS", "2"))
TEAM_PEOPLE = int(setting("TEAM_PEOPLE", "3"))
TEAM_LAPSE_DAYS = int(setting("TEAM_LAPSE_DAYS", "90"))
FEWEST_ALIKE = 5  # so many readers of a room fit the line under which somebody asks, at least
WORKING_HOURS = (7, 19)  # letters that nobody waits for leave between these hours on working days
IS_SECURE = SITE_URL.startswith("https://")

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if not DEMO:  # a demo answers on this machine only
    ALLOWED_HOSTS += [host for host in setting("DREIKLANG_HOSTS").split(",") if host]
    ALLOWED_HOSTS += [SITE_URL.split("://")[-1].split(":")[0]]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_SECURE else []

INSTALLED_APPS = [
    *[f"dreiklang.{room}" for room in ROOMS],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "dreiklang.foundation.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dreiklang.foundation.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dreiklang.foundation.once.AskedOnceARequest",
    "dreiklang.foundation.middleware.Refusals",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "dreiklang.urls"
WSGI_APPLICATION = "dreiklang.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "dreiklang.context.house",
]
_FOLDERS = [
    *[ROOT / "dreiklang" / room / "templates" for room in reversed(ROOMS)],
    Path(django.forms.__file__).parent / "jinja2",  # its widgets, twice as fast as in Django's own templates
]
TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": _FOLDERS,
        "OPTIONS": {
            "environment": "dreiklang.foundation.templates_environment.of_pages",
            "context_processors": _CONTEXT,
            "auto_reload": False,
        },
    },
    {
        "NAME": "letters",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": _FOLDERS,
        "OPTIONS": {
            "environment": "dreiklang.foundation.templates_environment.of_letters",
            "auto_reload": False,
        },
    },
    {  # only for the form widgets of Django and the last resort of allauth
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_counters"}}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [ROOT / "dreiklang" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BUILD / "static"
STATICFILES_DIRS = [BUILD / "assets"] if (BUILD / "assets").exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": UPLOADS}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# Sign-in. allauth answers known and unknown addresses alike (ACCOUNT_PREVENT_ENUMERATION).
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["dreiklang.people.sign_in.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "dreiklang.people.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "dreiklang.people.sign_in.LoginForm",
    "request_login_code": "dreiklang.people.sign_in.RequestLoginCodeForm",
    "confirm_login_code": "dreiklang.people.sign_in.ConfirmLoginCodeForm",
    "change_password": "dreiklang.people.sign_in.ChangePasswordForm",
    "set_password": "dreiklang.people.sign_in.SetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is bound to its address: accepting it is the proof
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = False
# A whole town hall sits behind one address, so the limit per address is wide and the one per account narrow.
# Wrong passwords typed by anybody make an account's password rest. Its owner still gets in with a code: those are
# counted for each connection and account together (people/sign_in.py), so that nobody uses them up from elsewhere.
MOST_GUESTS = 60  # from one connection in ten minutes; or one visitor holds every seat and has strangers written to
NEWCOMER_DAYS = 14  # after she accepted her invitation; until then limits protect the rooms from a flood
MOST_POSTS_OF_NEWCOMERS, MOST_THREADS_OF_NEWCOMERS = 5, 2  # a day
MOST_MESSAGES = 10  # that one member writes to others in a day: a question to colleagues, no mass mailing
MOST_CARDS, MOST_LISTS = 60, 60  # of members that one account is shown in a day: whoever copies them does not get far
PAIR_WEEKS = int(setting("DREIKLANG_PAIR_WEEKS", "4"))  # from one round of "Zwanzig Minuten" to the next
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "request_login_code": None,  # allauth's own, by account alone; instead:
    "code_to_address": "100/m/ip,3/m/key,10/h/key",
    "reset_password": "100/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(setting("TRUSTED_PROXIES", "0"))

# Two cookies, both necessary, both for this host alone.
SESSION_ENGINE = "dreiklang.foundation.sessions"
SESSION_COOKIE_NAME = "sitzung"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_NAME = "formular"
CSRF_FAILURE_VIEW = "dreiklang.foundation.views.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if IS_SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000

EMAIL_BACKEND = EMAIL_HOST = EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
globals().update(environment.mail())

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"dreiklang": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}

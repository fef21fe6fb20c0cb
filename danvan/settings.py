"""All settings, read from the environment; the start fails where one without a safe default is missing.

`script/bootstrap` writes a `dev.env` into the data folder for trying the portal out; a server sets its own variables.
"""

import os
import shlex
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DANVAN_DATA", default=str(BASE_DIR / "var"))).resolve()
DEV_ENV = DATA_DIR / "dev.env"
# A server has a key of its own: a dev.env left over from a trial must not switch DEBUG on there.
if "SECRET_KEY" not in os.environ and DEV_ENV.exists():
    env.read_env(DEV_ENV)  # variables that are set already override the file

try:
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
except ImproperlyConfigured as missing:
    sys.exit(f"danvan: {missing}. Run script/bootstrap to try the portal out, or see deploy/README.md for a server.")
DEBUG = env.bool("DEBUG", default=False)
# The beginning of mailed links; never taken from the Host header, which can be forged.
_SITE = "http://127.0.0.1:8000" if DEBUG else "".join(f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS[:1])
SITE_URL = env.str("SITE_URL", default=_SITE).rstrip("/")

INSTALLED_APPS = [
    "workflow.apps.DanvanAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_htmx",
    "django_q",
    "import_export",
    "ground",
    "workflow",
    "localities",
    "accounts",
    "inspections",
    "reports",
    "portal",
]

MIDDLEWARE = [
    "ground.logs.requests.RequestIdMiddleware",
    "ground.health.HealthMiddleware",
    "portal.metrics.views.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ground.web.CleanInputMiddleware",
    "accounts.sign_in.middleware.LastingSessionMiddleware",
    "ground.web.CookieLocaleMiddleware",
    "ground.web.AddressLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sign_in.middleware.SignInRequiredMiddleware",
    "ground.web.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.sign_in.middleware.SessionEndMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ground.web.OwnNotFoundMiddleware",
    "ground.web.OverloadMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "danvan.urls"
WSGI_APPLICATION = "danvan.wsgi.application"
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
                "accounts.sign_in.masthead.masthead",
            ],
            "builtins": ["ground.templatetags.words"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'danvan.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With Django's defaults 87 % of 500 concurrent read-then-write requests failed; with IMMEDIATE none. What a
    # savepoint has changed goes to a temporary file from 64 KB on, which a full disk refuses: it is kept in memory.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Its JIT compiles the long conditions of the scope every time: a campaign page of 0.2 s took 2.6 s.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
# What a database must have at least, to be migrated by this code: (app, migration). Who removes migrations, or squashes
# them, puts the last of them here; the version that still has them is then one to update to first.
OLDEST_UPGRADE = [("accounts", "0001_who"), ("inspections", "0001_the_work"), ("workflow", "0001_ground_floor")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and sign-in ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.sign_in.backends.NameBackend"]
PASSWORD_HASHERS = [
    "accounts.sign_in.hashers.SmallArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "accounts.sign_in.hashers.FirstPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.sign_in.password_length.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.sign_in.own_names.OwnNamesValidator"},
]
# Required of accounts with one of these roles, after the days of grace that begin with their first sign-in.
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=["administrator", "leader", "staff"])
SECOND_FACTOR_GRACE_DAYS = env.int("SECOND_FACTOR_GRACE_DAYS", default=14)  # 0: at once
SECOND_FACTOR_FAILURE_LIMIT = env.int("SECOND_FACTOR_FAILURE_LIMIT", default=5)  # wrong codes of one account
# What encrypts the keys of second factors: the first for new ones, all for those that are stored.
SECOND_FACTOR_KEYS = env.list("SECOND_FACTOR_KEYS", default=[SECRET_KEY])
# Of a province that has single sign-on by OpenID Connect, decision 35.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")  # letter by letter as the provider calls itself
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="")  # on the button
OIDC_SCOPES = env.str("OIDC_SCOPES", default="openid")
OIDC_CLAIM = env.str("OIDC_CLAIM", default="sub")  # whose value an administrator has written into the account
OIDC_SECOND_FACTOR = env.list("OIDC_SECOND_FACTOR", default=[])  # in acr or amr: these stand for ours
FIRST_PASSWORD_DAYS = env.int("FIRST_PASSWORD_DAYS", default=30)  # of a password that its owner didn't choose
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
# A pair of name and address is blocked, never the name alone, so that a stranger can't lock a colleague out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURE_LIMIT", default=8)
# Of all names from one address: high, for a hundred communes may share one.
SIGN_IN_ADDRESS_FAILURE_LIMIT = env.int("SIGN_IN_ADDRESS_FAILURE_LIMIT", default=300)
AXES_HANDLER = "accounts.sign_in.throttle.NameAndAddressHandler"
AXES_COOLOFF_TIME = env.float("SIGN_IN_COOL_OFF_HOURS", default=0.25)
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "accounts.sign_in.views.sign_in_held_back"
AXES_USERNAME_CALLABLE = "accounts.sign_in.backends.name_to_count"
AXES_CLIENT_IP_CALLABLE = "ground.web.address_of"
AXES_DISABLE_ACCESS_LOG = True  # workflow.AccessLog records sign-ins
PROXY_COUNT = env.int(
    "PROXY_COUNT", default=0
)  # number of our own proxies, whose entries in X-Forwarded-For are trusted
IDLE_MINUTES = env.int("IDLE_MINUTES", default=60)
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
KEEP_FORMS_DAYS = env.int("KEEP_FORMS_DAYS", default=7)  # saved drafts and submission tokens
# The cookie outlives the session: it identifies the sender of a form sent the next day, who finds it filled in again.
SESSION_COOKIE_AGE = max(KEEP_FORMS_DAYS * 24, SESSION_HOURS) * 3600
RESET_LINK_HOURS = env.int("RESET_LINK_HOURS", default=2)
PASSWORD_RESET_TIMEOUT = RESET_LINK_HOURS * 3600
RESET_MAILS_PER_HOUR = env.int("RESET_MAILS_PER_HOUR", default=3)  # to one account
RESET_ASKS_PER_HOUR = env.int("RESET_ASKS_PER_HOUR", default=20)  # from one address: an office may share it

# --- Mail --------------------------------------------------------------------------------------------------------
MAIL_SERVER = env.str("EMAIL_URL", default="consolemail://" if DEBUG else "")
SENDS_MAIL = bool(MAIL_SERVER)  # without a mail server administrators reset forgotten passwords
if SENDS_MAIL:
    vars().update(env.email_url_config(MAIL_SERVER))
EMAIL_TIMEOUT = 20
MAIL_HOUR = env.int("MAIL_HOUR", default=7)  # from when on the day's notices are mailed, one mail a person
MAIL_TRIES_DAYS = env.int("MAIL_TRIES_DAYS", default=5)  # for which a lost mail server is tried again
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="danvan@localhost")

# --- Language and time -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ground.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- Reminders of recommendations: inspections.recommendations.ladder, decision 25 ------------------------------------
REMIND_DAYS_BEFORE = env.list("REMIND_DAYS_BEFORE", cast=int, default=[30, 7, 1])  # and on the due day
REMIND_DAYS_AFTER = env.list("REMIND_DAYS_AFTER", cast=int, default=[3])
REMIND_LEADER_DAYS_AFTER = env.list("REMIND_LEADER_DAYS_AFTER", cast=int, default=[7])

# --- Self-reports: days to write one where neither the campaign nor a session gives a day
REPORT_DAYS_UNDATED = env.int("REPORT_DAYS_UNDATED", default=15)
REPORT_REMIND_DAYS_BEFORE = env.list("REPORT_REMIND_DAYS_BEFORE", cast=int, default=[7, 2])  # and on the due day
REPORT_REMIND_DAYS_AFTER = env.list("REPORT_REMIND_DAYS_AFTER", cast=int, default=[1, 7])
REPORT_FILES_MAX = env.int("REPORT_FILES_MAX", default=200)  # of one self-report
REPORT_BYTES_MAX = env.int("REPORT_BYTES_MAX", default=500 * 1024 * 1024)

# --- Files -------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILES_DIR = DATA_DIR / "files"
PLACES_DIR = DATA_DIR / "places"  # locked files with which all processes count running work
STORAGES = {
    "default": {"BACKEND": "ground.storage.WholeFileStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "printed": {  # parts of long papers, and drafts of many at once: reports.documents.press.printed
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "printed",
        "TIMEOUT": 7 * 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # three papers for each commune of the country
    },
}
# --- More than one machine: decision 36; without these variables everything is in the data folder of this one ---------
CACHE_URL = env.str("CACHE_URL", default="")  # of Redis or Valkey
if CACHE_URL:
    _CACHE = {"LOCATION": CACHE_URL, "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 2}}
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "KEY_PREFIX": "danvan", **_CACHE}
    CACHES["printed"] = {"BACKEND": "ground.shared.cache.PrintedCache", "KEY_PREFIX": "printed", **_CACHE}
    CACHES["printed"]["TIMEOUT"] = 7 * 24 * 60 * 60
REPLICA_DATABASE_URL = env.str("REPLICA_DATABASE_URL", default="")  # of a standby, for sheets of many rows
REPLICA_WAIT_SECONDS = env.float("REPLICA_WAIT_SECONDS", default=1)  # for what was written before the sheet
REPLICA_SILENT_SECONDS = env.float("REPLICA_SILENT_SECONDS", default=20)  # more than a query takes: it is frozen
if REPLICA_DATABASE_URL:
    _REPLICA = env.db_url_config(REPLICA_DATABASE_URL)
    if {_REPLICA["ENGINE"], DATABASES["default"]["ENGINE"]} != {"django.db.backends.postgresql"}:
        sys.exit("danvan: REPLICA_DATABASE_URL needs PostgreSQL, there and in DATABASE_URL.")
    # A standby that is cut off, and can't say so, is given up within seconds: the sheet is read from the database then.
    _SILENT = {"tcp_user_timeout": 4000, "keepalives_idle": 2, "keepalives_interval": 1, "keepalives_count": 3}
    _READS = {"connect_timeout": 2, **_SILENT, "options": "-c jit=off -c default_transaction_read_only=on"}
    _REPLICA["OPTIONS"] = _READS | _REPLICA.get("OPTIONS", {})
    DATABASES["replica"] = _REPLICA | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASE_ROUTERS = ["ground.shared.replica.ReplicaRouter"]
S3_BUCKET = env.str("S3_BUCKET", default="")
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "ground.shared.objects.WholeObjectStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", default=None),
            "access_key": env.str("S3_ACCESS_KEY", default=None),
            "secret_key": env.str("S3_SECRET_KEY", default=None),
            "region_name": env.str("S3_REGION", default="us-east-1"),  # what servers of one's own call theirs
            "file_overwrite": False,  # a name that is in use gives another one, as on a disk
            "max_memory_size": 1 << 20,  # of a file that is read; the rest of it is in a temporary file
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("FORM_MAX_BYTES", default=2_500_000)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an admin page of some hundred rows
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MB", default=20) * 1024 * 1024
# A form and its largest file; the web server in front must allow as much (client_max_body_size).
UPLOAD_BODY_MAX_BYTES = UPLOAD_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = [
    "inspections.papers.uploads.limits.BodyLimit",
    "reports.documents.verification.hashing.HashOnly",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "inspections.papers.uploads.limits.TemporaryFile",
]
PICTURE_PIXELS_MAX = env.int("PICTURE_MAX_MEGAPIXELS", default=110) * 1_000_000  # the largest sensors of phones
PAPER_VERSIONS_MAX = env.int("PAPER_VERSIONS_MAX", default=50)
# Of ClamAV's daemon, the path of its socket or host:port: "/run/clamav/clamd.ctl", "127.0.0.1:3310".
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
# Another scanner: reads a file on stdin; ends with 0 when it is clean, with 1 when it is infected.
SCANNER_COMMAND = shlex.split(env.str("SCANNER_COMMAND", default=""))
SCANNER_SECONDS = env.float("SCANNER_SECONDS", default=60)
SCANNER_SILENT_MINUTES = env.int("SCANNER_SILENT_MINUTES", default=30)  # files wait; then administrators are warned

# --- Backups and what check_server looks at: portal.backups, portal.server, decision 32 ------------------------------
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups"))).resolve()
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=14)  # one backup a day stays for so many days that have any
BACKUP_KEEP_MONTHS = env.int("BACKUP_KEEP_MONTHS", default=12)  # and one a month for so many months
BACKUP_SECONDS = env.int("BACKUP_SECONDS", default=4 * 3600)  # of pg_dump and of pg_restore
BACKUP_WARN_HOURS = env.int("BACKUP_WARN_HOURS", default=30)  # how old the newest may be
SERVER_WARNINGS = env.bool("SERVER_WARNINGS", default=not DEBUG)  # on home, and of the worker at /healthz
SPACE_MIN_BYTES = env.int("SPACE_MIN_MB", default=500) << 20
PROBE_SECONDS = 3  # how long check_server waits for the scanner, and for the mail server

# --- Heavy work: ground.processes.heavy, decision 15 -----------------------------------------------------------------
# Two processes of twenty-four threads (danvan-web.service): half of each stays free for pages. Four requests are at
# heavy work, the others wait: on a deadline day more files than that come in the same second.
HEAVY_PER_PROCESS = env.int("HEAVY_PER_PROCESS", default=12)  # at work or waiting
HEAVY_AT_ONCE = env.int("HEAVY_AT_ONCE", default=4)  # at work in all processes together
HEAVY_WAIT_SECONDS = env.float("HEAVY_WAIT_SECONDS", default=20)
HEAVY_MEMORY_BYTES = env.int("HEAVY_MEMORY_MB", default=1024) << 20  # of a process that reads a file or makes a PDF
UPLOAD_READ_SECONDS = env.float("UPLOAD_READ_SECONDS", default=20)
SIGNATURE_READ_SECONDS = env.float("SIGNATURE_READ_SECONDS", default=30)
EVIDENCE_READ_SECONDS = env.float("EVIDENCE_READ_SECONDS", default=30)
SHEET_READ_SECONDS = env.float("SHEET_READ_SECONDS", default=40)
PDF_SECONDS = env.float("PDF_SECONDS", default=60)
UPLOADS_AT_ONCE = env.int("UPLOADS_AT_ONCE", default=2)  # of one account
EXPORTS_PER_MINUTE = env.int("EXPORTS_PER_MINUTE", default=30)  # by one account
PDFS_PER_MINUTE = env.int("PDFS_PER_MINUTE", default=20)
CHECKS_PER_MINUTE = env.int(
    "CHECKS_PER_MINUTE", default=120
)  # of papers by their code, from one address: many may share it

# --- Safety ------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "accounts.sign_in.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
if not DEBUG:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("HTTPS_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz(/live|/ready)?$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env.list("TRUSTED_ORIGINS", default=[])

# --- Background jobs ---------------------------------------------------------------------------------------------
Q_CLUSTER = {
    "name": "danvan",
    "orm": "default",
    "workers": env.int("WORKERS", default=2),
    "timeout": env.int("JOB_TIMEOUT", default=120),  # no job is longer than 60 s; bulk work is a few BatchItems a job
    "retry": env.int(
        "JOB_RETRY", default=180
    ),  # above the timeout, because a job that takes longer than this runs twice at once
    "ack_failures": True,
    "max_attempts": 5,
    "poll": 1,
    "catch_up": False,
}

# --- Logs and metrics: decision 38 -----------------------------------------------------------------------------------
LOG_FORMAT = env.str("LOG_FORMAT", default="plain" if DEBUG else "json")
if LOG_FORMAT not in ("plain", "json"):
    sys.exit(f"danvan: LOG_FORMAT is {LOG_FORMAT!r}; it can be json or plain.")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without one there is no /metrics
METRICS_ADDRESSES = env.list("METRICS_ADDRESSES", default=["127.0.0.1", "::1"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "ground.logs.lines.JsonLine" if LOG_FORMAT == "json" else "ground.logs.lines.PlainLine"}
    },
    "filters": {"one_a_minute": {"()": "ground.logs.strangers.OneAMinute"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "strangers": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_a_minute"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
        # One line a request; the development server writes its own.
        "ground.logs.requests": {"level": "WARNING" if DEBUG else "NOTSET"},
        # Django logs every 404 as a warning; a stranger's 404 is not one.
        "django.request": {"level": "ERROR"},
        # Bad Host headers and forms without a token: strangers could fill the log with them.
        "django.security": {"handlers": ["strangers"], "propagate": False},
    },
}

# Of the demo accounts, which exist only where DEBUG is on.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="dan-van-2026")

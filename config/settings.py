"""Every setting of the project, each a constant or a value from the environment (see docs/operations.md).

`APP_ENV` is `development` (the default: embedded servers, plain HTTP) or `production` (all of it must be given).
"""

import json
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import env, signin

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR") or BASE_DIR / "var")
PRODUCTION = env.choice("APP_ENV", "development", ("development", "production")) == "production"
DEBUG = env.boolean("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off when APP_ENV is production.")

# The supervisor of the embedded servers notes where they listen; the environment wins over the note.
SERVICES_NOTE = VAR_DIR / "services.json"


def embedded(name: str) -> str:
    """The address of an embedded server that is up, or an empty text."""
    if PRODUCTION or not SERVICES_NOTE.exists():
        return ""
    return str(json.loads(SERVICES_NOTE.read_text(encoding="utf-8")).get(name, ""))


def required(name: str, development: str = "") -> str:
    """`name` from the environment; production refuses to start without it."""
    value = env.text(name) or ("" if PRODUCTION else embedded(name) or development)
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"{name} must be set when APP_ENV is production.")
    return value


# ── core ──────────────────────────────────────────────────────────────────────────────────────
SECRET_KEY = required("SECRET_KEY", "development-only-key-never-used-in-production-0123456789abcdef")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")  # former keys: what they signed or sealed stays readable
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site, comma-separated.")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
SITE_URL = required("SITE_URL", "http://localhost:8000").rstrip("/")  # what the links in mails begin with
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

INSTALLED_APPS = [
    "config",
    "tasks",
    "directives",
    "accounts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "lucide",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "config.proxy.ClientAddressMiddleware",
    "accounts.middleware.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.sessions.SessionClockMiddleware",
    "accounts.middleware.ActingMembershipMiddleware",
    "accounts.mfa_gate.SecondFactorMiddleware",
    "config.errors.DomainErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
                "directives.context.desk",
                "tasks.context.bell",
            ],
            "builtins": ["config.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── language and time ─────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# ── database ──────────────────────────────────────────────────────────────────────────────────
DATABASE_POOL = env.integer("DATABASE_POOL", 8)
NO_DATABASE = "postgresql://postgres@localhost:1/tracker"
DATABASE_URL = required("DATABASE_URL", NO_DATABASE)
DATABASES = {
    "default": {
        # Without an address nothing can connect, but what needs no database (extract_directive) still runs.
        **env.database(DATABASE_URL),
        "CONN_MAX_AGE": 0,
        # 0 leaves pooling to a program in front of PostgreSQL, such as pgbouncer.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 15}}
        if DATABASE_POOL and DATABASE_URL != NO_DATABASE
        else {},
    }
}

# ── files ─────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT") or VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT") or VAR_DIR / "media")
UPLOAD_MAX_BYTES = env.integer("UPLOAD_MAX_MB", 20, least=1) * 1024 * 1024
UPLOAD_MAX_FILES = env.integer("UPLOAD_MAX_FILES", 50, least=1)
# Uploads are read in a process with limits of memory and time; off only where starting one per file costs too much.
READ_APART = env.boolean("READ_APART", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
# Every upload is shown to ClamAV's daemon where one is named: tcp://host:3310 or unix:///run/clamav/clamd.ctl.
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS")
# What becomes of an upload while the scanner is away: refused, or kept, marked and shown to it later.
CLAMD_WHEN_AWAY = env.choice("CLAMD_WHEN_AWAY", "refuse", ("refuse", "accept"))
FILE_UPLOAD_HANDLERS = [
    "accounts.uploads.ScanningUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A file is served by Django only after the permission check; a proxy can do the sending (nginx X-Accel-Redirect).
FILE_ACCEL_PREFIX = env.text("FILE_ACCEL_PREFIX")

# ── accounts ──────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
LDAP = signin.directory(production=PRODUCTION)
AUTHENTICATION_BACKENDS = [
    *(["accounts.ldap.DirectoryBackend"] if LDAP else []),
    "allauth.account.auth_backends.AuthenticationBackend",
]
OIDC = signin.providers(production=PRODUCTION)
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
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.sso.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.entrance.LoginForm",
    "reauthenticate": "accounts.entrance.ReauthenticateForm",
    "change_password": "accounts.entrance.ChangePasswordForm",
    "set_password": "accounts.entrance.SetPasswordForm",
    "reset_password": "accounts.entrance.ResetPasswordForm",
    "reset_password_from_key": "accounts.entrance.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Wrong passwords are counted by accounts.lockout; "login_failed" limits wrong codes of the second factor.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key", "reset_password": "20/m/ip,5/m/key"}
SIGNIN_FAILURES = env.integer("SIGNIN_FAILURES", 5, least=1)  # wrong passwords after which an account rests
SIGNIN_ADDRESS_FAILURES = env.integer("SIGNIN_ADDRESS_FAILURES", 50, least=1)  # the same for one network address
SIGNIN_LOCK_MINUTES = env.integer("SIGNIN_LOCK_MINUTES", 15, least=1)  # how long they rest, and what is counted
MFA_ADAPTER = "accounts.mfa.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "accounts.mfa_forms.ReauthenticateForm",
    "activate_totp": "accounts.mfa_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.mfa_forms.AddWebAuthnForm",
    "edit_webauthn": "accounts.mfa_forms.EditWebAuthnForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are entered by the administration, never by the person
MFA_TOTP_TOLERANCE = 1  # clocks of telephones run up to half a minute wrong; a code still counts once
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ADAPTER = "accounts.oidc.OfficeSocialAdapter"
SOCIALACCOUNT_PROVIDERS = signin.allauth_apps(OIDC)
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another site would need a hole in form-action
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
INVITATION_DAYS = 7  # for so long the link of an invitation works
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 120)  # an unused session ends then; 0: never earlier
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# ── what a browser may do ─────────────────────────────────────────────────────────────────────
SECURE_SSL_REDIRECT = PRODUCTION and env.boolean("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0)  # how many reverse proxies of ours append X-Forwarded-For
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000 if PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# ── background work ───────────────────────────────────────────────────────────────────────────
REDIS_URL = required("REDIS_URL", "redis://localhost:1/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 3,
    "socket_timeout": 10,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT, CELERY_TASK_SOFT_TIME_LIMIT = 900, 840
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "quick"
CELERY_TASK_ROUTES = ("config.celery.queue_of",)
CELERY_BEAT_SCHEDULER = "redbeat.RedBeatScheduler"
CELERY_REDBEAT_REDIS_URL = REDIS_URL
# Options of its own: it outlives a restart of the broker, and does not inherit what only a broker understands.
CELERY_REDBEAT_REDIS_OPTIONS = {"socket_connect_timeout": 3, "socket_timeout": 10, "retry_period": 60}
CELERY_REDBEAT_LOCK_TIMEOUT, CELERY_BEAT_MAX_LOOP_INTERVAL = 30, 5
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tracker",
        "OPTIONS": {"socket_connect_timeout": 3, "socket_timeout": 3},
    }
}

# ── mail ──────────────────────────────────────────────────────────────────────────────────────
EMAIL_URL = required("EMAIL_URL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM") or "Theo dõi chỉ đạo <theodoi@haiphong.example>"
EMAIL_TIMEOUT = env.integer("MAIL_TIMEOUT_SECONDS", 15, least=1)
MAIL_PER_MINUTE = env.integer("MAIL_PER_MINUTE", 0)  # at most so many mails a minute; 0 sets no limit
MAIL_BOUNCES_TO = env.text("MAIL_BOUNCES_TO")  # the sender on the envelope, to whom mails come back; else the sender
BOUNCE_BOX_URL = env.text("BOUNCE_BOX_URL")  # imaps://user:password@host/INBOX or maildir:///folder, read for them
ALERT_ADDRESSES = env.listing("ALERT_ADDRESSES")  # whom `check_sweep --mail` writes to when no administrator is found
MAIL_FOLDER = VAR_DIR / "mail"  # where the embedded SMTP server, or the backend below, keeps what was sent
if EMAIL_URL:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    _smtp = env.smtp(EMAIL_URL)
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER = _smtp.host, _smtp.port, _smtp.user
    EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.password, _smtp.use_tls, _smtp.use_ssl
else:
    EMAIL_BACKEND = "config.mailbox.FolderBackend"

# ── audit trail ───────────────────────────────────────────────────────────────────────────────
AUDIT_ANCHOR_FILE = env.text("AUDIT_ANCHOR_FILE")  # on a disk the database's owner cannot write; empty: none
AUDIT_ANCHOR_MAIL = tuple(env.listing("AUDIT_ANCHOR_MAIL", ""))  # addresses that keep the daily anchors

# ── API ───────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # Token first: whoever is unknown gets 401 and is told how to sign in.
        "accounts.api_auth.ScopedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "accounts.api_auth.WithinScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.text("API_RATE") or "1200/min"},
    "EXCEPTION_HANDLER": "config.errors.api_exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Directive tracker API",
    "DESCRIPTION": "Directives, tasks and organisations of a government office, with the same rules as the pages.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "TaskStatusEnum": "tasks.models.TaskStatus",
        "PartyStatusEnum": "tasks.models.PartyStatus",
        "ContestCodeEnum": "tasks.models.ContestReason",
        "ExtensionCodeEnum": "tasks.models.ExtensionReason",
        "ExtensionStateEnum": "tasks.models.ExtensionState",
        "SeriesStateEnum": "tasks.models.SeriesState",
        "DirectiveStateEnum": "directives.models.DirectiveState",
        "InstructionKindEnum": "tasks.models.InstructionKind",
        "InstructionStateEnum": "tasks.models.InstructionState",
        "OrganisationKindEnum": "accounts.models.OrganisationKind",
    },
}

# ── the rules of this office ──────────────────────────────────────────────────────────────────
OFFICE_NAME = env.text("OFFICE_NAME") or "UBND thành phố Hải Phòng"
DUE_SOON_DAYS = env.integer("DUE_SOON_DAYS", 7, least=1)  # from when an open task counts as due soon, in calendar days
SWEEP_TIME = env.clock("SWEEP_TIME", "05:30")  # before office hours: the digest lies there when people arrive
# "Trước ngày D": whether day D is late at first; from then on the rules that the administrator enters hold.
DEADLINE_BEFORE_IS_STRICT = env.boolean("DEADLINE_BEFORE_IS_STRICT", default=False)
EXTENSIONS_PER_TASK = env.integer("EXTENSIONS_PER_TASK", 1)  # granted ones; Đồng Tháp's QĐ 790/2021 says one
EXTENSION_DECISION_WORKING_DAYS = env.integer("EXTENSION_DECISION_WORKING_DAYS", 3, least=1)
EXTENSION_LAST_DAYS = 3  # asked so few calendar days before expiry counts as asked at the last moment
INSTRUCTIONS_AT_ONCE = ("explain", "criticise")  # a leader's words of these kinds never wait for the digest
INSTRUCTION_NEAR_DAYS = 3  # nor do words to be answered within so many working days
EXPLANATION_WORKING_DAYS = 3  # proposed for answering a demand to explain
RETENTION = env.text("RETENTION")  # how long what is kept, where it differs from the rules of `tasks.retention`
POST_END_NOTICE_DAYS = 7  # calendar days before a post ends its unit and the administrators hear of open work
POST_END_LIST_DAYS = 30  # and so far ahead the list of work to hand over looks
ANSWER_ESCALATION_DAYS = 3  # each so many working days of a late answer its leader and the office hear of it
URGINGS_BEFORE_ESCALATION = 3  # more of them, and the task belongs on the leaders' next sitting (Hà Nội 2023)
LETTER_ORGAN = env.text("LETTER_ORGAN") or "ỦY BAN NHÂN DÂN|THÀNH PHỐ HẢI PHÒNG"  # lines of the letterhead
LETTER_OFFICE = env.text("LETTER_OFFICE") or "VĂN PHÒNG"  # the body below it whose head signs by order
LETTER_PLACE = env.text("LETTER_PLACE") or "Hải Phòng"
LETTER_SYMBOL = env.text("LETTER_SYMBOL") or "UBND-VP"
REPORT_CUT = env.choice("REPORT_CUT", "calendar", ("calendar", "decree"))  # decree: 15th to 14th, Decree 09/2019/NĐ-CP
AGEING_BANDS = env.ascending("AGEING_BANDS", (7, 30, 120))  # days late: 1-7, 8-30, 31-120, over 120

from config.logging import LOGGING  # noqa: E402, F401 - Django looks the name up in this module

"""Settings, from the environment alone. docs/operations.md lists every variable.

HELPDESK_ENV decides how strict we are: `production` (the default) refuses to start on anything insecure or
missing,
`local` is bin/start on one's own machine, `test` is the test suite.
"""

import os
from email.utils import parseaddr
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django_guid.integrations import CeleryIntegration

from helpdesk import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENVIRONMENT = env.str("HELPDESK_ENV", "production")
if ENVIRONMENT not in {"production", "local", "test"}:
    raise ImproperlyConfigured(f"HELPDESK_ENV is {ENVIRONMENT!r}; set it to production, local or test.")
PRODUCTION = ENVIRONMENT == "production"


def required(name: str, example: str, otherwise: str = "") -> str:
    """The variable, or a message that says what to set; outside production `otherwise` will do."""
    value = env.str(name, "" if PRODUCTION else otherwise)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment, for example {name}={example} "
            "(docs/operations.md lists every variable; bin/start needs none)."
        )
    return value


VAR_DIR = Path(env.str("HELPDESK_VAR", str(BASE_DIR / "var")))
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = required(
    "SECRET_KEY",
    "$(openssl rand -base64 48)",
    embedded.secret_key(VAR_DIR) if ENVIRONMENT == "local" else "for-tests-only-" + "x" * 48,
)
# Old keys still open reply tokens and secret links after a rotation.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [h for h in required("ALLOWED_HOSTS", "desk.example.com", "*").split(",") if h]
BASE_URL = required("BASE_URL", "https://desk.example.com", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])
if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is on in production. Unset DEBUG, or set HELPDESK_ENV=local.")
    if len(SECRET_KEY) < 40 or len(set(SECRET_KEY)) < 8:
        raise ImproperlyConfigured("SECRET_KEY is too weak: use at least 40 random characters.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of the desk, not *.")
    if not BASE_URL.startswith("https://") and not env.bool("ALLOW_PLAIN_HTTP", False):
        raise ImproperlyConfigured("BASE_URL must start with https:// (or set ALLOW_PLAIN_HTTP=1 knowingly).")
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        required(
            name,
            {"DATABASE_URL": "postgres://desk:…@db/desk", "REDIS_URL": "redis://redis:6379/0"}.get(
                name, "smtp+tls://user:password@mail.example.com:587"
            ),
        )

# --- Services: real PostgreSQL and Valkey from wheels where no URL is given

DATABASES = {"default": env.db_url_config(os.environ.get("DATABASE_URL") or embedded.database_url(VAR_DIR))}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must be a postgres:// address: PostgreSQL is the only database.")
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
REDIS_URL = os.environ.get("REDIS_URL") or embedded.redis_url(VAR_DIR)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
}
EMAIL_URL = env.str("EMAIL_URL", "") or "filemail://"
vars().update(env.email_url_config(EMAIL_URL))
if EMAIL_URL == "filemail://":
    EMAIL_FILE_PATH = VAR_DIR / "letters"
EMAIL_TIMEOUT = 20
# After the dot that ends a letter a server may scan it for long (RFC 5321, 4.5.3.2.6); hanging up earlier
# leaves us not knowing. Shorter than a task may run.
EMAIL_ANSWER_TIMEOUT = 300
# The last stop against loops, whatever judged before it: automatic letters that leave at most.
AUTOMATIC_LETTERS = {
    "recipient_hour": env.int("AUTOMATIC_LETTERS_PER_RECIPIENT_HOUR", 20),
    "thread_hour": env.int("AUTOMATIC_LETTERS_PER_THREAD_HOUR", 10),
    "desk_minute": env.int("AUTOMATIC_LETTERS_PER_DESK_MINUTE", 120),
}
# What is decided before: confirmations to one sender in 24 hours; to strangers of one house, to a whole house
# and from a mailbox in an hour; and how often in an hour mail may reopen one ticket.
CONFIRMATIONS = {
    "sender_day": env.int("CONFIRMATIONS_PER_SENDER_DAY", 10),
    "strangers_hour": env.int("CONFIRMATIONS_PER_STRANGE_DOMAIN_HOUR", 2),
    "domain_hour": env.int("CONFIRMATIONS_PER_DOMAIN_HOUR", 30),
    "mailbox_hour": env.int("CONFIRMATIONS_PER_MAILBOX_HOUR", 200),
    "newcomers": env.int("CONFIRMATIONS_PER_MAILBOX_TO_NEWCOMERS", 20),
    "newcomers_minutes": env.int("CONFIRMATIONS_NEWCOMERS_MINUTES", 10),
    "reopens_hour": env.int("REOPENS_PER_TICKET_HOUR", 5),
}
# Letters about notices to one colleague within so many minutes; beyond that they wait for each other and
# become one. Notices are forgotten after NOTICE_DAYS.
NOTICE_LETTERS = {
    "most": env.int("NOTICE_LETTERS_MOST", 4),
    "minutes": env.int("NOTICE_LETTERS_MINUTES", 15),
}
NOTICE_DAYS = env.int("NOTICE_DAYS", 60)
# How long the desk keeps the files of reports that it sent by letter.
REPORT_FILES_DAYS = env.int("REPORT_FILES_DAYS", 90)
# What is known of candidates is deleted so many months after it is decided, files of recommendations later;
# and whether colleagues see who looked at files about them.
HIRING_KEEP_MONTHS = env.int("HIRING_KEEP_MONTHS", 12)
RECOMMENDATION_KEEP_MONTHS = env.int("RECOMMENDATION_KEEP_MONTHS", 36)
HIRING_TELL_WHO_LOOKED = env.bool("HIRING_TELL_WHO_LOOKED", True)
# A suggestion is answered within so many working days, Monday to Friday.
SUGGESTION_ANSWER_WORKING_DAYS = env.int("SUGGESTION_ANSWER_WORKING_DAYS", 10)
# Whoever answers while a colleague writes an answer is asked first.
# What customers read is published by somebody else than whoever wrote it.
ARTICLES_TWO_PEOPLE = env.bool("ARTICLES_TWO_PEOPLE", False)
# Search engines may find the help centre.
HELP_CENTRE_INDEXED = env.bool("HELP_CENTRE_INDEXED", True)
ANSWERS_ONE_AT_A_TIME = env.bool("ANSWERS_ONE_AT_A_TIME", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Helpdesk <helpdesk@localhost>")
# The private key of messages to browsers (VAPID); without it one is made and kept sealed. And where a push
# service finds somebody if what we send troubles it.
PUSH_KEY = env.str("PUSH_KEY", "")
PUSH_CONTACT = env.str("PUSH_CONTACT", f"mailto:{parseaddr(DEFAULT_FROM_EMAIL)[1]}")
DESK_NAME = env.str("DESK_NAME", "Helpdesk")
# The name in our own loop header; two desks that write to each other must differ.
INSTANCE_ID = env.str("INSTANCE_ID", BASE_URL.split("//")[-1])
# Files by their sha256; every web and worker process must see the same folder.
FILES_ROOT = Path(env.str("FILES_ROOT", str(VAR_DIR / "files")))
# What seals the log of tickets: today's key, then those of before; best one that whoever rules the database
# does not know. Without it, the keys above. And where its anchors are kept: FILES_ROOT/history-anchors.
HISTORY_KEYS = env.list("HISTORY_KEYS", default=[])
HISTORY_ANCHORS = env.str("HISTORY_ANCHORS", "")
# Another origin that leads to the same web processes: files are downloaded from there, without cookies.
FILES_ORIGIN = env.str("FILES_ORIGIN", "").rstrip("/")
if FILES_ORIGIN:
    if not FILES_ORIGIN.startswith(("https://", "http://")) or FILES_ORIGIN.count("/") != 2:
        raise ImproperlyConfigured("FILES_ORIGIN must be an origin such as https://desk-files.example.net.")
    if FILES_ORIGIN == BASE_URL:
        raise ImproperlyConfigured("FILES_ORIGIN must differ from BASE_URL, or be empty.")
    ALLOWED_HOSTS.append(FILES_ORIGIN.split("//")[1].rsplit(":", 1)[0])

CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
# A mail server that is slow keeps nobody waiting but other letters.
CELERY_TASK_ROUTES = {
    "outbox.tasks.*": {"queue": "letters"},
    "notices.tasks.push*": {"queue": "letters"},
    "helpdesk.tasks.letters_heartbeat": {"queue": "letters"},
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 20,
    "socket_connect_timeout": 2,
    "health_check_interval": 10,
    "socket_keepalive": True,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ALWAYS_EAGER = False
# A request never waits for a broker that is away: the row is the truth, a beat task finds it.
CELERY_TASK_PUBLISH_RETRY = False

# --- Apps and the request

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_guid",
    "django_htmx",
    "template_partials",
    "csp",
    "rest_framework",
    "helpdesk",
    "lib",
    "files",
    "outbox",
    "staff",
    "notices",
    "knowledge",
    "scheduling",
    "suggestions",
    "evaluations",
    "hiring",
    "budget",
    "customers",
    "sla",
    "tickets",
    "mail",
    "qa",
    "portal",
    "reports",
    "api",
]
MIDDLEWARE = [
    "helpdesk.health.middleware",
    "django_guid.middleware.guid_middleware",
    "helpdesk.access_log.middleware",
    "django.middleware.security.SecurityMiddleware",
    "files.origin.OnlyFiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "staff.middleware.SignedIn",
    "staff.middleware.ReadersChoices",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "helpdesk.way_in.Middleware",
]
ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "helpdesk.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "lib.templatetags.once",
            ],
        },
    }
]
if DEBUG:
    TEMPLATES[0]["OPTIONS"]["loaders"] = [
        (
            "template_partials.loader.Loader",
            ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
        )
    ]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "staff.User"
LOGIN_URL = "staff:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "staff:sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
# For how long the link of an invitation works.
INVITATION_DAYS = env.int("INVITATION_DAYS", 7)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION and BASE_URL.startswith("https://")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("BEHIND_PROXY", PRODUCTION):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "worker-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# How long the bytes of held mail are kept that was rejected, or that nobody decided about.
HELD_MAIL_DAYS = env.int("HELD_MAIL_DAYS", 90)
# One attachment, and all of one message together; mail servers refuse more.
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", 20 * 1024 * 1024)
ATTACHMENTS_MAX_BYTES = env.int("ATTACHMENTS_MAX_BYTES", 25 * 1024 * 1024)

# --- Language, time, files

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("et", _("Estonian")),
    ("pl", _("Polish")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "helpdesk.formats"
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or ENVIRONMENT == "test"
        else "lib.assets.DeskFiles"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or ENVIRONMENT == "test"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- News that travels upward, by dotted path: what a lower floor may not import

TICKET_LISTENERS = [
    "mail.listeners.on_ticket_event",
    "tickets.listeners.on_answer",
    "tickets.listeners.on_said",
    "tickets.listeners.on_note",
    "tickets.listeners.on_routable",
    "tickets.listeners.on_solved",
    "qa.listeners.on_answer",
    "qa.listeners.on_said",
    "reports.listeners.on_redacted",
]
# What is left behind by somebody who leaves: "shows"(user) → (words, number) pairs, "does"(user, by=, to=).
LEAVING_LISTENERS = [
    {"shows": "scheduling.leaving.left_behind", "does": "scheduling.leaving.hand_over"},
    {"shows": "tickets.leaving.left_behind", "does": "tickets.leaving.hand_over"},
    {"shows": "knowledge.leaving.left_behind", "does": "knowledge.leaving.hand_over"},
    {"shows": "api.leaving.left_behind", "does": "api.leaving.hand_over"},
    {"shows": "suggestions.leaving.left_behind", "does": "suggestions.leaving.hand_over"},
    {"shows": "evaluations.leaving.left_behind", "does": "evaluations.leaving.hand_over"},
    {"shows": "hiring.leaving.left_behind", "does": "hiring.leaving.hand_over"},
    {"shows": "qa.leaving.left_behind", "does": "qa.leaving.hand_over"},
]
# A right that an administrator gave to somebody or takes: "given"(user, by=), "taken"(user, by=, to=).
RIGHT_LISTENERS = [{"given": "hiring.rights.given", "taken": "hiring.rights.taken"}]
# What keeps a team from being closed: (team) → (words, number) pairs.
TEAM_WORK = ["tickets.leaving.work_of_team", "mail.teams.mailboxes_of"]
SIGN_OUT_LISTENERS = ["notices.listeners.on_sign_out"]
LETTER_LISTENERS = ["tickets.listeners.on_letter"]
# Who waits for a version of a guideline to come into force: listener(version, at), safe to run twice.
GUIDELINE_LISTENERS = ["qa.listeners.on_guideline"]
# Open tickets take over new promises and new hours, and what is said of an organisation.
ADOPTION_LISTENERS = ["tickets.listeners.on_adoption"]
HOURS_LISTENERS = ["sla.listeners.on_hours"]
# What is kept above of a message whose words are removed: originals of mail.
REDACTION_LISTENERS = ["mail.redacting.on_redaction", "suggestions.redacting.on_redaction"]
# What erasing a customer waits for, (contact) → numbers of tickets; and what is done, in this order, by each
# (erasure) → whether it is done. A step may be called again at any time.
ERASURE_WAITS_FOR = ["tickets.erasing.open_tickets_of"]
ERASURE_STEPS = ["tickets.erasing.go_on", "mail.erasing.go_on", "portal.erasing.go_on"]
ORGANISATION_LISTENERS = ["tickets.listeners.on_organisation"]
# What promises are told of tickets, which are on a floor above them.
PROMISES_ABOUT = {
    "words": "tickets.vocabulary.words",
    "fields": "tickets.vocabulary.custom_fields",
    "open": "tickets.queries.open_under",
}
# What knowledge is told by tickets: how often an article was used, from which ticket it was written, and who
# could take fewer tickets were a new version of it in force.
ARTICLE_DOORS = {
    "uses": "tickets.article_uses.uses_of",
    "origin": "tickets.article_uses.origin_for",
    "effects": "tickets.gate_effects.of_publishing",
}
# Who is on duty: provider(users, at) → {number: whether}, for those it knows; the first answer counts.
DUTY_PROVIDERS = ["scheduling.duty.on_roster", "scheduling.duty.at_work"]
# Who hears that somebody is off, once the roster says so: listener(user, starts_at, ends_at, by).
ABSENCE_LISTENERS = ["tickets.reassigning.on_absence"]
# What is asked of somebody on their shift: (user, at) → scheduling.my_asks.Asked.
SHIFT_ASKS = ["tickets.handed_over.asks"]
# What people have in hand: (shifts by person, at) → scheduling.loads.InHand by person.
WORK_IN_HAND = "tickets.crews.in_hand"
# After so many minutes without an answer the next colleague is asked for backup, by the ticket's priority.
BACKUP_MINUTES = {
    "urgent": env.int("BACKUP_MINUTES_URGENT", 5),
    "high": env.int("BACKUP_MINUTES_HIGH", 10),
    "normal": env.int("BACKUP_MINUTES_NORMAL", 20),
    "low": env.int("BACKUP_MINUTES_LOW", 60),
}
# What a notice is about → which of these numbers somebody may still see.
NOTICE_DOORS = {
    "ticket": "tickets.access.numbers_for",
    "article": "knowledge.access.numbers_for",
    "enrolment": "knowledge.training_access.enrolment_numbers",
    "certificate": "knowledge.training_access.certificate_numbers",
    "session": "knowledge.training_access.session_numbers",
    "gap": "scheduling.access.gap_numbers",
    "variance": "budget.access.numbers_for",
    "suggestion": "suggestions.access.numbers_for",
    "evaluation": "evaluations.access.numbers_for",
    "goal": "evaluations.access.goal_numbers_for",
    "hiring": "hiring.access.numbers_for",
    "review": "qa.access.numbers_for",
    "survey": "tickets.access.survey_numbers",
    "calibration": "qa.access.calibration_numbers",
    "coaching": "qa.access.coaching_numbers",
    "loop": "qa.access.loop_numbers",
    "tone": "qa.access.tone_numbers",
    "problem": "reports.access.problem_numbers",
}
# What somebody's work in a period shows: provider(user, since, until) → lib.evidence.Evidence.
EVIDENCE_PROVIDERS = [
    "tickets.evidence.work",
    "tickets.evidence.promises",
    "tickets.evidence.help_given",
    "evaluations.evidence.learned",
    "evaluations.evidence.thanked",
    "qa.evidence.reviewed",
]
# Where arrivals are counted from, by name: modules as scheduling.arriving describes them. And which kind of
# work comes by a channel; by those that are not named come tickets.
DEMAND_SOURCES = {"tickets": "tickets.arrivals"}
DEMAND_WORK = {"phone": "phone", "walk_in": "phone", "chat": "chat"}
# Where the budget's actuals come from by themselves: provider(since, until) → budget.sources.Cost.
BUDGET_PROVIDERS = {
    "contracts": "budget.contracts.costs",
}
# What was done for the money: (since, until) → rows with team_id, tag, month, solved and handle_seconds.
BUDGET_FIGURES = "reports.counted.costing.solved"
# What promises would ask for: () → names with hours of work a month.
BUDGET_HOURS = "reports.backtests.promised_hours.hours_a_month"
# How the workers are, for the board: () → helpdesk.health.pulse.
WORKER_PULSE = "helpdesk.health.pulse"
# What waits for them: (worker or letters, how many at most) → names of jobs.
WORKER_JOBS = "helpdesk.health.jobs"
HEALTH_CHECKS = {
    "mail_lag": "mail.queries.mail_lag",
    "mail_account": "mail.account.account_check",
    "mail_grants": "mail.health.grants_check",
    "outbox": "outbox.queries.outbox_lag",
    "timer_lag": "tickets.health.timer_lag",
    "clocks": "tickets.health.clock_drift",
    "history": "tickets.history_watch.history_check",
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_RATES": {
        "sign_in": env.str("THROTTLE_SIGN_IN", "10/min"),
        "password_reset": env.str("THROTTLE_PASSWORD_RESET", "5/hour"),
        "web_form": env.str("THROTTLE_WEB_FORM", "10/hour"),
        "portal": env.str("THROTTLE_PORTAL", "60/min"),
        "articles": env.str("THROTTLE_ARTICLES", "60/min"),
        "article_votes": env.str("THROTTLE_ARTICLE_VOTES", "10/hour"),
        "mailbox": env.str("THROTTLE_MAILBOX", "20/min"),
        "api": env.str("THROTTLE_API", "300/min"),
        "api_refused": env.str("THROTTLE_API_REFUSED", "20/min"),
        "shift_feed": env.str("THROTTLE_SHIFT_FEED", "60/min"),
        "pictures": env.str("THROTTLE_PICTURES", "300/min"),
        "tone": env.str("THROTTLE_TONE", "60/min"),
    },
    # How many of our own proxies append to X-Forwarded-For.
    "NUM_PROXIES": env.int("NUM_PROXIES", 1 if PRODUCTION else 0),
}

# Mail that providers post to us (ANYMAIL_WEBHOOK_SECRET, ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY and their like),
# and what signs the posts of a program of one's own.
ANYMAIL = {name[8:]: value for name, value in os.environ.items() if name.startswith("ANYMAIL_") and value}
MAIL_WEBHOOK_SECRET = env.str("MAIL_WEBHOOK_SECRET", "")

# --- Logs: one JSON object a line, with the request's id, which follows into Celery

DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "VALIDATE_GUID": True,
    "RETURN_HEADER": True,
    "EXPOSE_HEADER": False,
    "UUID_FORMAT": "hex",
    "INTEGRATIONS": [CeleryIntegration()],
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"},
        "without_secrets": {"()": "helpdesk.redaction.WithoutSecrets"},
    },
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id", "without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"propagate": True, "handlers": []},
        "django_guid": {"level": "WARNING"},
        # A line per tick says nothing; a task that fails still speaks (celery.app.trace).
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "flufl.bounce": {"level": "WARNING"},
        # The LMTP server tells each line of each talk.
        "mail.log": {"level": "WARNING"},
    },
}

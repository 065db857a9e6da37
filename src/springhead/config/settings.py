"""Django's settings. What differs between installations comes from `installation.py`, nothing else does."""

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from springhead.config.installation import ROOT, django_database, from_environment
from springhead.engine.storage.secret import secret

SPRINGHEAD = from_environment()
if SPRINGHEAD.demo:
    os.environ.setdefault("SPRINGHEAD_CLOCK", str(SPRINGHEAD.clock))

DEBUG = False
SECRET_KEY = secret(SPRINGHEAD.secrets, "django.key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", urlsplit(SPRINGHEAD.address).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [SPRINGHEAD.address]
ROOT_URLCONF = "springhead.config.urls"
WSGI_APPLICATION = "springhead.config.wsgi.application"
AUTH_USER_MODEL = "agencies.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": django_database(SPRINGHEAD)}
SILENCED_SYSTEM_CHECKS = ["account.W001"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "springhead.foundation.ui",
    "springhead.foundation.jobs",
    "springhead.foundation.ledger",
    "springhead.foundation.search",
    "springhead.foundation.usage",
    "springhead.foundation.agencies",
    "springhead.foundation.checks",
    "springhead.foundation.cases",
    "springhead.foundation.dumps",
    "springhead.foundation.webhooks",
    "springhead.foundation.catalog",
    "springhead.foundation.quality",
    "springhead.foundation.commitments",
    "springhead.forums.committees",
    "springhead.forums.meetings",
    "springhead.forums.consultations",
    "springhead.procedures.data_requests",
    "springhead.procedures.openness",
    "springhead.procedures.high_value",
    "springhead.doors.portal",
    "springhead.doors.operations",
    "springhead.doors.demo",
    # After ours, so that our templates are found first.
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]

MIDDLEWARE = [
    "springhead.foundation.ui.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "springhead.foundation.ui.middleware.RefusedMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "springhead.foundation.ui.context.page",
            ],
            "builtins": ["springhead.foundation.ui.templatetags.springhead"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

# The service navigation: address, zh-Hant, English, and what else belongs to the section.
NAVIGATION = (
    ("/datasets/", "資料集", "Datasets"),
    ("/requests/", "資料請求", "Data requests"),
    ("/commitments/", "承諾總覽", "Commitments"),
    ("/committees/", "諮詢小組", "Committees", ("/meetings/", "/resolutions/")),
    ("/consultations/", "公開徵詢", "Consultations"),
    ("/themes/", "高價值主題", "Themes", ("/nominations/",)),
    ("/agencies/", "機關", "Agencies"),
    ("/statistics/", "統計", "Statistics"),
    ("/ledger/", "公開帳本", "Ledger"),
)

STATIC_URL = "/static/"
STATIC_ROOT = SPRINGHEAD.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

# Bodies through Django are small; files come through the resumable endpoint of the data plane.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SPRINGHEAD.address.startswith("https://")
CSRF_FAILURE_VIEW = "springhead.foundation.ui.problem_pages.csrf_failure"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_HTTPONLY = False  # the upload element sends the token with fetch
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "springhead.foundation.agencies.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "活水 Springhead"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SPRINGHEAD.demo
# A form that ends at a provider elsewhere would need a hole in `form-action 'self'`; the state parameter guards the link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_ADAPTER = "springhead.foundation.agencies.adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = (
    {"openid_connect": {"APPS": json.loads(Path(SPRINGHEAD.oidc).read_text())}} if SPRINGHEAD.oidc else {}
)

# Every mail takes the queue of `cases`; the transport is what sends it in the end.
EMAIL_BACKEND = "springhead.foundation.cases.mailbox.QueueBackend"
MAIL_TRANSPORT = f"django.core.mail.backends.{'smtp' if SPRINGHEAD.mail else 'dummy'}.EmailBackend"
if SPRINGHEAD.mail:
    _mail = urlsplit(SPRINGHEAD.mail)
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtps"
DEFAULT_FROM_EMAIL = "活水 <no-reply@" + (urlsplit(SPRINGHEAD.address).hostname or "localhost") + ">"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

LOCALE_PATHS: list[Path] = []
FIXTURE_DIRS: list[Path] = []
CONTENT = ROOT / "src" / "springhead" / "content"

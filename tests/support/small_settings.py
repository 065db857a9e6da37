"""Settings of nurseries: the product's own, with no more apps than cases need, so that they start quickly."""

from springhead.config.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "springhead.foundation.jobs",
    "springhead.foundation.ledger",
    "springhead.foundation.agencies",
    "springhead.foundation.cases",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.support.no_urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MAIL_TRANSPORT = "django.core.mail.backends.dummy.EmailBackend"

"""The procedure plane as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springhead.config.settings")
application = get_wsgi_application()

from springhead.config import wiring  # noqa: E402  the nouns can be connected once Django is ready

wiring.install()

"""The procedure plane as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springhead.config.settings")
application = get_wsgi_application()

from springhead.config import wiring  # noqa: E402  the nouns can be connected once Django is ready

wiring.install()


def _settle() -> None:
    """Load every address now, and let the collector pass over what stays for ever.

    A full collection walked over two hundred thousand lasting objects and held up one page in fifteen by 150 ms; fewer small ones took a third off the slow pages of lists.
    """
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


_settle()

"""The one Finder of this process."""

from functools import cache

from django.conf import settings

from springhead.foundation.search.finder import Finder


@cache
def finder() -> Finder:
    """Return the finder over the installation's index."""
    return Finder(settings.SPRINGHEAD.index)

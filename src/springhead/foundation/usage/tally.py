"""What the pages count: page views of datasets, and what people search for."""

import atexit
import re
from functools import cache
from typing import Final

from django.conf import settings

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.tally import Tally

LONGEST_TERM: Final = 60
SEARCH, SEARCH_NOTHING = "search", "search-nothing"
# A search that looks like an e-mail address, an identity number, a telephone or a case number is not kept.
_PRIVATE: Final = re.compile(r"@|[a-z][0-9]{8,}|[0-9]{7,}")


@cache
def _tally() -> Tally:
    tally = Tally(settings.SPRINGHEAD.usage)
    atexit.register(tally.flush)
    return tally


def used(kind: str, subject: str) -> None:
    """Count one use of a dataset or table."""
    _tally().note(kind, subject)


def searched(text: str, found: int) -> None:
    """Count one search, and whether it found nothing; texts that may name a person are not kept."""
    term = " ".join(fold(text).split())[:LONGEST_TERM]
    if term and not _PRIVATE.search(term):
        _tally().note(SEARCH if found else SEARCH_NOTHING, term)

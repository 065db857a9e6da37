"""Folding of what people do not distinguish when they search: width, case, and spellings such as 臺 and 台."""

import unicodedata
from typing import Final

_SAME: Final = str.maketrans({"台": "臺", "裏": "裡", "峯": "峰"})


def fold(text: str) -> str:
    """Return the text in one width and case, with variant characters replaced; may change its length."""
    return unicodedata.normalize("NFKC", text).lower().translate(_SAME)

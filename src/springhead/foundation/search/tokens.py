"""How text becomes terms: CJK in overlapping pairs, Latin words and numbers whole.

Measured (docs/benchmarks.md, search): pairs in phrase order find exactly what a substring search finds;
dictionary segmentation lost nine of ten matches on place and agency names.
"""

import re
from collections.abc import Iterator
from typing import Final

from springhead.engine.kernel.fold import fold

_CJK: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN: Final = re.compile(rf"[{_CJK}]+|[a-z]+|[0-9]+(?:\.[0-9]+)*")
_TERM: Final = re.compile(rf"[{_CJK}a-z0-9.\-_+/]+")
LONGEST_QUERY: Final = 200


def tokens(text: str) -> list[str]:
    """Return the terms of a text in order: 水庫水位 → 水庫 庫水 水位; PM2.5 → pm 2.5."""
    return [token for run in _RUN.findall(fold(text)) for token in _pairs(run)]


def letters(text: str) -> set[str]:
    """Return the single CJK characters of a text, for one-character queries."""
    return {char for run in _RUN.findall(fold(text)) if is_cjk(run) for char in run}


def terms(query: str) -> list[str]:
    """Return what the user typed, folded and split at blanks and punctuation, without repeats."""
    found = _TERM.findall(fold(query[:LONGEST_QUERY]))
    return list(dict.fromkeys(term.strip(".-_+/") for term in found if term.strip(".-_+/")))


def is_cjk(run: str) -> bool:
    """Tell whether a run is Chinese text."""
    return not run[0].isascii()


def _pairs(run: str) -> Iterator[str]:
    if not is_cjk(run) or len(run) == 1:
        yield run
        return
    for place in range(len(run) - 1):
        yield run[place : place + 2]


def marked(text: str, wanted: list[str]) -> list[tuple[bool, str]]:
    """Split a text into (is a match, piece) so that a page can mark what was found."""
    folded = "".join(_one(char) for char in text)
    hits = [False] * len(text)
    for term in wanted:
        for match in re.finditer(re.escape(term), folded):
            hits[match.start() : match.end()] = [True] * (match.end() - match.start())
    pieces: list[tuple[bool, str]] = []
    for hit, char in zip(hits, text, strict=True):
        if pieces and pieces[-1][0] == hit:
            pieces[-1] = (hit, pieces[-1][1] + char)
        else:
            pieces.append((hit, char))
    return pieces


def _one(char: str) -> str:
    """Fold one character to exactly one, so that places stay the same."""
    folded = fold(char)
    return folded if len(folded) == 1 else char

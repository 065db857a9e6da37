"""Words of the field, kept as content: synonyms, and words that say little by themselves."""

import csv
from functools import cache
from importlib.resources import files
from typing import Final

from springhead.engine.kernel.fold import fold

_CONTENT: Final = "springhead.content"


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return term → what else it is called, from content/search/synonyms.csv."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("synonyms.csv"):
        term, same = fold(row["term"]), fold(row["same"])
        found[term] = (*found.get(term, ()), same)
    return found


@cache
def generic() -> tuple[str, ...]:
    """Return endings such as 名單 and 一覽表, longest first, from content/search/generic.csv."""
    return tuple(sorted((fold(row["word"]) for row in _rows("generic.csv")), key=len, reverse=True))


@cache
def english() -> dict[str, str]:
    """Return English words and phrases → the Chinese term of the field, longest first."""
    rows = sorted(_rows("english.csv"), key=lambda row: -len(row["english"]))
    return {row["english"]: fold(row["chinese"]) for row in rows}


def in_chinese(text: str) -> list[str]:
    """Return the Chinese terms for the English phrases that a folded text consists of; empty if any is unknown.

    Titles of government data are Chinese; a person who searches in English means the same thing.
    """
    rest, found = f" {text} ", []
    for phrase, chinese in english().items():
        for form in (phrase, phrase + "s", phrase + "es"):
            if f" {form} " in rest:
                rest = rest.replace(f" {form} ", " ", 1)
                found.append((text.find(form), chinese))
                break
    return [] if rest.strip() else [chinese for _, chinese in sorted(found)]


def without_ending(term: str) -> str:
    """Return the term without a generic ending (幼兒園名單 → 幼兒園), or unchanged when nothing would be left."""
    for word in generic():
        if term.endswith(word) and len(term) - len(word) >= 2:
            return term[: -len(word)]
    return term


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(_CONTENT) / "search" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))

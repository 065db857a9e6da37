"""A stable ASCII alias for every column name, so that programs need not type Chinese.

Kept aliases of earlier snapshots come first. Then an English name as it is, then the words of
`content/fields.csv`, longest first, when they cover the whole name, else the column's number.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Final

# Parameters of the row grammar: a column of that name would need a prefix in every address.
RESERVED: Final = frozenset(
    (
        "fields",
        "sort",
        "limit",
        "cursor",
        "q",
        "format",
        "count",
        "snapshot",
        "group",
        "agg",
        "bucket",
        "bbox",
        "lang",
        "excel",
    )
)
LONGEST: Final = 60
_NOT_WORD: Final = re.compile(r"[^a-z0-9]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ASIDE: Final = re.compile(r"[（(【\[].*?[)）】\]]")
_JOINTS: Final = re.compile(r"[\s_\-－—、，,／/．.：:·]+")


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Return the common Chinese field names and their aliases."""
    text = files("springhead.content").joinpath("fields.csv").read_text("utf-8")
    return {row["header"]: row["alias"] for row in csv.DictReader(text.splitlines())}


def assign(
    names: Sequence[str], *, english: Sequence[str] = (), kept: Mapping[str, str] | None = None
) -> list[str]:
    """Return one unique alias per name, in order; `english` are English titles where the header had them."""
    known = kept or {}
    aliases = [known.get(name, "") for name in names]
    taken = set(known.values()) | set(filter(None, aliases))
    for at, name in enumerate(names):
        if not aliases[at]:
            title = english[at] if at < len(english) else ""
            aliases[at] = _free(_slug(title) or _slug(name) or _translated(name) or f"c{at + 1}", taken)
        taken.add(aliases[at])
    return aliases


def knows(name: str) -> bool:
    """Tell whether a header cell ends in a word headers are made of."""
    bare = _ASIDE.sub("", name).strip()
    return any(
        bare.endswith(bare[at:]) and bare[at:] in words() for at in range(max(0, len(bare) - 8), len(bare))
    )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    letters = [char for char in plain if char.isalpha()]
    if not letters or any(ord(char) > 0x24F for char in letters):
        return ""
    ascii_only = unicodedata.normalize("NFKD", _CAMEL.sub("_", plain)).encode("ascii", "ignore").decode()
    slug = _NOT_WORD.sub("_", ascii_only.lower()).strip("_")[:LONGEST].strip("_")
    return slug if not slug[:1].isdigit() else f"c_{slug}"


def _translated(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    parts = [_words_of(part) for part in _JOINTS.split(_ASIDE.sub("", plain)) if part]
    if not parts or not all(parts):
        return ""
    slug = "_".join(parts)[:LONGEST].strip("_")
    return slug if slug[:1].isalpha() else f"c_{slug}"


def _words_of(part: str) -> str:
    if part.isascii():
        return _NOT_WORD.sub("_", part.lower()).strip("_")
    found: list[str] = []
    at = 0
    known = words()
    while at < len(part):
        size = next((n for n in range(min(12, len(part) - at), 0, -1) if part[at : at + n] in known), 0)
        if not size:
            match = re.match(r"[A-Za-z0-9]+", part[at:])
            if match is None:
                return ""
            found.append(match[0].lower())
            at += len(match[0])
            continue
        found.append(known[part[at : at + size]])
        at += size
    return "_".join(found)


def _free(wish: str, taken: set[str]) -> str:
    base = f"{wish}_value" if wish in RESERVED else wish
    alias, number = base, 2
    while alias in taken:
        alias, number = f"{base}_{number}", number + 1
    return alias

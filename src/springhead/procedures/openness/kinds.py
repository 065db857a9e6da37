"""The same kind of data in different agencies: known again by titles, and by field names that are not common. Pure.

A title loses its place, year, brackets and the words for its form, and keeps what it is about; the last two
characters of that are its head, because Chinese names things by what stands last. Words of `content/openness/kinds.toml`.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from springhead import content
from springhead.engine.kernel.fold import fold

ENOUGH: Final = 0.6  # of the shorter name's pairs of characters that the longer one has
ENOUGH_WITH_FIELDS: Final = 0.34
SHARED_FIELDS: Final = 2
LONGEST_REST: Final = 4  # characters a name of two may be preceded by
LONGEST_KEY: Final = 60

_BRACKETS: Final = re.compile(r"[(（【\[<][^)）】\]>]*[)）】\]>]?")
_QUOTES: Final = re.compile(r"[「」『』〈〉《》]")
_WITHIN: Final = re.compile(r"(?<=[\u4e00-\u9fff])[(（]([\u4e00-\u9fff]{1,2})[)）](?=[\u4e00-\u9fff])")
_DATE: Final = (
    r"(?:民國)?\d{2,4}\s*(?:年度|學年度|學年|年|會計年度)?(?:\d{1,2}月(?:份)?)?(?:第\d季|上半年|下半年)?"
)
_YEARS: Final = re.compile(rf"自{_DATE}起|截至{_DATE}底?止|{_DATE}|第\d+期")
_APART: Final = re.compile(r"[-－–—_:：/／、,，;；|*\s]+")
_AND: Final = re.compile(r"[與及和暨]")
_TOWN: Final = re.compile(r"^[\u4e00-\u9fff]{2}[區鄉鎮](?!間|塊|域)")
_OFFICE: Final = re.compile(
    r"^[\u4e00-\u9fff]{2,8}?(?:局|公所|委員會|(?:工程|管理|保護|發展|水利|農業|民政|社會|教育|工務|建設|交通|觀光|勞工|衛生|文化)處)"
    r"(?=[\u4e00-\u9fff]{2})"
)
_SEAT: Final = re.compile(r"^[\u4e00-\u9fff]{2}[縣市]")
_NAMES: Final = re.compile(r"[(（][^)）]*[)）]|[:：].*$")


@dataclass(frozen=True, slots=True)
class Name:
    """What a title is about: `key` without place and form, and its `head`."""

    key: str

    @property
    def head(self) -> str:
        """The last two characters."""
        return self.key[-2:]

    @property
    def pairs(self) -> frozenset[str]:
        """The pairs of neighbouring characters."""
        return frozenset(self.key[n : n + 2] for n in range(len(self.key) - 1)) or frozenset({self.key})


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names are the same kind: shared pairs of characters in the shorter, and whether the head agrees."""

    share: float
    rest: int

    @property
    def by_title(self) -> bool:
        """Whether the titles alone tell it."""
        return self.share >= ENOUGH and self.rest <= LONGEST_REST

    @property
    def by_fields(self) -> bool:
        """Whether they tell it together with shared field names."""
        return self.share >= ENOUGH_WITH_FIELDS and self.rest <= LONGEST_REST * 2


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(
        (Path(content.__file__).parent / "openness" / "kinds.toml").read_text(encoding="utf-8")
    )


@cache
def _longest_first(part: str) -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the words of a list by their length, the longest first: one look for a length, not for a word."""
    words = frozenset(map(fold, _words()[part]))
    lengths = sorted({len(word) for word in words}, reverse=True)
    return tuple((length, frozenset(word for word in words if len(word) == length)) for length in lengths)


@cache
def _counts() -> tuple[str, ...]:
    return tuple(map(fold, _words()["numbers"]["endings"]))


@cache
def _counted() -> tuple[str, ...]:
    return tuple(map(fold, _words()["numbers"]["things"]))


@cache
def _same() -> tuple[tuple[str, str], ...]:
    pairs = [(fold(word), fold(row["words"][0])) for row in _words()["same"] for word in row["words"][1:]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _common() -> frozenset[str]:
    return frozenset(map(fold, _words()["fields"]["common"]))


@cache
def _places() -> tuple[str, ...]:
    rows = (
        (Path(content.__file__).parent / "agencies" / "counties.csv")
        .read_text(encoding="utf-8-sig")
        .splitlines()
    )
    names = {fold(cell) for row in rows[1:] for cell in (row.split(",")[0], row.split(",")[2]) if cell}
    return tuple(sorted(names | {"大臺北地區", "大高雄", "臺灣"}, key=len, reverse=True))


def names(title: str, agency: str = "") -> tuple[Name, ...]:
    """Return what a title of an agency is about; several where it names several things, none where nothing is left.

    Quotation marks hold what is named; a short bracket within a word, as in 哺(集)乳室, is read with and without.
    """
    folded = _QUOTES.sub("", fold(title))
    seat = _SEAT.match(fold(agency))
    found: dict[str, None] = {}
    for reading in dict.fromkeys((folded, _WITHIN.sub(r"\1", folded))):
        text = _YEARS.sub("", _BRACKETS.sub("", reading))
        for own in (fold(agency), seat[0] if seat else ""):
            text = text.replace(own, "") if own else text
        found |= dict.fromkeys(_keys(text))
    return tuple(Name(key) for key in found)


def _keys(text: str) -> Iterator[str]:
    for segment in _APART.split(text):
        for part in (segment, *_AND.split(segment)) if _AND.search(segment) else (segment,):
            key = _key(part)
            if len(key) >= 2:
                yield key[:LONGEST_KEY]


def _key(text: str) -> str:
    text = _without_place(text)
    text = _without_ending(text)
    for word, same in _same():
        if word in text and same not in text:
            text = text.replace(word, same)
    return _without_modifiers(_without_ending(text))


def _without_place(text: str) -> str:
    for place in _places():
        if place in text:
            text = text.replace(place, "")
    text = _TOWN.sub("", text)
    while office := _OFFICE.match(text):
        text = text[office.end() :]
    return text


def _without_ending(text: str) -> str:
    while cut := _ending(text):
        text = text[:-cut]
    return text


def _ending(text: str) -> int:
    """Return how many characters at the end only tell the form; two always stay."""
    for length, words in _longest_first("endings"):
        if len(text) >= length + 2 and text[-length:] in words:
            return length
    if not text.endswith(_counts()):
        return 0
    return next(
        (len(one) for one in _counts() if text.endswith(one) and text[: -len(one)].endswith(_counted())), 0
    )


def _without_modifiers(text: str) -> str:
    while cut := _modifier(text):
        text = text[cut:]
    return text


def _modifier(text: str) -> int:
    for length, words in _longest_first("modifiers"):
        if len(text) >= length + 2 and text[:length] in words:
            return length
    return 0


def likeness(one: Name, other: Name) -> Likeness:
    """Compare two names; a different head is another kind."""
    if one.head != other.head:
        return Likeness(0.0, 0)
    shorter, longer = sorted((one, other), key=lambda name: len(name.key))
    shared = len(shorter.pairs & longer.pairs) / len(shorter.pairs)
    rest = len(longer.key) - len(shorter.key) if len(shorter.key) == 2 else 0
    return Likeness(shared, rest)


def best(one: Collection[Name], other: Collection[Name]) -> Likeness:
    """Return the closest of all pairs of names."""
    found = [likeness(a, b) for a in one for b in other]
    return max(found, key=lambda like: (like.by_title, like.by_fields, like.share), default=Likeness(0.0, 0))


def fields(described: str, columns: Iterable[str] = ()) -> frozenset[str]:
    """Return the field names of a dataset that tell something, folded: from its description and its tables."""
    listed = re.split(r"[、,，;；\s]+", _BRACKETS.sub("", described))
    clean = {fold(_NAMES.sub("", name)).strip("_\"' ") for name in (*listed, *columns)}
    return frozenset(name for name in clean if 1 < len(name) <= 30 and name not in _common())

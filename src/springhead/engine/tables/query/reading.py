"""Reading parameters of an address against the columns of a table; every fault is gathered, none hides another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Kind, Problem, Refused
from springhead.engine.tables.aliases import RESERVED
from springhead.engine.tables.query import texts, values
from springhead.engine.tables.query.names import Names, nearest
from springhead.engine.tables.query.tree import Box, Filter, Op, Sort, Value, Where
from springhead.engine.tables.schema import Type

Pairs = Sequence[tuple[str, str]]
MOST_PARAMETERS: Final = 100
MOST_VALUES: Final = 500
MOST_TERMS: Final = 8
SETS: Final = (Op.EQ, Op.IN, Op.NE)  # repeating the parameter makes a list
TEXT_ONLY: Final = (Op.CONTAINS, Op.STARTSWITH)
UNORDERED: Final = (Op.GT, Op.GTE, Op.LT, Op.LTE)
SHARED: Final = ("lang", "snapshot", "q", "bbox")


def pairs(query: bytes) -> Pairs:
    """Split a query string; Refused when it is not UTF-8, holds NUL, or has too many parts."""
    try:
        found = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise Refused(texts.BAD_ENCODING.at()) from None
    if b"%00" in query or b"\x00" in query:
        raise Refused(texts.BAD_ENCODING.at())
    if len(found) > MOST_VALUES:
        raise Refused(texts.TOO_MANY.at("&", given=len(found), most=MOST_VALUES))
    return found


@dataclass(slots=True)
class Reading:
    """Parameters sorted into reserved words and conditions, and the problems met on the way."""

    names: Names
    words: dict[str, list[str]] = field(default_factory=dict)
    conditions: dict[tuple[int, Op, int], tuple[str, list[Value]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, given: Pairs, reserved: Iterable[str]) -> None:
        """Sort all parameters; those in `reserved` (and `lang`, `snapshot`, `q`, `bbox`) are words."""
        allowed = (*SHARED, *reserved)
        for key, value in given:
            if key in RESERVED:
                if key in allowed:
                    self.words.setdefault(key, []).append(value)
                else:
                    self._unknown(key, allowed)
            else:
                self._condition(key, value)

    def one(self, word: str, default: str = "") -> str:
        """Return the value of a word that may appear once."""
        given = self.words.get(word)
        if not given:
            return default
        if len(given) > 1:
            self.problems.append(texts.REPEATED.at(word))
        return given[0]

    def choice(self, word: str, choices: tuple[str, ...]) -> str:
        """Return the value of a word with fixed choices; the first is the default."""
        value = self.one(word, choices[0])
        if value not in choices:
            near = nearest(value, choices)
            self._add(texts.BAD_CHOICE, word, value=value, nearest=near, choices=joined(choices))
        return value

    def whole(self, word: str, default: int, most: int) -> int:
        """Return the value of a word that is a whole number from 1 to `most`."""
        value = self.one(word, str(default))
        if not (value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= most):
            self._add(texts.BAD_LIMIT, word, value=value, most=f"{most:,}")
            return default
        return int(value)

    def listed(self, word: str) -> list[str]:
        """Return the parts of a list word: repeated, or joined by commas unless that is a column's name."""
        parts: list[str] = []
        for value in self.words.get(word, ()):
            function, _, name = value.partition(":")
            said = (value, value.removeprefix("-"), "" if "," in function else name)
            whole = any(self.names.column(word) is not None for word in said)
            parts += [value] if whole else [part for part in value.split(",") if part]
        if len(parts) > MOST_PARAMETERS and word != "fields":
            self._add(texts.TOO_MANY, word, given=len(parts), most=MOST_PARAMETERS)
        return parts

    def column(self, word: str, name: str) -> int | None:
        """Return the column a word names, or note the problem."""
        index = self.names.column(name)
        if index is None:
            near = self.names.nearest_column(name)
            self._add(texts.UNKNOWN_COLUMN, word, value=name, nearest=near, names=self.names.shown())
        return index

    def fields(self) -> tuple[int, ...]:
        """Return the columns to show, all by default, each once."""
        if "fields" not in self.words:
            return self.names.whole
        found = [self.column("fields", part) for part in self.listed("fields")]
        known = tuple(dict.fromkeys(index for index in found if index is not None))
        return known or self.names.whole

    def sort(self) -> tuple[Sort, ...]:
        """Return the order asked for: `sort=-time,station`."""
        found: dict[int, Sort] = {}
        for part in self.listed("sort"):
            down = part.startswith("-") and self.names.column(part) is None
            index = self.column("sort", part[1:] if down else part)
            if index is not None:
                found.setdefault(index, Sort(index, down))
        return tuple(found.values())

    def where(self) -> Where:
        """Return all conditions."""
        if len(self.conditions) > MOST_PARAMETERS:
            self._add(texts.TOO_MANY, "column=", given=len(self.conditions), most=MOST_PARAMETERS)
        filters = tuple(
            Filter(index, op, tuple(found)) for (index, op, _), (_, found) in self.conditions.items()
        )
        if not ("q" in self.words or "bbox" in self.words):
            return Where(filters)
        return Where(filters, self._terms(), self._box())

    def finish(self) -> None:
        """Raise everything that was wrong."""
        if self.problems:
            raise Refused(*self.problems)

    def _condition(self, key: str, text: str) -> None:
        meaning = self.names.parameter(key)
        if meaning is None:
            self._unknown(key, ())
            return
        index, op = meaning
        value = self._value(key, text, index, op)
        if value is None:
            return
        slot = 0 if op in SETS else len(self.conditions)
        self.conditions.setdefault((index, op, slot), (key, []))[1].append(value)

    def _value(self, key: str, text: str, index: int, op: Op) -> Value | None:
        cell = self.names.cell(index)
        kind = Type.BOOLEAN if op is Op.ISNULL else cell.type
        if op in TEXT_ONLY:
            if cell.type is Type.TEXT:
                return fold(text) if op is Op.CONTAINS else text
            self._add(texts.BAD_OPERATOR, key, **_typed(kind), allowed="__gte、__lt、__in、__isnull")
            return None
        if op is Op.ISNULL:
            if text.lower() in values.BOOLEANS:
                return values.BOOLEANS[text.lower()]
        elif cell.type is Type.BOOLEAN and op in UNORDERED:
            self._add(texts.BAD_OPERATOR, key, **_typed(kind), allowed="=、__ne、__isnull")
            return None
        else:
            try:
                return values.parse(text, cell)
            except ValueError:
                pass
        self._add(texts.BAD_VALUE, key, value=text[:80], example=texts.EXAMPLES[kind], **_typed(kind))
        return None

    def _terms(self) -> tuple[str, ...]:
        terms = tuple(dict.fromkeys(fold(self.one("q")).split()))
        if len(terms) > MOST_TERMS:
            self._add(texts.TOO_MANY, "q", given=len(terms), most=MOST_TERMS)
        return terms

    def _box(self) -> Box | None:
        if "bbox" not in self.words:
            return None
        value = self.one("bbox")
        if self.names.layout.place is None:
            self._add(texts.NO_PLACE, "bbox")
            return None
        try:
            west, south, east, north = (float(part) for part in value.split(","))
            right = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
        except ValueError:
            right = False
        if not right:
            self._add(texts.BAD_BOX, "bbox", value=value[:80])
            return None
        return Box(west, south, east, north)

    def _unknown(self, key: str, allowed: tuple[str, ...]) -> None:
        near = nearest(key, allowed) if allowed else self.names.nearest_parameter(key)
        self._add(texts.UNKNOWN_PARAMETER, key[:80], nearest=near, names=self.names.shown())

    def _add(self, kind: Kind, place: str, **params: object) -> None:
        self.problems.append(kind.at(place, **params))


def _typed(kind: Type) -> dict[str, str]:
    return {"type_zh": texts.TYPES_ZH[kind], "type_en": texts.TYPES_EN[kind]}

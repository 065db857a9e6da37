"""The one error type of the product.

A `Kind` is written once, in the `texts.py` of the folder it belongs to, in both languages. A `Problem`
is one occurrence: where it is, and the values its sentence needs. Findings, guards, pages, the command
line and `application/problem+json` (RFC 9457) all carry the same thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from springhead.engine.kernel.days import day, is_day
from springhead.engine.kernel.language import Lang, close_up, fill, normal, pick


class Severity(StrEnum):
    """How much a problem weighs: told, to look at, or in the way."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: code (kebab-case, unique in the product), sentence and remedy in both languages.

    Sentences are `str.format` templates over the params of the problem; `{where}` is always there. A param
    that is a language map (the name of a state) or a `date` shows in the language of the sentence; programs
    get the date as ISO 8601.
    """

    code: str
    zh: str
    en: str
    fix_zh: str
    fix_en: str
    severity: Severity = Severity.ERROR
    status: int = 400

    def __post_init__(self) -> None:
        known = _KINDS.setdefault(self.code, self)
        if known != self:
            raise ValueError(f"problem code {self.code!r} is defined twice")

    def at(self, where: str = "", /, **params: Any) -> "Problem":
        """Return this problem at a place (a field, a parameter, a column, a file)."""
        return Problem(self, where, params)


_KINDS: dict[str, Kind] = {}


def kind(code: str) -> Kind:
    """Return the kind with this code; KeyError when its texts module was never imported."""
    return _KINDS[code]


def kinds() -> tuple[Kind, ...]:
    """Return every kind known so far, in order of code."""
    return tuple(_KINDS[code] for code in sorted(_KINDS))


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence of a kind."""

    kind: Kind
    where: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """The severity of the kind."""
        return self.kind.severity

    def message(self, lang: str = "zh-Hant") -> str:
        """Say what is wrong."""
        return self._say(self.kind.en if normal(lang) == "en" else self.kind.zh, lang)

    def remedy(self, lang: str = "zh-Hant") -> str:
        """Say what to do about it."""
        return self._say(self.kind.fix_en if normal(lang) == "en" else self.kind.fix_zh, lang)

    def as_json(self, lang: str = "zh-Hant") -> dict[str, Any]:
        """Return the shape used in `problems[]` of every API answer."""
        return {
            "code": self.code,
            "where": self.where,
            "severity": str(self.severity),
            "message": self.message(lang),
            "remedy": self.remedy(lang),
            "params": {
                name: value.isoformat() if is_day(value) else value for name, value in self.params.items()
            },
        }

    def _say(self, template: str, lang: str) -> str:
        shown = {name: _shown(value, lang) for name, value in self.params.items()}
        said = fill(template, _Params(shown, where=self.where))
        return close_up(said) if any(is_day(value) for value in self.params.values()) else said


def _shown(value: Any, lang: str) -> Any:
    if isinstance(value, Mapping):
        return pick(value, lang)
    return day(value, lang, year=True) if is_day(value) else value


class _Params(dict[str, Any]):
    """Params of a sentence; one that is missing shows its name instead of failing the page."""

    def __init__(self, params: Mapping[str, Any], *, where: str) -> None:
        super().__init__(params, where=where)

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Refused(Exception):
    """Something was asked that cannot be done; carries every problem found, not just the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message("en") for problem in problems))
        self.problems = problems

    @property
    def status(self) -> int:
        """HTTP status: that of the first problem."""
        return self.problems[0].kind.status if self.problems else 400


def as_document(problems: tuple[Problem, ...], lang: Lang | str = "zh-Hant") -> dict[str, Any]:
    """Return an RFC 9457 document for one or more problems."""
    first = problems[0]
    return {
        "type": f"/problems/{first.code}",
        "title": first.message(lang),
        "status": first.kind.status,
        "detail": first.remedy(lang),
        "problems": [problem.as_json(lang) for problem in problems],
    }

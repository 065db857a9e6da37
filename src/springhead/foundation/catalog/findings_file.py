"""The findings of a published version: counts from the row, single ones from the findings file in the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from springhead.engine.kernel.language import pick
from springhead.foundation.catalog import store
from springhead.foundation.catalog.models import Snapshot
from springhead.foundation.catalog.reports import problem_of


@dataclass(frozen=True, slots=True)
class Line:
    """One rule and how often it was found."""

    rule: str
    count: int
    severity: str
    message: str
    remedy: str


def summary(snapshot: Snapshot, lang: str) -> list[Line]:
    """Return the rules found in a version, errors and warnings first, each in the words of its first finding."""
    made = [_line(sample, int(snapshot.counts.get(sample["rule"], 1)), lang) for sample in snapshot.samples]
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(made, key=lambda line: (order.get(line.severity, 3), -line.count))


def _line(sample: Mapping[str, Any], count: int, lang: str) -> Line:
    problem = problem_of(sample)
    return Line(sample["rule"], count, str(sample["severity"]), problem.message(lang), problem.remedy(lang))


def read(sha256: str, lang: str, *, rule: str = "", most: int = 200) -> list[dict[str, Any]]:
    """Return the first findings of a version in one language; none when the file is gone (purged)."""
    if not sha256 or not store.blobs().exists(sha256):
        return []
    found: list[dict[str, Any]] = []
    with store.blobs().open(sha256) as file:
        for line in file:
            entry = orjson.loads(line)
            if rule and entry.get("rule") != rule:
                continue
            found.append(_said(entry, lang))
            if len(found) >= most:
                break
    return found


def _said(entry: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return a finding in the asked language; the file keeps both."""
    said = {name: pick(entry.get(name) or {}, lang) for name in ("message", "fix")}
    return {**entry, **said}

"""The request form: what was typed, read once for every step; agencies by name; all counties at once."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.http import QueryDict

import springhead.content
from springhead.engine.kernel import ids
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Problem
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog import classes
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.commands import MOST_ITEMS

FORMS: Final = Path(springhead.content.__file__).parent / "requests" / "forms.toml"


@dataclass(frozen=True, slots=True)
class Item:
    """One wanted thing as typed: `n` counts from 1."""

    n: int
    title: str = ""
    fields: str = ""
    dataset: str = ""
    known: LanguageMap | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed, and the payload it makes."""

    items: tuple[Item, ...]
    values: Mapping[str, str]
    payload: dict[str, Any]
    problems: tuple[Problem, ...]
    email: str
    name: str
    nonce: str


def begun(given: Mapping[str, str]) -> QueryDict:
    """Return an empty form, with a title or a dataset that another page brought along."""
    form = QueryDict(mutable=True)
    for name, target in (
        ("title", "title"),
        ("q", "title"),
        ("dataset", "dataset_1"),
        ("wanted", "wanted_1"),
    ):
        if given.get(name):
            form[target] = given[name][:255]
    return form


def read(given: Any) -> Typed:
    """Read the form: items by number, agencies by name."""
    items = _items(given)
    agencies, problems = _agencies(given)
    values = {
        name: given.get(name, "").strip() for name in ("title", "reason", "agencies", "identity", "industry")
    }
    payload = {
        **values,
        "items": [
            {
                "title": one.title or (pick(one.known, "zh-Hant") if one.known else ""),
                "dataset": one.dataset,
                "fields": one.fields,
            }
            for one in items
            if one.title or one.dataset or one.fields
        ],
        "agencies": agencies,
    }
    ticks = {name: given.get(name, "") for name in ("counties", "unknown")}
    return Typed(
        items=items,
        values={**values, **ticks},
        payload=payload,
        problems=problems,
        email=given.get("email", "").strip()[:254],
        name=given.get("name", "").strip()[:120],
        nonce=given.get("nonce", "")[:20] or ids.new("rn"),
    )


def _items(given: Any) -> tuple[Item, ...]:
    shown = max(
        [1, *(n for n in range(1, MOST_ITEMS + 1) if given.get(f"wanted_{n}") or given.get(f"dataset_{n}"))]
    )
    shown = min(shown + (given.get("step") == "more"), MOST_ITEMS)
    named = [given.get(f"dataset_{n}", "")[:16] for n in range(1, shown + 1)]
    known = {
        one.public_id: classes.public_title(one)
        for one in Dataset.objects.filter(public_id__in=[name for name in named if name])
    }
    return tuple(
        Item(
            n,
            given.get(f"wanted_{n}", "").strip()[:255],
            given.get(f"fields_{n}", "").strip()[:4000],
            named[n - 1] if named[n - 1] in known else "",
            known.get(named[n - 1]),
        )
        for n in range(1, shown + 1)
    )


def _agencies(given: Any) -> tuple[list[str], tuple[Problem, ...]]:
    """Return the public ids of the agencies named, one a line; a name nobody knows is a problem."""
    if given.get("unknown"):
        return [], ()
    found, problems = [], []
    for name in dict.fromkeys(
        line.strip() for line in given.get("agencies", "").splitlines() if line.strip()
    ):
        agency = naming.find(name)
        if agency is None:
            problems.append(texts.AGENCY_UNREAD.at("agencies", name=name[:60]))
        else:
            found.append(agency.public_id)
    if given.get("counties"):
        found += counties()
    return list(dict.fromkeys(found)), tuple(problems)


def counties() -> list[str]:
    """Return the public ids of the 22 counties and cities."""
    rows = (
        Agency.objects.filter(parent=None, merged_into=None).exclude(county_code="").order_by("county_code")
    )
    return [one.public_id for one in rows if one.in_force(today())]


@cache
def _forms() -> dict[str, dict[str, LanguageMap]]:
    return tomllib.loads(FORMS.read_text(encoding="utf-8"))


def choices() -> dict[str, Any]:
    """Return what the form lets one choose from."""
    rows = Agency.objects.filter(merged_into=None, provisional=False, ended=False).order_by("level", "id")
    return {
        "identities": list(_forms()["identities"].items()),
        "industries": list(_forms()["industries"].items()),
        "known_agencies": list(rows.values_list("names__zh-Hant", flat=True)[:300]),
    }


def as_json(document: Any) -> str:
    """Return a receipt as people keep it."""
    return json.dumps(document, ensure_ascii=False, indent=1)

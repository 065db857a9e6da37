"""Facets as the search page shows them: names for codes, and the address that adds or removes a value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog.findable import facet_names
from springhead.foundation.search.documents import FACETS
from springhead.foundation.search.finder import Found

TITLES: Final = {
    "agency": {"zh-Hant": "提供機關", "en": "Agency"},
    "format": {"zh-Hant": "檔案格式", "en": "Format"},
    "category": {"zh-Hant": "服務分類", "en": "Category"},
    "openness": {"zh-Hant": "開放類別", "en": "Openness"},
    "stage": {"zh-Hant": "提供方式", "en": "Listed or served"},
    "frequency": {"zh-Hant": "更新頻率", "en": "Updated"},
    "licence": {"zh-Hant": "授權", "en": "Licence"},
    "check": {"zh-Hant": "檢核結果", "en": "Check result"},
}
OPEN: Final = 6  # values shown before "more"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many results have it, whether it is chosen, and the address that toggles it."""

    code: str
    name: Mapping[str, str]
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class FacetBox:
    """One facet with its values; `more` are those behind "show more"."""

    name: str
    title: Mapping[str, str]
    values: tuple[Value, ...]
    more: tuple[Value, ...]

    @property
    def chosen(self) -> tuple[Value, ...]:
        """The values that narrow the search now."""
        return tuple(value for value in (*self.values, *self.more) if value.chosen)


def boxes(found: Found, chosen: Mapping[str, Sequence[str]], state: Mapping[str, str]) -> list[FacetBox]:
    """Return the facets that have values, in the order of `FACETS`. One query: the names of agencies."""
    by_name = {facet.name: facet.values for facet in found.facets}
    wanted = [code for code, _ in by_name.get("agency", ())] + list(chosen.get("agency", ()))
    agencies = agency_names(wanted)
    return [
        box
        for name in FACETS
        if (
            box := _box(name, _counted(by_name.get(name, ()), chosen.get(name, ())), chosen, state, agencies)
        ).values
    ]


def _counted(counts: Sequence[tuple[str, int]], chosen: Iterable[str]) -> dict[str, int]:
    """Counts by code, with chosen values first and present even when nothing is left."""
    known = dict(counts)
    return {code: known.get(code, 0) for code in chosen} | known


def _box(
    name: str,
    counts: Mapping[str, int],
    chosen: Mapping[str, Sequence[str]],
    state: Mapping[str, str],
    agencies: Mapping[str, Mapping[str, str]],
) -> FacetBox:
    names: Mapping[str, Mapping[str, str]] = agencies if name == "agency" else facet_names(name, counts)
    picked = chosen.get(name, ())
    values = tuple(
        Value(
            code,
            names.get(code, {"zh-Hant": code}),
            count,
            code in picked,
            address(state, {**chosen, name: _toggled(picked, code)}),
        )
        for code, count in counts.items()
    )
    return FacetBox(name, TITLES[name], values[:OPEN], values[OPEN:])


def _toggled(picked: Sequence[str], code: str) -> list[str]:
    return [one for one in picked if one != code] if code in picked else [*picked, code]


def address(state: Mapping[str, str], chosen: Mapping[str, Sequence[str]], **more: str) -> str:
    """Return the query string of a search: text and sort, chosen values, and what `more` sets."""
    pairs = [(key, value) for key, value in {**state, **more}.items() if value]
    pairs += [(name, code) for name in FACETS for code in chosen.get(name, ())]
    return "?" + urlencode(pairs) if pairs else "?"


def agency_names(public_ids: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Return the names of agencies by public id."""
    rows = Agency.objects.filter(public_id__in=set(public_ids)).values_list("public_id", "names")
    return dict(rows)

"""What DCAT says of high-value data: the standing of a dataset, and the released ones as a catalogue of their own.

Only what is announced and released says that it is high-value data. The category is our theme, which names the close
European one; the legal basis is the announcement it stands in. Neither the European category itself nor the European
regulation is claimed: it does not apply to these data.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from springhead.foundation.catalog import dcat, dcat_views
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ui.access import public
from springhead.procedures.high_value import themes
from springhead.procedures.high_value.models import Cycle, Nomination
from springhead.procedures.high_value.theme_lists import RELEASED

BATCH: Final = 200
NAME: Final = {"zh-Hant": "高應用價值資料集", "en": "High-value datasets"}
ABOUT: Final = {
    "zh-Hant": "經公開徵詢與兩級諮詢小組決議、公告並已開放的高應用價值資料集。",
    "en": "High-value datasets that were consulted on, decided by two tiers of committees, announced and released.",
}
Announced = Mapping[int, str]  # the address of a cycle's announcement in force, by the cycle's primary key


def standings(datasets: Sequence[int]) -> dict[int, dcat.Standing]:
    """Return what datasets (primary keys) stand for as high-value data; those that do not are left out. Two queries."""
    rows = _released().filter(dataset__in=datasets).order_by("pk").values_list("dataset", "theme", "cycle")
    found: dict[int, dcat.Standing] = {}
    announced = _announced() if datasets else {}
    for dataset, theme, cycle in rows:
        known = themes.theme(theme)
        if known is not None and cycle in announced:
            concept = _concept(known)
            found[dataset] = dcat.Standing(
                [concept], [concept], [announced[cycle]]
            )  # the newest cycle counts
    return found


def _released() -> Any:
    return Nomination.objects.filter(state__in=RELEASED, announced=True, dataset__visible=True)


def _announced() -> Announced:
    rows = Cycle.objects.annotate(version=Max("announcements__version")).exclude(version=None)
    home = settings.SPRINGHEAD.address
    return {
        pk: f"{home}/themes/announcements/{number}/{version}.html"
        for pk, number, version in rows.values_list("pk", "case__number", "version")
    }


def _concept(theme: themes.Theme) -> dcat.Concept:
    home = settings.SPRINGHEAD.address
    return dcat.Concept(f"{home}/themes/{theme.code}", theme.name, f"{home}/themes/", theme.close_match)


@public
@require_GET
def catalogue(request: HttpRequest) -> StreamingHttpResponse:
    """Every released high-value dataset as one DCAT catalogue, streamed."""
    del request
    return StreamingHttpResponse(_document(), content_type=dcat.MEDIA)


def _document() -> Iterator[bytes]:
    home = settings.SPRINGHEAD.address
    head = {
        "@context": dcat.CONTEXT,
        "@id": f"{home}/themes/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": [{"@language": lang, "@value": text} for lang, text in NAME.items()],
        "dct:description": [{"@language": lang, "@value": text} for lang, text in ABOUT.items()],
        "dct:publisher": {
            "@id": f"{home}/",
            "@type": "foaf:Agent",
            "foaf:name": [{"@language": "zh-Hant", "@value": "Springhead 活水"}],
        },
        "dcat:themeTaxonomy": f"{home}/themes/",
    }
    yield orjson.dumps(head)[:-1] + b',"dcat:dataset":['
    for n, node in enumerate(_nodes()):
        yield (b"," if n else b"") + orjson.dumps(node)
    yield b"]}"


def _nodes() -> Iterator[dict[str, Any]]:
    """Yield the datasets in the order they were made; two queries and those of their standing for each batch."""
    last = 0
    while True:
        rows = Dataset.objects.filter(pk__in=_released().values("dataset"), pk__gt=last)
        batch = list(rows.select_related("agency").order_by("pk")[:BATCH])
        if not batch:
            return
        yield from dcat_views.nodes(batch)
        last = batch[-1].pk

"""A dataset as DCAT: `/datasets/{id}/dcat.jsonld`. Other nouns say what it stands for; `config/wiring.py` hands them over."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.catalog import codes, dcat, queries
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.ui.access import public

MOST_WAYS: int = 200
Stander = Callable[[Sequence[int]], Mapping[int, dcat.Standing]]

_standers: list[Stander] = []


def install(standers: tuple[Stander, ...]) -> None:
    """Set who says what a dataset stands for: each gets primary keys of datasets and answers for those it knows."""
    _standers[:] = standers


@public
@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One dataset; 410 when it was withdrawn."""
    found = queries.dataset(public_id, viewer=actor_of_request(request))
    if found.stage == Stage.WITHDRAWN:
        return HttpResponse(status=410, content_type=dcat.MEDIA)
    body = orjson.dumps(dcat.document(next(iter(nodes([found])))))
    return HttpResponse(body, content_type=dcat.MEDIA)


def nodes(found: Sequence[Dataset]) -> Iterator[dict[str, Any]]:
    """Yield the nodes of datasets with their agencies loaded. One query, and those of whoever says more."""
    prefetch_related_objects(found, "distributions")
    said = [stander([each.pk for each in found]) for stander in _standers]
    for each in found:
        yield dcat.dataset(_told(each, _together(one.get(each.pk, dcat.NOTHING) for one in said)))


def _together(said: Iterable[dcat.Standing]) -> dcat.Standing:
    every = list(said)
    return dcat.Standing(
        [one for each in every for one in each.themes],
        [one for each in every for one in each.category],
        [one for each in every for one in each.legislation],
    )


def _told(found: Dataset, standing: dcat.Standing) -> dcat.Told:
    home = settings.SPRINGHEAD.address
    address = f"{home}/datasets/{found.public_id}"
    licence = codes.licences().get(found.licence)
    return dcat.Told(
        address=address,
        identifier=found.public_id,
        title=found.title,
        description=found.description,
        publisher=f"{home}/agencies/{found.agency.public_id}",
        publisher_names=found.agency.names,
        openness=found.openness,
        issued=found.issued.isoformat() if found.issued else "",
        modified=(found.last_published or found.modified).isoformat(),
        keywords=found.keywords,
        licence=licence.url if licence else "",
        landing_page=found.landing_page,
        ways=[_way(way, address, home) for way in list(found.distributions.all())[:MOST_WAYS] if _there(way)],
        standing=standing,
    )


def _there(way: Distribution) -> bool:
    return bool(way.current_id or way.url)


def _way(way: Distribution, address: str, home: str) -> dcat.Way:
    table = f"{home}/api/v1/tables/{way.table_id}" if way.current_id else ""
    return dcat.Way(
        address=f"{address}#{way.public_id}",
        title=way.title,
        media_type="text/csv" if table else codes.media_type(way.format),
        url=f"{table}/export.csv" if table else way.url,
        table=table,
    )

"""What search knows of a dataset: the document, and the ids an event makes stale."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from springhead.engine.kernel.language import LANGS
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.frequency import Frequency
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Regularity, Stage, Unit
from springhead.foundation.search.documents import SearchDocument

CHUNK: Final = 1_000
BODY_LIMIT: Final = 4_000  # characters of description and field names that are searched
# What a dataset is worth among equally good matches: one that is served here before one that is only listed.
WEIGHTS: Final = {Stage.SERVED: 2.0, Stage.LISTED: 0.5}


def all_documents() -> Iterator[SearchDocument]:
    """Yield a document for every visible dataset, in bounded memory."""
    yield from _documents(Dataset.objects.filter(visible=True).order_by("pk"))


def documents(public_ids: Iterable[str]) -> tuple[list[SearchDocument], list[str]]:
    """Return the documents of these datasets, and the ids that should no longer be found."""
    wanted = list(dict.fromkeys(public_ids))
    found = list(_documents(Dataset.objects.filter(visible=True, public_id__in=wanted).order_by("pk")))
    there = {document.id for document in found}
    return found, [public_id for public_id in wanted if public_id not in there]


def touched(subject: str, public: Mapping[str, Any]) -> list[str]:
    """Return the datasets an event speaks of: its subject, or the list a batch names."""
    named = [subject, str(public.get("dataset", ""))] + [str(name) for name in public.get("datasets", ())]
    return [name for name in named if name.startswith("ds_")]


def _documents(datasets: QuerySet[Dataset]) -> Iterator[SearchDocument]:
    tables = Distribution.objects.filter(current__isnull=False).select_related("current")
    shaped = datasets.select_related("agency").prefetch_related(
        Prefetch("distributions", tables, to_attr="tables")
    )
    for dataset in shaped.iterator(chunk_size=CHUNK):
        yield document(dataset)


def document(dataset: Dataset) -> SearchDocument:
    """Return the search document of one dataset (with `agency` and its served `tables` loaded)."""
    columns = [column["name"] for table in _tables(dataset) for column in table.current.columns]
    changed = dataset.last_published or dataset.modified
    return SearchDocument(
        id=dataset.public_id,
        title=dataset.title,
        body=_body(dataset),
        keywords=tuple(str(word) for word in dataset.keywords),
        columns=tuple(columns[:200]),
        agency_name=dataset.agency.names,
        facets=_facets(dataset),
        weight=WEIGHTS.get(Stage(dataset.stage), 0.0),
        updated=int(changed.timestamp()),
        shown=_shown(dataset),
    )


def _tables(dataset: Dataset) -> list[Any]:
    return list(getattr(dataset, "tables", ()))


def _body(dataset: Dataset) -> str:
    texts = [dataset.description.get(lang, "") for lang in LANGS] + [dataset.field_description]
    return " ， ".join(text for text in texts if text)[:BODY_LIMIT]


def _facets(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    one = {
        "agency": dataset.agency.public_id,
        "category": dataset.category,
        "openness": dataset.openness,
        "stage": dataset.stage,
        "frequency": frequency_facet(dataset),
        "licence": dataset.licence,
        "check": dataset.verdict,
    }
    return {
        "format": tuple(dataset.formats)
        + (("API",) if dataset.has_api and "API" not in dataset.formats else ()),
        **{name: (value,) for name, value in one.items() if value},
    }


def frequency_facet(dataset: Dataset) -> str:
    """Return the bucket of the update frequency: the unit of a regular one, else its sort; empty when unknown."""
    if dataset.regularity == Regularity.REGULAR:
        return dataset.every_unit or str(Regularity.REGULAR)
    return dataset.regularity


def _shown(dataset: Dataset) -> dict[str, Any]:
    said = Frequency(
        Regularity(dataset.regularity), dataset.every, Unit(dataset.every_unit), dataset.frequency_text
    )
    known = dataset.provenance.get("modified_known", True)
    return {
        "description": {lang: text[:240] for lang, text in dataset.description.items()},
        "agency": dataset.agency.public_id,
        "stage": dataset.stage,
        "openness": dataset.openness,
        "formats": dataset.formats,
        "resources": dataset.resources,
        "has_api": dataset.has_api,
        "rows": dataset.rows,
        "frequency": {lang: said.words(lang) for lang in LANGS},
        "published": dataset.last_published.isoformat() if dataset.last_published else None,
        "modified": dataset.modified.isoformat() if known else None,
        "check": dataset.verdict,
        "findings": dataset.findings,
        "licence": dataset.licence,
    }


def facet_names(facet: str, values: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the names of facet values other than agencies, as language maps; a value without one names itself."""
    names = {**_words(facet)}
    return {value: names.get(value, {"zh-Hant": value, "en": value}) for value in values}


def _words(facet: str) -> dict[str, dict[str, str]]:
    from springhead.foundation.catalog.vocabulary import WORDS, Openness, Verdict

    kinds: dict[str, tuple[Any, ...]] = {
        "stage": (Stage,),
        "openness": (Openness,),
        "check": (Verdict,),
        "frequency": (Regularity, Unit),
    }
    if facet == "category":
        return {code: word.name for code, word in codes.categories().items()}
    if facet == "licence":
        return {code: {"zh-Hant": entry.zh, "en": entry.en} for code, entry in codes.licences().items()}
    if facet == "frequency":
        return {
            word.code: _each(word.code, word.zh, word.en) for kind in kinds[facet] for word in WORDS[kind]
        }
    return {word.code: word.name for kind in kinds.get(facet, ()) for word in WORDS[kind]}


def _each(code: str, zh: str, en: str) -> dict[str, str]:
    """A unit as a frequency: 日 → 以日計; sorts of frequency stay as they are."""
    units = {str(unit) for unit in Unit}
    return {"zh-Hant": f"以{zh}計", "en": f"by the {en}"} if code in units else {"zh-Hant": zh, "en": en}

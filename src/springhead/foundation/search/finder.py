"""Answers searches from the index; reopens it when a new generation or commit is there."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
import tantivy

from springhead.foundation.search.documents import FACETS
from springhead.foundation.search.index import current_name, open_current
from springhead.foundation.search.query import DEEPEST, Builder, Question

FEW: Final = 3  # fewer exact matches than this, and near matches are shown after them
FACET_VALUES: Final = 30
_FACET_REQUEST: Final = json.dumps(
    {facet: {"terms": {"field": facet, "size": FACET_VALUES, "shard_size": 2_000}} for facet in FACETS}
)


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one facet with how many results have them, most frequent first."""

    name: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `near` tells that near matches were added because few or none were exact."""

    items: tuple[dict[str, Any], ...] = ()
    count: int = 0
    facets: tuple[Facet, ...] = ()
    near: bool = False
    terms: tuple[str, ...] = ()
    ready: bool = True
    offset: int = 0
    limit: int = 20

    @property
    def next_offset(self) -> int | None:
        """Offset of the next page, None at the end or at the deepest page."""
        following = self.offset + self.limit
        return following if following < min(self.count, DEEPEST) else None


class Finder:
    """Searches one index folder. One instance per process; safe to call from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: tuple[str, int] = ("", 0)
        self._index: tantivy.Index | None = None
        self._all_facets: tuple[Facet, ...] = ()

    def search(self, question: Question) -> Found:
        """Return a page of results with facets; `ready` is False while no index was built yet."""
        index = self._fresh()
        if index is None:
            return Found(ready=False)
        searcher = index.searcher()
        builder = Builder(index, searcher)
        query, near = self._widened(builder, searcher, question)
        result = self._run(searcher, query, question)
        return Found(
            items=tuple(orjson.loads(searcher.doc(address)["shown"][0]) for _, address in result.hits),
            count=result.count,
            facets=self._facets(searcher, query, question),
            near=near,
            terms=tuple(question.terms),
            offset=question.offset,
            limit=question.limit,
        )

    def _widened(
        self, builder: Builder, searcher: tantivy.Searcher, question: Question
    ) -> tuple[tantivy.Query, bool]:
        """Return the strictest reading of the question that finds enough, and whether it was widened."""
        strict = builder.strict(question)
        if not question.terms:
            return strict, False
        exact = _count(searcher, strict)
        if exact >= FEW:
            return strict, False
        for wider in (builder.relaxed(question), builder.partial(question)):
            count = _count(searcher, wider)
            if count >= FEW or (count > exact and len(question.terms) == 1):
                return wider, True
        return strict, False

    def size(self) -> int:
        """Return how many documents the index holds."""
        index = self._fresh()
        return index.searcher().num_docs if index else 0

    def _run(self, searcher: tantivy.Searcher, query: tantivy.Query, question: Question) -> Any:
        offset = min(question.offset, DEEPEST)
        if question.sort == "relevance":
            if question.terms:
                return searcher.search(query, question.limit, offset=offset, weight_by_field="weight")
            return searcher.search(query, question.limit, offset=offset, order_by_field="updated")
        order = tantivy.Order.Asc if question.sort == "name" else tantivy.Order.Desc
        return searcher.search(
            query, question.limit, offset=offset, order_by_field=question.sort, order=order
        )

    def _facets(
        self, searcher: tantivy.Searcher, query: tantivy.Query, question: Question
    ) -> tuple[Facet, ...]:
        everything = not question.terms and not any(question.facets.values())
        if everything and self._all_facets:
            return self._all_facets
        answer = searcher.aggregate(query, json.loads(_FACET_REQUEST))
        facets = tuple(
            Facet(
                name, tuple((bucket["key"], int(bucket["doc_count"])) for bucket in answer[name]["buckets"])
            )
            for name in FACETS
        )
        if everything:
            self._all_facets = facets
        return facets

    def _fresh(self) -> tantivy.Index | None:
        name = current_name(self.folder)
        if not name:
            return None
        changed = (self.folder / name / "meta.json").stat().st_mtime_ns
        if (name, changed) != self._seen:
            if name != self._seen[0] or self._index is None:
                self._index = open_current(self.folder)
            else:
                self._index.reload()
            self._seen, self._all_facets = (name, changed), ()
        return self._index


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    found: Any = searcher.search(query, 1)
    return int(found.count)

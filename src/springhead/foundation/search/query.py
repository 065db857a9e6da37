"""From what a person types to a query: exact phrases first, then what the person may have meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import tantivy

from springhead.engine.kernel.fold import fold
from springhead.foundation.search.index import TEXT_FIELDS
from springhead.foundation.search.tokens import is_cjk, terms, tokens
from springhead.foundation.search.words import in_chinese, synonyms, without_ending

Must: Final = tantivy.Occur.Must
Should: Final = tantivy.Occur.Should
SORTS: Final = ("relevance", "updated", "name")
PAGE: Final = 20
DEEPEST: Final = 10_000  # results past this are not paged to; the page says how to narrow down


@dataclass(frozen=True, slots=True)
class Question:
    """One search: text, chosen facet values, sort and place."""

    text: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"
    offset: int = 0
    limit: int = PAGE

    @property
    def terms(self) -> list[str]:
        """The words of the text."""
        return terms(self.text)


class Builder:
    """Builds queries against one opened index."""

    def __init__(self, index: tantivy.Index, searcher: tantivy.Searcher) -> None:
        self.schema = index.schema
        self.searcher = searcher

    def strict(self, question: Question) -> tantivy.Query:
        """Every word must occur, as typed or by another name; filters apply."""
        return self._filtered(self._meant([self._named(term) for term in question.terms], question), question)

    def relaxed(self, question: Question) -> tantivy.Query:
        """Words may be split or mistyped."""
        return self._filtered(self._meant([self._loose(term) for term in question.terms], question), question)

    def partial(self, question: Question) -> tantivy.Query:
        """All words but one are enough; what has more of them comes first."""
        parts = [(Should, self._loose(term)) for term in question.terms]
        needed = max(1, len(parts) - 1)
        return self._filtered(
            [tantivy.Query.boolean_query(parts, minimum_number_should_match=needed)] if parts else [],
            question,
        )

    def _meant(self, parts: list[tantivy.Query], question: Question) -> list[tantivy.Query]:
        """All words, or all Chinese terms that an English question stands for."""
        chinese = in_chinese(fold(question.text))
        if not chinese:
            return parts
        return [_best([(_every(parts), 1.0), (_every([self._named(term) for term in chinese]), 0.8)])]

    def _filtered(self, parts: list[tantivy.Query], question: Question) -> tantivy.Query:
        parts = [*parts, *self._filters(question)]
        return _every(parts) if parts else tantivy.Query.all_query()

    def _filters(self, question: Question) -> list[tantivy.Query]:
        return [
            tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self.schema, facet, list(values)), 0.0
            )
            for facet, values in question.facets.items()
            if values
        ]

    def _named(self, term: str) -> tantivy.Query:
        """The term itself, what else it is called, and its core without a generic ending."""
        options = [(self._phrase(term), 1.0)]
        options += [(self._phrase(same), 0.3) for same in synonyms().get(term, ())]
        core = without_ending(term)
        if core != term:
            options.append((self._phrase(core), 0.4))
            options += [(self._phrase(same), 0.2) for same in synonyms().get(core, ())]
        return _best(options)

    def _loose(self, term: str) -> tantivy.Query:
        options = [(self._named(term), 1.0)]
        if is_cjk(term) and len(term) >= 4:
            options += [(split, 0.5) for split in self._splits(term)]
            options.append((self._most_pairs(term), 0.2))
        elif term.isascii() and len(term) >= 4:
            options.append((self._mistyped(term), 0.3))
        return _best(options)

    def _phrase(self, term: str) -> tantivy.Query:
        """The term in order, in any text field; a title counts most."""
        words = tokens(term)
        if len(words) == 1 and len(words[0]) == 1 and is_cjk(words[0]):
            return tantivy.Query.const_score_query(
                tantivy.Query.term_query(self.schema, "letters", words[0]), 1.0
            )
        return _best([(self._in_field(name, words), worth) for name, worth in TEXT_FIELDS.items()])

    def _in_field(self, name: str, words: list[str]) -> tantivy.Query:
        if not words:
            return tantivy.Query.empty_query()
        if len(words) == 1:
            return tantivy.Query.term_query(self.schema, name, words[0], "position")
        return tantivy.Query.phrase_query(self.schema, name, list(words))

    def _splits(self, term: str) -> list[tantivy.Query]:
        """Both halves of the term, at every place where a half has at least two characters."""
        return [
            tantivy.Query.boolean_query(
                [(Must, self._named(term[:place])), (Must, self._named(term[place:]))]
            )
            for place in range(2, len(term) - 1)
        ]

    def _most_pairs(self, term: str) -> tantivy.Query:
        pairs = [self._phrase(pair) for pair in dict.fromkeys(tokens(term))]
        needed = max(1, round(len(pairs) * 0.6))
        return tantivy.Query.boolean_query(
            [(Should, pair) for pair in pairs], minimum_number_should_match=needed
        )

    def _mistyped(self, term: str) -> tantivy.Query:
        distance = 1 if len(term) < 7 else 2
        found = [
            (tantivy.Query.fuzzy_term_query(self.schema, name, word, distance), worth)
            for word in tokens(term)
            if len(word) >= 4 and word.isascii()
            for name, worth in TEXT_FIELDS.items()
        ]
        return _best(found)


def _every(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Must, part) for part in parts])


def _best(options: Sequence[tuple[tantivy.Query, float]]) -> tantivy.Query:
    if not options:
        return tantivy.Query.empty_query()
    boosted = [tantivy.Query.boost_query(query, worth) for query, worth in options]
    return tantivy.Query.disjunction_max_query(boosted, 0.1) if len(boosted) > 1 else boosted[0]

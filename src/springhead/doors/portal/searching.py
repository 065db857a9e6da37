"""The search page, which is also the list of all datasets, and the same answer for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from springhead.doors.portal import facets
from springhead.foundation.search.documents import FACETS
from springhead.foundation.search.finder import Found
from springhead.foundation.search.query import DEEPEST, PAGE, SORTS, Question
from springhead.foundation.search.shared import finder
from springhead.foundation.search.tokens import marked
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.usage import tally

LONGEST: int = 200


@public
def search(request: HttpRequest) -> HttpResponse:
    """Show one page of results with facets. Two queries at most, whatever is found."""
    question, page = asked(request.GET)
    found = finder().search(question)
    if question.text and page == 1:
        tally.searched(question.text, found.count)
    state = {"q": question.text, "sort": "" if question.sort == "relevance" else question.sort}
    chosen = question.facets
    context = {
        "question": question,
        "found": found,
        "results": [result(item, found.terms) for item in found.items],
        "boxes": facets.boxes(found, chosen, state),
        "sorts": [(name, facets.address({**state, "sort": name}, chosen)) for name in SORTS],
        "clear": facets.address(state, {}),
        "pager": pager(found, page),
        "deepest": DEEPEST,
    }
    return render(request, "portal/search.html", context)


def asked(query: QueryDict) -> tuple[Question, int]:
    """Read a search from the address; what makes no sense is left out rather than refused."""
    number = query.get("cursor", "1")
    page = max(1, min(int(number), DEEPEST // PAGE)) if number.isdecimal() and len(number) < 6 else 1
    sort = query.get("sort", "relevance")
    question = Question(
        text=" ".join(query.get("q", "")[:LONGEST].split()),
        facets={name: query.getlist(name)[:20] for name in FACETS if query.getlist(name)},
        sort=sort if sort in SORTS else "relevance",
        offset=(page - 1) * PAGE,
    )
    return question, page


def result(item: dict[str, Any], terms: tuple[str, ...]) -> dict[str, Any]:
    """Return what one result line shows, with the found words marked in the title."""
    published = item.get("published") or item.get("modified")
    return {
        **item,
        "changed": parse_datetime(published) if published else None,
        "marked": {lang: marked(text, list(terms)) for lang, text in item["title"].items()},
    }


def pager(found: Found, page: int) -> Page:
    """Return where this page stands among the results; the cursor of a search is the number of a page."""
    return Page(
        next=str(page + 1) if found.next_offset is not None else "",
        previous=str(page - 1) if page > 1 else "",
        first=found.offset + 1 if found.items else 0,
        last=found.offset + len(found.items),
        count=found.count,
    )

"""What the page of a dataset shows of its links; `config/wiring.py` brings the links from the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.checks import queries, showing
from springhead.foundation.checks.showing import Shown

TITLE: Final[LanguageMap] = {"zh-Hant": "連結查驗", "en": "Link check"}
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Link:
    """An address elsewhere and what it is called; `found` once it was looked at."""

    url: str
    name: LanguageMap
    found: Shown | None = None


def of_links(links: Sequence[Link], *, may_ask: bool) -> Panel | None:
    """Return the panel of these links, None where there is nothing to say. One query.

    Visitors see it as soon as one was looked at; whoever `may_ask` always, with a way to have each looked at.
    """
    shown = list(links[:MOST])
    known = queries.of_urls(one.url for one in shown)
    seen = {url: row for url, row in known.items() if row.outcome is not None}
    if not shown or not (seen or may_ask):
        return None
    told = dict(zip(seen, showing.settled(seen.values()), strict=True))
    lines = [Link(one.url, one.name, told.get(one.url)) for one in shown]
    return Panel(TITLE, "checks/links_panel.html", {"links": lines, "may_ask": may_ask})

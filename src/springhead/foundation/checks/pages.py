"""What sort of page came instead of a file, told from its HTML. Pure; knows no network and no Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from springhead.foundation.checks.vocabulary import Page

READ: Final = 131_072  # characters of a page that are looked at, without long hidden values
MOST_OFFERS: Final = 5
SHORT: Final = 400  # characters of visible text; a page with less says nothing but its one message

_DATA: Final = re.compile(
    r"\.(csv|tsv|json|geojson|ndjson|xml|xlsx?|ods|zip|kml|kmz|shp|parquet|rdf)$|[?&](format|type|f)=(csv|json|xml|xlsx?|ods)\b",
    re.IGNORECASE,
)
_CAPTCHA: Final = re.compile(
    r"g-recaptcha|recaptcha/(?:api|enterprise)|hcaptcha\.com|cf-turnstile|challenges\.cloudflare\.com|cf-chl-"
    r"|geetest|name=[\"']?\w*captcha|id=[\"']?\w*captcha|src=[\"'][^\"']*(?:captcha|validatecode|verifycode|checkcode)"
    r"|驗證碼|圖形驗證",
    re.IGNORECASE,
)
_CHALLENGE: Final = re.compile(
    r"cf-turnstile|challenges\.cloudflare\.com|cf-chl-|Just a moment|are not a robot|不是機器人",
    re.IGNORECASE,
)
_REFUSAL: Final = re.compile(
    r"requested URL was rejected|Request Rejected|Access Denied|Web Application Firewall|Incident ID|support ID is"
    r"|存取被拒|拒絕存取|已被防火牆",
    re.IGNORECASE,
)
_MISSING: Final = re.compile(
    r"\b404\b|not found|page (?:does not|doesn.t) exist|找不到(?:您|你|這|該|此)?[^，。]{0,12}(?:網頁|頁面|檔案|資源)|頁面不存在|檔案不存在|網頁不存在|查無此頁",
    re.IGNORECASE,
)
_LOGIN_PATH: Final = re.compile(r"/(?:log-?in|sign-?in|logon|sso|cas/login|oauth|adfs|auth)\b", re.IGNORECASE)
_LOGIN_WORDS: Final = re.compile(
    r"請先?登入|尚未登入|登入逾時|請重新登入|please (?:log|sign) in", re.IGNORECASE
)
_SEEK: Final = re.compile(r"查詢|篩選|query|search|送出條件", re.IGNORECASE)
_SITE_SEARCH: Final = re.compile(
    r"全站|站內|search-?box|sitesearch|keyword|\bq\b|google\.com/(?:search|cse)|cse", re.IGNORECASE
)
_NEEDS_SCRIPT: Final = re.compile(
    r"id=[\"'](?:app|root|__next|__nuxt|main-app)[\"']|ng-app|<app-root|data-reactroot|enable JavaScript"
    r"|啟用 ?JavaScript|location\.(?:href|replace)|window\.location",
    re.IGNORECASE,
)
_SPREADSHEET: Final = re.compile(r"\.(xlsx?|csv|ods)$", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"(value=)(\"[^\"]{400,}\"|'[^']{400,}')", re.IGNORECASE)
_TOKEN: Final = re.compile(
    r"<!--(?:.*?-->|.*\Z)|<(/?)([a-z][\w:-]{0,40}+)((?:[^<>\"']|\"[^\"]{0,4000}+\"|'[^']{0,4000}+')*+)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"(?<![\w:-])([\w:-]{1,60}+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))"
)
_SILENT: Final = frozenset({"script", "style", "noscript", "template"})
_SPEAKING: Final = frozenset({"title", "h1", "button"})
_TEXT_INPUTS: Final = frozenset({"", "text", "search", "number", "date", "month", "tel"})


@dataclass(slots=True)
class _Form:
    """What one form asks for."""

    where: str = ""  # its attributes, to tell a site's own search
    texts: int = 0
    choices: int = 0
    passwords: int = 0
    words: str = ""  # of its buttons and fields

    @property
    def queries(self) -> bool:
        """Whether data come only after it is filled in; the search of a whole site does not count."""
        if self.passwords:
            return False
        if self.choices or self.texts > 1:
            return True
        site = _SITE_SEARCH.search(self.where + " " + self.words)
        return bool(self.texts and _SEEK.search(self.words) and not site)


@dataclass(frozen=True, slots=True)
class Found:
    """What sort of page, what it calls itself, and the addresses of data files it links to."""

    page: Page
    title: str = ""
    offers: tuple[str, ...] = ()


class _Outline:
    """Forms, links, title and visible text of a page.

    Read tag by tag with patterns that look at every character a bounded number of times: the parser of the
    standard library needs minutes for a hundred kilobytes of unfinished tags.
    """

    def __init__(self, text: str) -> None:
        self.forms: list[_Form] = [_Form()]  # the first: controls outside any form
        self.links: list[str] = []
        self.title = self.headings = ""
        self.shown = self.tables = 0
        self._within = ""
        self._silent = ""
        at = 0
        for token in _TOKEN.finditer(text):
            self._say(text[at : token.start()])
            at = token.end()
            if token[2]:
                self._tag(token[2].lower(), closing=bool(token[1]), said=token[3])
        self._say(text[at:])

    def _tag(self, tag: str, *, closing: bool, said: str) -> None:
        if self._silent:
            self._silent = "" if closing and tag == self._silent else self._silent
        elif tag in _SILENT:
            self._silent = "" if closing else tag
        elif tag in _SPEAKING:
            self._within = "" if closing else tag
        elif tag == "form":
            self.forms.append(_Form(said[:500] if not closing else ""))
        elif tag == "table":
            self.tables += not closing
        elif not closing:
            self._control(tag, said)

    def _control(self, tag: str, said: str) -> None:
        if tag == "input":
            self._input(_attributes(said))
        elif tag in ("select", "textarea"):
            self.forms[-1].choices += 1
        elif tag == "a" and (link := _attributes(said).get("href")):
            self.links.append(link)

    def _say(self, raw: str) -> None:
        text = "" if self._silent else " ".join(unescape(raw[:2_000]).split())
        if not text:
            return
        if self._within == "title":
            self.title = f"{self.title} {text}".strip()[:120]
            return
        if self._within == "h1":
            self.headings = f"{self.headings} {text}".strip()[:200]
        if self._within == "button":
            self.forms[-1].words += " " + text[:80]
        self.shown += len(text)

    def _input(self, said: dict[str, str]) -> None:
        form, sort = self.forms[-1], said.get("type", "").lower()
        named = " ".join(
            said.get(name, "") for name in ("name", "id", "value", "placeholder", "title", "class")
        )
        form.words += " " + named[:200]
        form.passwords += sort == "password"
        form.texts += sort in _TEXT_INPUTS
        form.choices += sort in ("radio", "checkbox")


def _attributes(said: str) -> dict[str, str]:
    found = ((one[1].lower(), one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(said))
    return {name: unescape(value[:2_000]) for name, value in found}


def tell(html: str, *, final: str, asked: str, name: str = "") -> Found:
    """Return what sort of page `html` is. `asked` is the address that was asked, `final` where it ended.

    `name` is what the server calls the file. Never raises: whatever the markup, it is a page.
    """
    text = _HIDDEN.sub(r'\1""', html)[:READ]
    outline = _Outline(text)
    return Found(
        _page(text, outline, final=final, asked=asked, name=name),
        outline.title or outline.headings[:120],
        tuple(_offers(outline.links, final)),
    )


def _page(text: str, outline: _Outline, *, final: str, asked: str, name: str) -> Page:  # noqa: PLR0911  one line per sort
    brief = outline.shown < SHORT
    asks_password = any(form.passwords for form in outline.forms)
    queries = any(form.queries for form in outline.forms)
    if _CHALLENGE.search(text) and brief:
        return Page.CAPTCHA
    if asks_password and not queries:
        return Page.LOGIN
    if _CAPTCHA.search(text) and (queries or brief):
        return Page.CAPTCHA
    if _led_to_login(asked, final) or (brief and _LOGIN_WORDS.search(text)):
        return Page.LOGIN
    if brief and _REFUSAL.search(text):
        return Page.REFUSAL
    if _MISSING.search(f"{outline.title} {outline.headings}") or (brief and _MISSING.search(_visible(text))):
        return Page.MISSING
    if outline.tables and _SPREADSHEET.search(name) and not queries:
        return Page.TABLE
    if queries:
        return Page.QUERY
    if brief and _NEEDS_SCRIPT.search(text):
        return Page.APP
    return Page.PLAIN


def _led_to_login(asked: str, final: str) -> bool:
    return bool(_LOGIN_PATH.search(urlsplit(final).path)) and not _LOGIN_PATH.search(urlsplit(asked).path)


def _visible(text: str) -> str:
    return re.sub(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", text[:8_000], flags=re.DOTALL | re.IGNORECASE)


def _offers(links: list[str], base: str) -> Iterator[str]:
    seen: set[str] = set()
    for link in links:
        try:
            whole = urljoin(base, link.strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        wanted = parts.scheme in ("http", "https") and _DATA.search(
            unquote(parts.path) if not parts.query else whole
        )
        if wanted and whole not in seen and len(whole) < 1_000:
            seen.add(whole)
            yield whole
            if len(seen) == MOST_OFFERS:
                return

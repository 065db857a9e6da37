"""From evidence to a verdict, from verdicts over time to red, and when to look again. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import urlunsplit

from springhead.engine.kernel.canonical import canonical as canonical_bytes
from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.language import LANGS, LanguageMap, joined
from springhead.engine.kernel.problems import Kind, Problem, Refused, Severity
from springhead.engine.net import addresses
from springhead.engine.net.fetch import AGENT
from springhead.engine.net.texts import CERTIFICATE as TLS_FAILED
from springhead.foundation.checks import texts
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.vocabulary import ANY, KINDS, Page, Sort, Verdict, Wanted

LONGEST: Final = 2_000  # characters of an address
FRESH: Final = timedelta(minutes=10)
DAY: Final = timedelta(days=1)
AGAIN: Final = timedelta(hours=1)  # after the first look that found nobody
MISSES: Final = 2  # looks in a row that find nobody before it counts

MACHINE_READABLE: Final = frozenset(
    {"csv", "json", "ndjson", "geojson", "xml", "xlsx", "xls", "ods", "kml", "kmz", "shp", "parquet", "zip", "gzip", "rdf"}
)  # fmt: skip
_PAGES: Final[dict[Page, Kind]] = {
    Page.CAPTCHA: texts.CAPTCHA,
    Page.LOGIN: texts.LOGIN,
    Page.REFUSAL: texts.BLOCKED,
    Page.MISSING: texts.MISSING_PAGE,
    Page.QUERY: texts.QUERY_PAGE,
    Page.APP: texts.SCRIPT_PAGE,
    Page.TABLE: texts.HTML_TABLE,
    Page.PLAIN: texts.PAGE,
}
_VERDICTS: Final[dict[Kind, Verdict]] = {
    **dict.fromkeys(
        (texts.LOGIN, texts.CAPTCHA, texts.BLOCKED, texts.CERTIFICATE, texts.SESSION), Verdict.BARRIER
    ),
    **dict.fromkeys((texts.QUERY_PAGE, texts.SCRIPT_PAGE, texts.PAGE, texts.HTML_TABLE), Verdict.PAGE),
    **dict.fromkeys(
        (texts.NOT_FOUND, texts.MISSING_PAGE, texts.SERVER_ERROR, texts.BUSY, texts.ODD_STATUS),
        Verdict.UNREACHABLE,
    ),
    **dict.fromkeys((texts.EMPTY, texts.NOT_DATA, texts.UNREADABLE, texts.NO_ROWS), Verdict.UNUSABLE),
    texts.FIELDS_MISSING: Verdict.SHORT,
    texts.UNDECIDED: Verdict.UNKNOWN,
}
_UNIT: Final = re.compile(r"[(\[][^()\[\]]{1,14}[)\]]\Z")
_SESSION: Final = re.compile(
    r"(?P<path>;(?:jsessionid|phpsessid)=[^?#;/]*)|/(?P<asp>\((?:[A-Z]\([^)]{8,}\))+\))/"
    r"|[?&;](?P<named>(?:jsessionid|phpsessid|aspsessionid\w*|cftoken|x-amz-signature|x-goog-signature)=[^&#]{6,}"
    r"|session_?id=[^&#]{16,})",
    re.IGNORECASE,
)
# In the national catalogue of March 2026 every `sid=` with a random value is the permanent id of a file (672 of
# 672, one agency): such a name alone is worth a word, not a refusal.
_PERHAPS: Final = re.compile(
    r"[?&;](?P<named>(?:sid|sess|session|ticket|token)=(?=[^&#]*\d)(?=[^&#]*[a-z])[\w.-]{16,})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What evidence means to somebody: the verdict, and everything worth saying, what stands in the way first."""

    verdict: Verdict
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stands in the way."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def red(self) -> bool:
        """Whether the address does not do what it should."""
        return self.verdict not in (Verdict.OK, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Span:
    """Looks that found the same: the first and how many; newest first in a history."""

    evidence: Evidence
    at: datetime
    looks: int


def address(text: str) -> str:
    """Return an address in its one spelling: trimmed, scheme and host in lower case, no fragment.

    Raises `Refused` for what is no public http or https address by its looks; nobody is contacted.
    """
    given = "".join(text.split())
    if not given:
        raise Refused(texts.NO_ADDRESS.at("url"))
    if len(given) > LONGEST:
        raise Refused(texts.ADDRESS_LONG.at("url", limit=LONGEST))
    parts = addresses.parse(given)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))


def key_of(url: str, sort: Sort = Sort.LINK) -> str:
    """Return the SHA-256 of an address in its one spelling, in hex; a service is another thing than a file there."""
    return sha256((url if sort is Sort.LINK else f"{sort} {url}").encode()).hexdigest()


def judge(url: str, seen: Evidence, wanted: Wanted = ANY) -> Judgement:
    """Say what the evidence about `url` means to somebody who wants `wanted`."""
    found = sorted(_problems(url, seen, wanted), key=lambda one: one.severity is not Severity.ERROR)
    first = next((one for one in found if one.severity is Severity.ERROR), None)
    verdict = Verdict.OK if first is None else _VERDICTS.get(first.kind, Verdict.UNREACHABLE)
    return Judgement(verdict, tuple(found))


def _problems(url: str, seen: Evidence, wanted: Wanted) -> Iterator[Problem]:
    stopped = next(_stopped(url, seen), None)
    if stopped is not None:
        yield stopped
        if stopped.kind is texts.UNDECIDED:
            return
    yield from _session(url)
    if stopped is None:
        yield from _promised(url, seen, wanted)


def _session(url: str) -> Iterator[Problem]:
    for kind, pattern in ((texts.SESSION, _SESSION), (texts.MAYBE_SESSION, _PERHAPS)):
        found = pattern.search(url)
        if found:
            part = next(text for text in found.groups() if text).lstrip(";?&").partition("=")[0]
            yield kind.at(url, part=part)
            return


def _stopped(url: str, seen: Evidence) -> Iterator[Problem]:
    """Yield what keeps data from coming, the outermost first."""
    if not seen.status:
        yield _unanswered(url, seen)
    elif not 200 <= seen.status < 300 or seen.status in (204, 205):
        yield _status(url, seen)
    elif seen.page:
        yield _page(url, seen)
    elif seen.kind == "empty":
        yield texts.EMPTY.at(url)
    elif seen.kind not in MACHINE_READABLE:
        yield texts.NOT_DATA.at(url, actual=texts.NAMES.get(seen.kind, _same(seen.kind.upper())))
    elif seen.problem is not None:
        why = seen.problem
        yield texts.UNREADABLE.at(url, why=_said(why), fix=_fix(why))
    elif seen.rows == 0 and seen.fields_read:
        yield texts.NO_ROWS.at(url)


def _unanswered(url: str, seen: Evidence) -> Problem:
    why = seen.problem
    if why is None:
        return texts.UNDECIDED.at(url, why=_same("?"))
    if why.kind is TLS_FAILED:
        reason = str(why.params.get("reason", ""))
        _, meaning, fix = next(entry for entry in texts.TLS if entry[0] in reason.lower())
        return texts.CERTIFICATE.at(url, why=meaning, fix=fix)
    if why.code.startswith("fetch-"):
        return why
    return texts.UNDECIDED.at(url, why=_said(why))


def _status(url: str, seen: Evidence) -> Problem:
    status = seen.status
    if seen.page is Page.CAPTCHA:
        return texts.CAPTCHA.at(url)
    if status in (401, 407) or (status == 403 and seen.page is Page.LOGIN):
        return texts.LOGIN.at(url)
    if status in (403, 406, 451):
        return texts.BLOCKED.at(url, status=status, agent=AGENT)
    if status in (404, 410):
        return texts.NOT_FOUND.at(url, status=status)
    if status in (429, 503):
        return texts.BUSY.at(url, status=status, wait=seen.wait)
    kind = texts.SERVER_ERROR if status >= 500 else texts.ODD_STATUS
    return kind.at(url, status=status)


def _page(url: str, seen: Evidence) -> Problem:
    listed = joined(seen.offers)
    offers = {lang: texts.OFFERS[lang].format(list=listed[lang]) if seen.offers else "" for lang in LANGS}
    return _PAGES[seen.page].at(
        url, title=seen.title or "—", offers=offers, status=seen.status, agent=AGENT, name=seen.name
    )


def _promised(url: str, seen: Evidence, wanted: Wanted) -> Iterator[Problem]:
    said = wanted.format.strip().upper()
    actual = seen.kind.upper()
    if said in KINDS and seen.kind not in KINDS[said]:
        yield texts.OTHER_FORMAT.at(url, said=said, actual=actual)
    if seen.media in ("text/html", "application/xhtml+xml"):
        yield texts.WRONG_MEDIA.at(url, media=seen.media, actual=actual)
    if not wanted.fields:
        return
    if not seen.fields_read:
        yield texts.FIELDS_UNREAD.at(url)
        return
    missing = missing_fields(wanted.fields, seen.fields)
    if missing:
        yield texts.FIELDS_MISSING.at(
            url, missing=joined(missing), found=joined(seen.fields, most=30, none="—")
        )


def missing_fields(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """Return the wanted names that none of the found ones is.

    Width, blanks, case and 臺/台 make no difference, nor does a unit that the file writes behind the name.
    """
    have = {key for one in found for key in (name_key(one), _UNIT.sub("", name_key(one)))}
    return [one for one in wanted if name_key(one) and name_key(one) not in have]


def name_key(name: str) -> str:
    """Fold the name of a field for comparing."""
    return re.sub(r"[\s_]+", "", fold(name))


def mark(url: str, seen: Evidence) -> str:
    """Return what must stay the same for two looks to have found the same: verdict, reasons, format, fields."""
    judged = judge(url, seen)
    said = [
        str(judged.verdict),
        [one.code for one in judged.problems],
        seen.kind,
        seen.page,
        sorted(seen.fields),
    ]
    return sha256(canonical_bytes(said)).hexdigest()


def red_since(url: str, history: Sequence[Span], wanted: Wanted) -> datetime | None:
    """Return since when an address has been red without a break; None while it is not.

    Nobody answering counts from the second look in a row on; everything else at once. `history` begins with
    the newest.
    """
    since: datetime | None = None
    looks, certain = 0, False
    for span in history:
        judged = judge(url, span.evidence, wanted)
        if judged.verdict is Verdict.UNKNOWN:
            continue
        if not judged.red:
            break
        since = span.at
        looks += span.looks
        certain = certain or judged.verdict is not Verdict.UNREACHABLE
    return since if certain or looks >= MISSES else None


def slot(key: str, after: datetime) -> datetime:
    """Return when an address is next looked at by itself: every day at the second of the day its key gives it."""
    second = timedelta(seconds=int(key[:8], 16) % 86_400)
    midnight = after.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + second
    return at if at >= after + AGAIN else at + DAY


def next_look(key: str, verdict: Verdict, misses: int, at: datetime) -> datetime:
    """Return when a watched address is looked at next; after a first miss already within the hour."""
    first_miss = verdict is Verdict.UNREACHABLE and misses < MISSES
    return min(slot(key, at), at + AGAIN) if first_miss or verdict is Verdict.UNKNOWN else slot(key, at)


def _said(problem: Problem) -> LanguageMap:
    return {lang: problem.message(lang) for lang in LANGS}


def _fix(problem: Problem) -> LanguageMap:
    return {lang: problem.remedy(lang) for lang in LANGS}


def _same(text: str) -> LanguageMap:
    return dict.fromkeys(LANGS, text)

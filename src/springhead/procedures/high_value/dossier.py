"""The dossier of nominations for the committees: what both tiers decide from, nomination by nomination, in one place.

What it promises and argues, the scores, what changed since it was nominated, what people said and was answered, what
bodies resolved before, and the evidence of its theme. A fixed number of queries, and a look at the evidence per theme.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count
from django.utils.text import capfirst

from springhead.engine.kernel.days import both
from springhead.engine.kernel.language import LANGS, Lang, LanguageMap, fill, pick
from springhead.forums.committees.models import Resolution
from springhead.forums.consultations.models import Cluster, Comment
from springhead.forums.consultations.rules import PUBLISHED
from springhead.forums.consultations.vocabulary import DISPOSITIONS
from springhead.forums.meetings.packet_papers import plain
from springhead.forums.meetings.papers import fact
from springhead.foundation.cases.models import Case, Decision
from springhead.foundation.ledger.words import Name, names_of
from springhead.procedures.high_value import evidence, queries, showing, themes, words
from springhead.procedures.high_value.models import Nomination
from springhead.procedures.high_value.vocabulary import VALUES

MOST_GROUPS: Final = 20  # of comments told in full; the rest is behind the link to the table of answers
Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A group of comments on one nomination: how many of its comments are about it, and the published answers."""

    group: Cluster
    n: int


@dataclass(slots=True)
class Known:
    """What was looked up for several nominations at once; by their numbers, or by primary keys of their cases."""

    comments: dict[str, int] = field(default_factory=dict)
    groups: dict[str, list[Said]] = field(default_factory=dict)
    agencies: Mapping[str, Name] = field(default_factory=dict)
    responses: dict[int, list[Decision]] = field(default_factory=dict)
    resolved: dict[int, list[Resolution]] = field(default_factory=dict)
    themes: dict[str, LanguageMap] = field(default_factory=dict)


def of(cases: Sequence[Case]) -> Mapping[int, Mapping[str, Any]]:
    """Return `facts` and `links` of nominations by primary key of their case, as `forums/meetings/papers.py` wants them."""
    rows = list(
        Nomination.objects.filter(case__in=[case.pk for case in cases])
        .select_related(*queries.WITH)
        .prefetch_related("sheets", "scores")
    )
    known = _look_up(rows)
    return {row.case_id: {"facts": list(_facts(row, known)), "links": _links(row)} for row in rows}


# ── looking up ──────────────────────────────────────────────────────────────


def _look_up(rows: Sequence[Nomination]) -> Known:
    known = Known(themes={theme: _evidence(theme) for theme in sorted({row.theme for row in rows})})
    _comments(rows, known)
    heard = [row.case_id for row in rows]
    for said in Decision.objects.filter(case__in=heard, outcome="respond").order_by("pk"):
        known.responses.setdefault(said.case_id, []).append(said)
    found = Resolution.objects.filter(case__in=heard, withdrawn_at=None, declined_at=None)
    for resolved in found.select_related("body").order_by("pk"):
        known.resolved.setdefault(resolved.case_id, []).append(resolved)
    return known


def _comments(rows: Sequence[Nomination], known: Known) -> None:
    """Count comments; groups and their answers only where the answer is published."""
    asked = {row.consultation_id: row.consultation for row in rows if row.consultation is not None}
    told = Comment.objects.filter(
        consultation__case__in=list(asked), anchor__in=[row.number for row in rows], hidden_at=None
    )
    counted = list(told.values_list("anchor", "cluster", "consultation__case").annotate(n=Count("pk")))
    published = {pk for pk, case in asked.items() if case.state in PUBLISHED}
    wanted = {cluster for _, cluster, case, _ in counted if cluster is not None and case in published}
    groups = Cluster.objects.prefetch_related("positions").in_bulk(wanted)
    for anchor, cluster, _, n in counted:
        known.comments[anchor] = known.comments.get(anchor, 0) + n
        if cluster in groups:
            known.groups.setdefault(anchor, []).append(Said(groups[cluster], n))
    known.agencies = names_of({said.agency_id for one in groups.values() for said in one.positions.all()})


def _evidence(theme: str) -> LanguageMap:
    """Say the numbers of a theme's evidence in a sentence; a dash where nothing was counted yet."""
    told = evidence.of(themes.every()[theme]) if theme in themes.every() else {}
    return {lang: fill(_COUNTED[lang], told) if told else "—" for lang in LANGS}


_COUNTED: Final[Mapping[Lang, str]] = {
    "zh-Hant": "資料請求 {requests} 件，附議 {supporters} 人次；找不到的搜尋 {searches} 次；近半年下載 {downloads} 次、"
    "API 呼叫 {calls} 次；目錄中相近的資料集 {alike_datasets} 個，來自 {alike_agencies} 個機關；同儕列出 {listed_by_peers} 項",
    "en": "{requests:request|requests}, joined by {supporters:person|people}; {searches:search|searches} that found "
    "nothing; {downloads:download|downloads} and {calls:API call|API calls} in half a year; "
    "{alike_datasets:dataset|datasets} alike in the catalogue, of {alike_agencies:agency|agencies}; "
    "{listed_by_peers:kind|kinds} listed by peers",
}


# ── telling ─────────────────────────────────────────────────────────────────


def _facts(row: Nomination, known: Known) -> Iterator[Fact]:
    sheets = [one.body for one in row.sheets.all()]
    body = row.sheet.body if row.sheet else {}
    yield fact("輪次", "Cycle", row.cycle.number)
    yield fact("主題", "Theme", _theme(row))
    yield fact("來源", "Brought in by", _origin(row))
    yield fact("提案理由", "Why it was proposed", body.get("reason", ""))
    yield from (
        fact(one["label"]["zh-Hant"], capfirst(one["label"]["en"]), one["value"]) for one in _sheet(body)
    )
    if row.expected_on and not body.get("until"):
        yield fact("擬開放日", "To be released by", both(row.expected_on))
    yield from _arguments(row, body)
    if len(sheets) > 1:
        yield from _changes(sheets[0], body)
    yield from _answers(row, known)
    for resolved in known.resolved.get(row.case_id, ()):
        yield fact("先前的決議", "Resolved before", _resolution(resolved))
    yield fact("主題的需求證據", "Evidence of the theme", known.themes[row.theme])
    yield fact("機關不提報的理由", "Why the agency declined", row.ended_reason)


def _theme(row: Nomination) -> LanguageMap:
    subcategory = themes.subcategory_of(row.theme, row.subcategory)
    return {
        lang: " · ".join(pick(one, lang) for one in (themes.name_of(row.theme), subcategory) if one)
        for lang in LANGS
    }


def _origin(row: Nomination) -> LanguageMap:
    told = words.CIVIC if row.agency_silent else showing.ORIGINS[row.origin]
    return {lang: capfirst(pick(told, lang)) for lang in LANGS}


def _sheet(body: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    return (one for one in showing.sheet(body) if one["name"] != "title")  # the title is that of the case


def _arguments(row: Nomination, body: Mapping[str, Any]) -> Iterator[Fact]:
    """Yield, for each of the four values, the argument and what each side scored on average."""
    scored = queries.scores(row)
    for code, name in VALUES.items():
        means = scored.get(code, {})
        said = str(body.get("values", {}).get(code, ""))
        if said or means:
            yield fact(name["zh-Hant"], name["en"], {lang: f"{_points(means, lang)}{said}" for lang in LANGS})


def _points(means: Mapping[str, tuple[float, int]], lang: Lang) -> str:
    told = [
        f"{capfirst(pick(showing.ROLES[role], lang))} {mean:.1f}/5" + (f" ({n})" if n > 1 else "")
        for role in showing.ROLES
        if role in means
        for mean, n in (means[role],)
    ]
    return {"zh-Hant": f"{'；'.join(told)}。", "en": f"{'; '.join(told)}. "}[lang] if told else ""


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Fact]:
    for one in showing.differences(before, after):
        label = one["label"]
        yield fact(
            f"前後對照：{label['zh-Hant']}",
            f"Before and after: {label['en']}",
            {
                lang: f"{plain(one['before'], lang) or '—'} → {plain(one['after'], lang) or '—'}"
                for lang in LANGS
            },
        )


def _answers(row: Nomination, known: Known) -> Iterator[Fact]:
    if row.consultation is not None:
        n = known.comments.get(row.number, 0)
        yield fact("徵詢意見", "Comments", {"zh-Hant": f"{n} 則", "en": str(n)})
    groups = sorted(known.groups.get(row.number, ()), key=lambda one: one.group.number)
    for one in groups[:MOST_GROUPS]:
        group = one.group
        label = f"意見 {group.number}（{one.n} 則）", f"Comments, group {group.number} ({one.n})"
        yield fact(*label, {lang: _answered(group, known.agencies, lang) for lang in LANGS})
    if (left := len(groups) - MOST_GROUPS) > 0:
        told = {
            "zh-Hant": f"另有 {left} 類，見意見彙整及回應表",
            "en": f"{left} more groups: see the table of answers",
        }
        yield fact("其餘意見", "More comments", told)
    for said in known.responses.get(row.case_id, ()):
        yield fact("機關的回應", "The agency's response", said.reasons)


_SAID: Final[Mapping[Lang, str]] = {"zh-Hant": "{}：{}。{}", "en": "{}: {}. {}"}


def _answered(group: Cluster, agencies: Mapping[str, Name], lang: Lang) -> str:
    said = [
        _SAID[lang].format(
            pick(agencies[one.agency_id].text, lang), pick(DISPOSITIONS[one.disposition], lang), one.reasons
        )
        for one in group.positions.all()
        if one.disposition
    ]
    return "\n".join((group.summary, *said))


_OFFICE: Final[LanguageMap] = {"zh-Hant": "主管機關（沒有諮詢小組）", "en": "Policy office (no committee)"}


def _resolution(resolved: Resolution) -> LanguageMap:
    names = resolved.body.names if resolved.body else _OFFICE
    day = both(resolved.decided_on)
    return {
        lang: " ".join(part for part in (pick(names, lang), pick(day, lang), resolved.text) if part)
        for lang in LANGS
    }


def _links(row: Nomination) -> list[str]:
    links = []
    if row.consultation is not None:
        asked = f"/consultations/{row.consultation.number}"
        links += [f"{asked}?part={row.number}"]
        links += [f"{asked}/answers"] if row.consultation.state in PUBLISHED else []
    return [*links, f"/themes/{row.theme}"]

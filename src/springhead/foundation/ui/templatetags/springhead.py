"""`{% load springhead %}`: both languages side by side, dates and numbers, and the components of the product."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from springhead.engine.kernel import language as languages
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem
from springhead.foundation.ui import drawing, formats
from springhead.foundation.ui.components import Days, Page, Station
from springhead.foundation.ui.frame import in_language, language
from springhead.foundation.ui.icons import PATHS
from springhead.foundation.ui.stacks import labelled
from springhead.foundation.ui.vendored import vendored_path

register = template.Library()


@register.simple_tag
def tr(zh: str, en: str, **values: Any) -> SafeString:
    """Say one thing in the language of the page: `{% tr "共 {n} 筆" "{n:row|rows}" n=count %}`. Values are escaped."""
    sentence = conditional_escape(en if language() == "en" else zh)
    escaped = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(languages.close_up(languages.fill(sentence, escaped)))  # noqa: S308  escaped above


@register.filter
def pick(texts: Mapping[str, str] | str | None) -> str:
    """Return a language map's text in the language of the page; a plain string stays what it is."""
    if texts is None or isinstance(texts, str):
        return texts or ""
    return languages.pick(texts, language())


@register.filter
def said(problem: Problem) -> str:
    """Say a problem and what to do about it in the language of the page."""
    return f"{problem.message(language())} {problem.remedy(language())}"


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date with its weekday: 「11 月 26 日（四）」, "Thu 26 November"."""
    return "—" if value is None else formats.day(value, language())


@register.filter
def date_zh(value: date | datetime | None) -> str:
    """Write a date in Chinese whatever the page's language (legal texts)."""
    return "—" if value is None else formats.day(value, "zh-Hant")


@register.filter
def full_day(value: date | datetime | None) -> str:
    """Write a date with year and weekday."""
    return "—" if value is None else formats.day(value, language(), year=True)


@register.filter
def written(value: str) -> str:
    """Write a day that a document keeps as 2026-10-05 like every other date of a page."""
    return formats.written(value, language())


@register.filter
def iso_day(value: date | datetime | None) -> str:
    """Write a Taipei date as 2026-10-05."""
    return "—" if value is None else formats.legal_date(value).isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant on the Taipei wall clock: 2026-10-05 09:12."""
    return "—" if value is None else formats.moment(value, language())


@register.filter
def due(value: datetime | None) -> str:
    """Write the end of a term as its last day with year and weekday; the instant itself is the next midnight."""
    return "—" if value is None else formats.due(value, language())


@register.filter
def ago(value: datetime | None) -> str:
    """Say how long ago something was, coarsely."""
    return "—" if value is None else formats.ago(value, now(), language())


@register.filter
def number(value: float | None) -> str:
    """Write a number with thousands separators."""
    return formats.number(value)


@register.filter(name="bytes")
def size(value: int | None) -> str:
    """Write a number of bytes: 48.2 MB."""
    return formats.size(value)


@register.simple_tag(takes_context=True)
def page_url(context: Context, lang: str) -> str:
    """Return the address of this same page in another language."""
    return in_language(context["request"].get_full_path(), lang)


@register.simple_tag
def in_lang(path: str) -> str:
    """Return a path of ours in the language of the page: `{% in_lang '/datasets/' %}`."""
    return in_language(path, language())


@register.simple_tag
def home_url() -> str:
    """Return the address of the front page in the language of the page."""
    return in_language("/", language())


@register.simple_tag
def vendor(name: str) -> str:
    """Return the address of a vendored file: `{% vendor 'htmx.org/htmx.min.js' %}`; KeyError when it is not listed."""
    return static(vendored_path(name))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a line icon; words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', PATHS[name]
    )


@register.simple_tag(name="tag")
def draw_tag(kind: str, text: Any) -> SafeString:
    """Draw a tag; `kind` is ok, warn, bad, info or plain. The words must say it without the colour."""
    return format_html('<span class="tag tag-{}">{}</span>', kind, pick(text))


@register.simple_tag
def spark(counts: Sequence[float], label: str = "") -> SafeString:
    """Draw a histogram as a small picture; `label` is its text for those who cannot see it."""
    return render_to_string(
        "ui/parts/spark.html",
        {"bars": drawing.bars(counts), "label": label, "width": len(counts) * (drawing.BAR_WIDTH + 1)},
    )


@register.inclusion_tag("ui/parts/columns.html")
def columns(counts: Sequence[tuple[str, float]], label: str) -> dict[str, Any]:
    """Draw a chart of (name, count); `label` is its text for those who cannot see it. The numbers stand in a table too."""
    return {
        "columns": drawing.columns(counts),
        "label": label,
        "width": len(counts) * drawing.COLUMN_WIDTH,
        "height": drawing.COLUMN_TOP + drawing.COLUMN_HEIGHT + drawing.COLUMN_FOOT,
        "line": drawing.COLUMN_TOP + drawing.COLUMN_HEIGHT,
        "foot": drawing.COLUMN_TOP + drawing.COLUMN_HEIGHT + drawing.COLUMN_FOOT - 4,
    }


@register.inclusion_tag("ui/parts/seal.html")
def seal(url: str = "", text: str = "", small: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002  reads well in a template
    """Draw the seal beside whatever has a receipt; pressing it shows the proof."""
    return {"url": url, "text": text, "small": small}


@register.inclusion_tag("ui/parts/stream.html")
def stream(stations: Sequence[Station]) -> dict[str, Any]:
    """Draw the life of a dataset as one line of water."""
    return {"stations": [{"at": each, "date": isinstance(each.when, date)} for each in stations]}


@register.inclusion_tag("ui/parts/days.html")
def days(clock: Days) -> dict[str, Any]:
    """Draw a term as squares, one a day, today marked."""
    return {
        "clock": clock,
        "squares": [{"at": each, "css": drawing.square_class(each, clock)} for each in clock.squares],
        "rests": [each for each in clock.squares if each.rest is not None],
    }


@register.inclusion_tag("ui/parts/field.html")
def field(form_field: BoundField, hint: str = "", width: str = "") -> dict[str, Any]:
    """Draw a form field in GOV.UK markup: label, hint, error, control. `width` is short or medium."""
    return drawing.field_context(form_field, hint, width)


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(source: BaseForm | Iterable[Problem] | None) -> dict[str, Any]:
    """Draw what has to be mended before the form can go on; nothing when all is well."""
    return {"lines": drawing.summary_lines(source, language())}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page, label: str = "", unit: str = "筆") -> dict[str, Any]:
    """Draw where a list stands, with the ways to the next and the previous part.

    A page with several lists gives each its `label`. `unit` is the Chinese measure word: 筆 for records, 項 for
    datasets, 個 for agencies.
    """
    request = context.get("request")

    def link(cursor: str) -> str:
        query = request.GET.copy() if request else None
        if query is None:
            return f"?cursor={cursor}"
        query["cursor"] = cursor
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "label": label,
        "unit": unit,
        "next": link(page.next) if page.next else "",
        "previous": link(page.previous) if page.previous else "",
    }


@register.simple_block_tag
def nothing(content: str) -> SafeString:
    """Draw an empty state: `{% nothing %}what will appear here, and how to make it appear{% endnothing %}`."""
    return format_html('<div class="nothing">{}</div>', content)


@register.simple_block_tag
def label_stacks(content: str) -> SafeString:
    """Name the columns beside the cells of every table of class `stacks`, for phones."""
    return mark_safe(labelled(content))  # noqa: S308  already rendered


@register.inclusion_tag("ui/parts/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]], wide: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002  reads well in a template
    """Draw facts: rows of (name, value) or (name, value, address); names and values may be language maps."""
    return {
        "rows": [(pick_any(row[0]), pick_any(row[1]), row[2] if len(row) > 2 else "") for row in rows],
        "wide": wide,
    }


@register.inclusion_tag("ui/parts/progress.html")
def progress(fraction: float, label: str, ident: str = "progress") -> dict[str, Any]:
    """Draw how far a job is; `fraction` from 0 to 1. Works without script."""
    part = min(max(float(fraction), 0.0), 1.0)
    return {"value": f"{part:.4f}", "percent": f"{part * 100:.0f}", "label": label, "ident": ident}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(entries: Iterable[Sequence[Any]], current: str = "") -> dict[str, Any]:
    """Draw tabs as links: (address, name) each; `current` is the address of the one shown."""
    return {
        "entries": [
            {"href": one[0], "text": pick_any(one[1]), "current": one[0] == current} for one in entries
        ]
    }


@register.filter
def pick_any(value: Any) -> Any:
    """Return the text of a language map, anything else as it is."""
    return languages.pick(value, language()) if isinstance(value, Mapping) else value

"""The template tags say it in both languages, escape what people wrote, and tie labels to fields."""

from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from springhead.engine.kernel.problems import Kind
from springhead.foundation.ui.components import Days, Page, Square, Station

EVIL = "<script>alert(1)</script>"


def draw(source: str, lang: str = "zh-hant", **context: Any) -> str:
    with translation.override(lang):
        return (
            engines["django"]
            .from_string("{% load springhead %}" + source)
            .render(context, RequestFactory().get("/x?a=1"))
        )


def test_tr_chooses_the_language_and_escapes_values() -> None:
    source = '{% tr "共 <b>{n}</b> 筆" "{n} rows" n=n %}'
    assert draw(source, n=EVIL) == "共 <b>&lt;script&gt;alert(1)&lt;/script&gt;</b> 筆"
    assert draw(source, "en", n=3) == "3 rows"


def test_tr_escapes_a_sentence_that_is_not_written_in_the_template() -> None:
    assert "<script>" not in draw("{% tr said said %}", said=EVIL)


def test_no_blank_stands_between_a_full_width_bracket_and_a_chinese_character() -> None:
    source = '{% tr "須於 {day} 前回復" "answer by {day} at last" day=day %}'
    assert draw(source, day="12 月 7 日（一）") == "須於 12 月 7 日（一）前回復"
    assert draw(source, "en", day="Mon 7 December") == "answer by Mon 7 December at last"


STACKED = (
    '{% label_stacks %}<table class="govuk-table stacks"><thead><tr><th scope="col">項目</th><th scope="col">'
    '期限 <b>&lt;日&gt;</b></th><th scope="col"><span class="visually-hidden">動作</span></th></tr></thead><tbody>'
    '<tr><th scope="row">甲</th><td>12 月</td><td>{{ evil }}</td></tr></tbody></table><table><thead><tr><th>a</th>'
    "<th>b</th></tr></thead><tr><td>1</td><td>2</td></tr></table>{% endlabel_stacks %}"
)


def test_cells_of_a_table_that_stacks_on_a_phone_are_given_the_names_of_their_columns() -> None:
    drawn = draw(STACKED, evil=EVIL)
    assert '<td data-label="期限 &lt;日&gt;">12 月</td>' in drawn
    assert drawn.count("data-label") == 1, "not the first cell, a hidden name, or a table that does not stack"
    assert "<script>" not in drawn


def test_a_table_whose_cells_span_columns_keeps_its_cells_as_they_are() -> None:
    drawn = draw(STACKED.replace("<td>12 月</td>", '<td colspan="2">12 月</td>'))
    assert "data-label" not in drawn


def test_pick_takes_the_language_of_the_page_or_what_there_is() -> None:
    title = {"zh-Hant": "據點", "en": "Stations"}
    assert draw("{{ t|pick }}", t=title) == "據點"
    assert draw("{{ t|pick }}", "en", t=title) == "Stations"
    assert draw("{{ t|pick }}", "en", t={"zh-Hant": "據點"}) == "據點"
    assert draw("{{ t|pick }}", t=EVIL) == "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize(
    "source",
    ['{% tag "ok" x %}', "{% seal x x %}", "{% spark h x %}", "{% nothing %}{{ x }}{% endnothing %}"],
)
def test_components_escape_what_they_are_given(source: str) -> None:
    assert "<script>" not in draw(source, x=EVIL, h=[1, 2])


def test_page_url_keeps_the_query_and_changes_only_the_language() -> None:
    assert draw("{% page_url 'en' %}") == "/en/x?a=1"
    with translation.override("en"):
        english = engines["django"].from_string("{% page_url 'zh-Hant' %}|{% page_url 'en' %}")
        assert english.render({}, RequestFactory().get("/en/x?a=1")) == "/x?a=1|/en/x?a=1"
        assert english.render({}, RequestFactory().get("/energy/")) == "/energy/|/en/energy/"


def test_stream_marks_past_and_future_and_links_each_station() -> None:
    stations = [
        Station({"zh-Hant": "請求", "en": "Asked"}, date(2026, 2, 11), "/r/1", past=True),
        Station({"zh-Hant": "檢視", "en": "Review"}, "2027-06"),
    ]
    drawn = draw("{% stream s %}", s=stations)
    assert '<a href="/r/1">請求</a>' in drawn
    assert '<time datetime="2026-02-11">2026-02-11</time>' in drawn
    assert drawn.index("（已完成）") < drawn.index("檢視") < drawn.index("（未到）")


def test_days_mark_today_the_days_gone_the_rest_day_and_lateness() -> None:
    first = date(2026, 11, 13)
    squares = tuple(
        Square(first + timedelta(n), {"zh-Hant": "補假", "en": "Holiday"} if n == 2 else None)
        for n in range(4)
    )
    running = draw("{% days d %}", d=Days(squares, first + timedelta(1)))
    assert [running.count(f'class="{css}"') for css in ("gone", "now", "rest", "over")] == [1, 1, 1, 0]
    assert "補假，不計入" in running
    late = draw("{% days d %}", d=Days(squares, first + timedelta(6)))
    assert "逾期 3 日" in late


class Asked(forms.Form):
    title = forms.CharField(label="名稱", help_text="短一點")
    kinds = forms.MultipleChoiceField(
        label="格式", choices=(("csv", "CSV"), ("json", "JSON")), widget=forms.CheckboxSelectMultiple
    )


def test_a_field_has_label_hint_and_error_tied_to_it() -> None:
    form = Asked({"title": ""})
    drawn = draw("{% field form.title %}", form=form)
    assert '<label class="govuk-label" for="id_title">' in drawn
    assert 'aria-describedby="id_title-hint id_title-error"' in drawn
    assert 'id="id_title-error"' in drawn
    assert "placeholder" not in drawn


def test_a_group_of_boxes_is_a_fieldset_with_a_legend() -> None:
    drawn = draw("{% field form.kinds %}", form=Asked({"kinds": ["json"]}))
    assert "<legend" in drawn
    assert drawn.count('type="checkbox"') == 2
    assert drawn.count(" checked") == 1


def test_the_error_summary_links_to_the_fields() -> None:
    drawn = draw("{% error_summary form %}", form=Asked({"title": ""}))
    assert 'role="alert"' in drawn
    assert 'href="#id_title"' in drawn
    assert draw("{% error_summary form %}", form=Asked()).strip() == ""


def test_the_error_summary_takes_problems_too() -> None:
    late = Kind(
        "ui-test-late",
        "日期「{value}」已過。",
        "The date {value} is past.",
        "請改成之後的日期。",
        "Choose a later one.",
    )
    drawn = draw("{% error_summary p %}", "en", p=[late.at("due", value=EVIL)])
    assert 'href="#id_due"' in drawn
    assert "Choose a later one." in drawn
    assert "<script>" not in drawn


def test_the_pager_says_exact_or_at_least_and_keeps_the_query() -> None:
    exact = draw("{% pager p %}", p=Page(next="c2", first=1, last=50, count=52552))
    assert "第 1–50 筆，共 52,552 筆" in exact
    assert 'href="?a=1&amp;cursor=c2"' in exact
    assert "上一頁" not in exact
    assert "at least 10,000" in draw(
        "{% pager p %}", "en", p=Page(first=1, last=50, count=10000, count_is="at_least")
    )


def test_progress_stays_between_nothing_and_all() -> None:
    assert 'value="1.0000"' in draw("{% progress f 'x' %}", f=1.7)
    assert ">48 %<" in draw("{% progress f 'x' %}", f=0.48)

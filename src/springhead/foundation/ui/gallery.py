"""The components gallery: every component in every state, the test bed of the accessibility tests. Demo mode only."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from springhead.engine.kernel.problems import Problem
from springhead.foundation.ui import texts
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Days, Page, Square, Station
from springhead.foundation.ui.frame import both, language
from springhead.foundation.ui.icons import PATHS

HOLIDAY: Final = {"zh-Hant": "補假", "en": "Holiday"}
TERM_START: Final = date(2026, 11, 13)

STATIONS: Final = (
    Station({"zh-Hant": "請求", "en": "Asked"}, date(2026, 2, 11), "#stream", past=True),
    Station({"zh-Hant": "承諾", "en": "Promised"}, date(2026, 2, 20), "#stream", past=True),
    Station({"zh-Hant": "審議", "en": "Deliberated"}, date(2026, 4, 2), "#stream", past=True),
    Station({"zh-Hant": "開放", "en": "Opened"}, date(2026, 6, 30), "#stream", past=True),
    Station({"zh-Hant": "下次更新", "en": "Next update"}, date(2027, 1, 5), "#stream"),
    Station({"zh-Hant": "檢視", "en": "Review"}, "2027-06"),
)
TABLE: Final = (
    ("00017", "大安群英社區", "大安區", "2019-05-01", 86),
    ("00102", "文山景行", "文山區", "2021-11-15", 124),
    ("00233", "北投石牌", "北投區", "2018-03-09", 97),
)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=both("名稱", "Name"),
        help_text=both("例如：臺北市社區照顧關懷據點", "Say what it holds, and of where"),
    )
    notes = forms.CharField(label=both("說明", "Description"), widget=forms.Textarea, required=False)
    frequency = forms.ChoiceField(
        label=both("更新頻率", "Frequency"),
        choices=(("quarter", both("每季", "Quarterly")), ("month", both("每月", "Monthly"))),
    )
    openness = forms.ChoiceField(
        label=both("開放類別", "Openness"),
        choices=(("open", both("開放資料", "Open")), ("apply", both("依申請提供", "On application"))),
        widget=forms.RadioSelect,
    )
    formats = forms.MultipleChoiceField(
        label=both("格式", "Formats"),
        choices=(("csv", "CSV"), ("json", "JSON")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    due = forms.DateField(
        label=both("承諾日", "Promised date"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    file = forms.FileField(label=both("檔案", "File"), required=False)
    agree = forms.BooleanField(
        label=both("我已確認檔案不含個人資料", "I have checked that the file holds no personal data")
    )


@public
def components(request: HttpRequest) -> HttpResponse:
    """Show the gallery; 404 outside demo mode."""
    if not settings.SPRINGHEAD.demo:
        raise Http404
    return render(request, "ui/gallery.html", gallery_context())


def gallery_context() -> dict[str, Any]:
    """Return made-up values for every component."""
    broken = SampleForm({"title": "", "openness": "open"}, prefix="b")
    return {
        "stations": STATIONS,
        "running": term(today=date(2026, 11, 23)),
        "late": term(today=date(2026, 11, 29)),
        "moved": Days((*term(today=TERM_START).squares, Square(TERM_START + timedelta(14), HOLIDAY),
                       Square(TERM_START + timedelta(15))), TERM_START),
        "rows": TABLE,
        "facts": (
            ({"zh-Hant": "更新頻率", "en": "Frequency"}, {"zh-Hant": "每季", "en": "Quarterly"}),
            ({"zh-Hant": "筆數", "en": "Rows"}, 505, "#table"),
            ({"zh-Hant": "欄位完整", "en": "Complete"}, "98.6 %"),
        ),
        "histogram": (2, 5, 9, 14, 20, 17, 9, 4, 0, 1),
        "form": SampleForm(prefix="a"),
        "broken": broken,
        "problems": problems(),
        "middle": Page(next="n", previous="p", first=51, last=100, count=52552),
        "capped": Page(next="n", first=1, last=50, count=10000, count_is="at_least"),
        "unknown": Page(next="n"),
        "icons": sorted(PATHS),
        "tab_list": (("#preview", {"zh-Hant": "預覽", "en": "Preview"}), ("#chart", {"zh-Hant": "圖表", "en": "Chart"}),
                     ("#fields", {"zh-Hant": "欄位", "en": "Columns"})),
        "lang": language(),
    }  # fmt: skip


def term(*, today: date) -> Days:
    """Return fourteen days from the day after 12 November 2026."""
    return Days(tuple(Square(TERM_START + timedelta(at)) for at in range(14)), today)


def problems() -> tuple[Problem, ...]:
    """Return two problems as a form page would show them."""
    return texts.TOO_LARGE.at("file", limit="10 MB"), texts.TOO_MANY.at("", seconds=30)

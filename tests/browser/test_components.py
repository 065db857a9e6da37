"""The gallery and the elements in a real browser: no violation, no sideways scrolling, no refused script or style."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.conftest import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def contexts(chromium: Any) -> Iterator[dict[str, Any]]:
    """Browser contexts by their options, kept so that the files of the pages are fetched once."""
    kept: dict[str, Any] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def open_page(chromium: Any, contexts: dict[str, Any], elements_site: str) -> Iterator[Any]:
    pages = []

    def opened(path: str, **options: Any) -> Any:
        chosen = {"viewport": {"width": 1280, "height": 900}, **options}
        context = contexts.get(repr(chosen)) or contexts.setdefault(
            repr(chosen), chromium.new_context(**chosen)
        )
        page = context.new_page()
        pages.append(page)
        page.refused = []
        page.on(
            "console",
            lambda message: page.refused.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: page.refused.append(str(error)))
        page.goto(elements_site + path, wait_until="domcontentloaded")
        page.wait_for_load_state("load")
        return page

    yield opened
    for page in pages:
        page.close()


def widest(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/components/", 1280),
        ("/en/components/", 320),
        ("/refuse", 1280),
        ("/developers/", 320),
        ("/en/licence/", 1280),
        ("/accessibility/", 1280),
    ],
)
def test_pages_have_no_violation_in_either_theme(open_page: Any, path: str, width: int, scheme: str) -> None:
    page = open_page(path, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.wait_for_function("() => !document.querySelector('sh-tabs') || document.querySelector('[role=tab]')")
    assert violations(page) == []
    assert widest(page) <= width
    assert page.refused in (
        [],
        [
            f"Failed to load resource: the server responded with a status of 413 ({'Request Entity Too Large'})"
        ],
    )


def test_all_tab_panels_are_free_of_violations_without_script(open_page: Any) -> None:
    page = open_page("/components/", java_script_enabled=False)
    assert page.locator("#preview").is_visible()
    assert page.locator("#chart").is_visible()


def test_the_tabs_work_by_keyboard_and_by_address(open_page: Any) -> None:
    page = open_page("/components/#fields")
    page.wait_for_selector("[role=tab][aria-selected=true]")
    assert page.locator("#fields").is_visible()
    assert page.locator("#preview").is_hidden()
    page.locator("[role=tab][aria-selected=true]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#preview").is_visible()
    assert page.url.endswith("#preview")


def test_the_first_key_leads_past_the_menu(open_page: Any) -> None:
    page = open_page("/elements")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_elements_have_no_violation_once_they_run(open_page: Any, scheme: str) -> None:
    page = open_page("/elements", color_scheme=scheme)
    for name, sign in (
        ("sh-table", ".filter"),
        ("sh-chart", "svg[role=img]"),
        ("sh-map", ".map-key li"),
        ("sh-upload", ".drop"),
        ("sh-copy", ".copy-button"),
        ("sh-api", ".try-address"),
    ):
        page.locator(name).scroll_into_view_if_needed()
        page.wait_for_selector(f"{name} {sign}")
    page.wait_for_selector("sh-map[data-ready]", state="attached")
    assert violations(page) == []
    assert page.refused == []


def test_the_elements_fit_a_phone(open_page: Any) -> None:
    page = open_page("/elements", viewport={"width": 320, "height": 700})
    page.locator("sh-chart").scroll_into_view_if_needed()
    page.wait_for_selector("sh-chart svg[role=img]")
    assert widest(page) <= 320


class TestTable:
    def first_cells(self, page: Any, column: int) -> list[str]:
        return [
            cell.inner_text() for cell in page.locator(f"sh-table tbody tr td:nth-child({column})").all()[:3]
        ]

    def wait(self, page: Any, text: str) -> None:
        page.wait_for_function(
            "text => document.querySelector('sh-table [role=status]').textContent.includes(text)", arg=text
        )

    def test_it_sorts_up_then_down_then_not_at_all(self, open_page: Any) -> None:
        page = open_page("/elements")
        people = page.locator("sh-table th button", has_text="服務人數")
        people.press("Enter")
        self.wait(page, "由小到大")
        assert self.first_cells(page, 4) == ["20", "21", "23"]
        assert page.locator("sh-table th[aria-sort=ascending]").count() == 1
        people.press("Enter")
        self.wait(page, "由大到小")
        assert self.first_cells(page, 4)[0] == "169"
        people.press("Enter")
        self.wait(page, "第 1–50 筆，共 120 筆")
        assert page.locator("sh-table th[aria-sort]").count() == 0

    def test_it_pages_forwards_and_back(self, open_page: Any) -> None:
        page = open_page("/elements")
        page.get_by_role("button", name="下一頁").click()
        self.wait(page, "第 51–100 筆")
        page.get_by_role("button", name="下一頁").click()
        self.wait(page, "第 101–120 筆")
        assert page.get_by_role("button", name="下一頁").is_hidden()
        page.get_by_role("button", name="上一頁").click()
        self.wait(page, "第 51–100 筆")

    def test_it_filters_and_takes_filters_back(self, open_page: Any) -> None:
        page = open_page("/elements")
        page.wait_for_selector("sh-table .filter")
        page.get_by_label("欄位", exact=True).select_option(label="行政區")
        page.get_by_label("條件").select_option(label="等於")
        page.get_by_label("值", exact=True).fill("大安區")
        page.get_by_role("button", name="篩選").click()
        self.wait(page, "第 1–30 筆")
        assert set(self.first_cells(page, 2)) == {"大安區"}
        page.get_by_role("button", name="取消：行政區 等於 大安區").click()
        self.wait(page, "第 1–50 筆，共 120 筆")

    def test_it_says_what_the_api_refused(self, open_page: Any) -> None:
        page = open_page("/elements")
        page.wait_for_selector("sh-table .filter")
        page.get_by_label("值", exact=True).fill("壞")
        page.get_by_role("button", name="篩選").click()
        self.wait(page, "伺服器回應 429")


def test_a_chart_has_its_table_and_a_sentence(open_page: Any) -> None:
    page = open_page("/elements")
    page.locator("sh-chart").scroll_into_view_if_needed()
    picture = page.wait_for_selector("sh-chart svg[role=img]")
    assert "「松山區」，33" in picture.get_attribute("aria-label")
    page.get_by_text("這張圖的資料表").click()
    rows = page.locator("sh-chart details tbody tr").all_inner_texts()
    assert rows[0].split() == ["松山區", "33"]
    for kind in ("折線圖", "分布圖", "散布圖"):
        page.get_by_label("圖", exact=True).select_option(label=kind)
        page.wait_for_function(
            "() => !document.querySelector('sh-chart [role=status]').textContent.includes('繪製中')"
        )
        assert page.locator("sh-chart figure svg[role=img]").count() == 1


def test_a_place_can_be_opened_from_the_list(open_page: Any) -> None:
    page = open_page("/elements")
    page.locator("sh-map").scroll_into_view_if_needed()
    page.wait_for_selector("sh-map[data-ready]", state="attached")
    page.get_by_text("地點清單").click()
    page.get_by_role("button", name="00007").press("Enter")
    assert "松山區" in page.wait_for_selector(".maplibregl-popup-content").inner_text()


def test_metres_of_twd97_become_the_degrees_that_proj_says(open_page: Any) -> None:
    from pyproj import Transformer

    page = open_page("/elements")
    for crs, x, y in (
        ("EPSG:3826", 302_000.0, 2_771_000.0),
        ("EPSG:3826", 178_000.0, 2_500_000.0),
        ("EPSG:3826", 250_000.0, 2_650_000.0),
        ("", 120_000.0, 2_600_000.0),
        ("EPSG:3825", 307_000.0, 2_607_000.0),  # Penghu
        ("EPSG:3825", 185_000.0, 2_704_000.0),  # Kinmen
        ("EPSG:3825", 345_000.0, 2_895_000.0),  # Matsu
    ):
        found = page.evaluate(
            "([x, y, crs]) => import('/static/ui/twd97.js').then((module) => module.degrees(x, y, crs))",
            [x, y, crs],
        )
        proj = Transformer.from_crs(crs or "EPSG:3826", "EPSG:4326", always_xy=True)
        assert found == pytest.approx(proj.transform(x, y), abs=1e-6)


class TestUpload:
    def choose(self, page: Any, size: int) -> None:
        page.wait_for_selector("sh-upload .drop")
        page.locator("sh-upload input[type=file]").set_input_files(
            {"name": "據點.csv", "mimeType": "text/csv", "buffer": b"x" * size}
        )

    def wait(self, page: Any, text: str) -> None:
        page.wait_for_function(
            "text => document.querySelector('sh-upload .uploads')?.textContent.includes(text)",
            arg=text,
            timeout=15_000,
        )

    def test_a_broken_part_is_sent_again_and_nothing_is_lost(self, open_page: Any) -> None:
        from tests.browser.elements_page import UPLOADS

        page = open_page("/elements")
        page.evaluate(
            "void (window.done = new Promise(r => addEventListener('sh-uploaded', e => r(e.detail), {once: true})))"
        )
        size = 250_000
        self.choose(page, size)
        self.wait(page, "已收到")
        detail = page.evaluate("window.done")
        assert detail["name"] == "據點.csv"
        assert len(UPLOADS[detail["id"]]["data"]) == size == detail["size"]
        assert UPLOADS[detail["id"]]["fail"] == 0

    def test_an_empty_file_is_told_apart_at_once(self, open_page: Any) -> None:
        page = open_page("/elements")
        self.choose(page, 0)
        self.wait(page, "這個檔案是空的")


def test_progress_follows_the_job_to_its_end(open_page: Any) -> None:
    page = open_page("/elements")
    page.wait_for_function(
        "() => document.querySelector('sh-progress [role=status]')?.textContent === '已發布'"
    )
    assert page.locator("sh-progress progress").evaluate("bar => bar.value") == 1


def test_the_api_can_be_tried_in_the_page(open_page: Any) -> None:
    page = open_page("/elements")
    page.locator("sh-api").scroll_into_view_if_needed()
    page.get_by_role("button", name="加參數").click()
    page.get_by_label("參數").nth(1).select_option("行政區")
    page.get_by_label("值").last.fill("文山區")
    assert page.locator("sh-api .try-address code").inner_text() == "/fake/rows?limit=5&行政區=文山區"
    page.get_by_role("button", name="送出試試").click()
    page.wait_for_function("() => document.querySelector('sh-api [role=status]').textContent.includes('200')")
    answer = page.locator("sh-api pre").inner_text()
    assert answer.count('"行政區": "文山區"') == 5
    assert "content-type: application/json" in answer


def test_a_missing_field_is_told_in_the_page_and_forgotten_when_filled(open_page: Any) -> None:
    page = open_page("/components/")
    page.wait_for_selector("sh-copy button", state="attached")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="送出").click()
    page.wait_for_selector("#id_a-title-missing")
    assert page.evaluate("document.activeElement.id") == "id_a-title"
    assert "請填寫這一欄。" in page.locator("#id_a-title-missing").inner_text()
    assert violations(page) == []
    page.locator("#id_a-title").fill("據點")
    assert page.locator("#id_a-title-missing").count() == 0

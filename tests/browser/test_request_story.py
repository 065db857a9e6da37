"""The first story: a parent asks, a query page is refused, a date is promised, a messy file keeps the promise."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.browser.test_story import FACES, PATIENCE, drag, looks_right, settle
from tests.support.product import Product

from springhead.engine.kernel.now import today

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product(tmp_path_factory.mktemp("product") / "data")
    running.wait()
    yield running
    assert running.stop() < 10


@pytest.fixture
def page(chromium: Any, product: Product) -> Iterator[Any]:
    context = chromium.new_context(base_url=product.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def become(page: Any, name: str) -> None:
    page.goto("/demo/accounts/")
    page.locator(f'button[name=persona][value="{name}"]').click()
    page.wait_for_load_state()


def accidents(folder: Path) -> Path:
    """Big5, a title row, ROC dates, places in WGS84."""
    lines = ["示範學校周邊交通事故（民國115年）,,,", "發生日期,經度,緯度,學校名稱"]
    lines += [
        f"115/{1 + n % 9:02}/{1 + n % 28:02},{121.4 + n * 0.004:.4f},{24.9 + n * 0.003:.4f},示範國小{n % 5}"
        for n in range(1, 60)
    ]
    path = folder / "學校事故.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp950"))
    return path


def ask(page: Any) -> str:
    """Ask as the parent; what is there already comes first; return the number."""
    become(page, "citizen")
    page.goto("/requests/new")
    for width, scheme in FACES:
        looks_right(page, width, scheme)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.fill("#id_title", "學校周邊的交通事故地點")
    page.fill("#id_wanted_1", "學校周邊交通事故")
    page.fill("#id_fields_1", "發生日期\n經度\n緯度")
    page.fill("#id_reason", "想替孩子找安全的上學路。")
    page.fill("#id_agencies", "內政部警政署")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("heading", name="也許已經有了").wait_for()
    assert page.locator('a[href*="/datasets/ds_"]').count(), "matching datasets are offered"
    page.locator('button[value="send"]').click()
    page.wait_for_url("**/receipt")
    looks_right(page, 1280, "light")
    return re.search(r"DR-\d{4}-\d{6}", page.url)[0]


def answer(page: Any, number: str) -> str:
    """Try the query page, then promise a date; return the dataset."""
    become(page, "police")
    page.goto("/desk/requests/")
    looks_right(page, 1280, "light")
    page.goto(f"/desk/requests/{number}.1")
    page.check("#o-1-already_open")
    page.fill("#id_links_1", page.url.split("/desk/")[0] + "/demo/agency-site/query")
    page.get_by_role("button", name="查驗連結").click()
    page.get_by_text("是查詢網頁").first.wait_for()
    page.get_by_role("button", name="送出並公開").click()
    page.locator("#errors").get_by_text("是查詢網頁").wait_for()
    for width, scheme in FACES:
        looks_right(page, width, scheme)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.check("#o-1-will_open")
    page.fill("#id_until_1", (today() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="送出並公開").click()
    page.wait_for_url(f"**/requests/{number}")
    link = page.locator('.card a[href*="/datasets/ds_"]').first.get_attribute("href")
    return re.search(r"ds_\w+", link)[0]


def publish(page: Any, dataset: str, file: Path) -> None:
    """Drag the file onto the promised dataset and publish what the machine made of it."""
    page.goto(f"/desk/datasets/{dataset}/files/new/")
    drag(page, file)
    page.wait_for_url("**/desk/deliveries/**")
    settle(page)
    page.get_by_role("button", name="發布", exact=True).click()
    page.get_by_role("link", name="看公開頁").wait_for()


def until(page: Any, address: str, words: str) -> None:
    """Reload until the followers of the ledger have done their part."""
    for _ in range(80):
        page.goto(address)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"{address} never says {words}")


def test_a_parent_asks_and_the_promise_closes_itself(page: Any, tmp_path: Path) -> None:
    number = ask(page)
    dataset = answer(page, number)
    publish(page, dataset, accidents(tmp_path))
    until(page, "/commitments/?kind=kept", "學校周邊交通事故")
    become(page, "citizen")
    page.goto(f"/requests/{number}")
    page.get_by_role("button", name="接受").click()
    page.wait_for_load_state()
    assert page.locator(".tags").first.get_by_text("結案").count()
    for width, scheme in FACES:
        looks_right(page, width, scheme)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/datasets/{dataset}")
    assert page.locator("sh-map").count()
    assert page.locator("#api pre code").first.text_content().startswith("curl")


def jump(page: Any, days: int) -> None:
    page.goto("/demo/clock/")
    page.fill("#id_days", str(days))
    page.get_by_role("button", name="往前", exact=True).click()
    page.wait_for_load_state()


def test_silence_climbs_the_ladder_to_the_committees_list(page: Any) -> None:
    """The last test here: it moves the clock. A city has not answered; the badge stands, then the committee hears it."""
    become(page, "policy")
    page.goto("/requests/?overdue=1")
    number = re.search(r"DR-\d{4}-\d{6}", page.locator("tbody a").first.get_attribute("href"))[0]
    page.goto(f"/requests/{number}")
    assert page.get_by_text("逾期", exact=True).count()
    jump(page, 40)
    page.goto("/committees/")
    page.get_by_role("link", name="臺北市政府政府資料開放諮詢小組（示範）").click()
    page.wait_for_load_state()
    until(page, page.url, "列管催辦")
    looks_right(page, 1280, "light")


@pytest.mark.parametrize(
    "path",
    ["/requests/", "/requests/DR-2026-000001", "/requests/DR-2026-000002", "/requests/DR-2026-000001/formal",
     "/requests/mine", "/statistics/", "/committees/", "/desk/requests/central/", "/desk/committees/none"],
)  # fmt: skip
def test_pages_have_no_accessibility_violation(page: Any, path: str) -> None:
    become(page, "policy")
    for prefix in ("", "/en"):
        page.goto(prefix + path)
        for width, scheme in FACES:
            looks_right(page, width, scheme)

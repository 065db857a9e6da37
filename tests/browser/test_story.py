"""The main job, as a newcomer does it: drag a messy file in, publish, find it, call its API, verify the receipt."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from tests.browser.conftest import violations
from tests.support.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
PATIENCE = 60_000  # milliseconds on a loaded machine


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
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    assert not faults
    context.close()


def messy_file(folder: Path) -> Path:
    """Big5, a title row, ROC dates, a missing mark, leading zeros, and one row with a cell too many."""
    lines = ["示範河川水質檢驗結果（民國115年）,,,", "編號,採樣日期,地點,溶氧量"]
    lines += [
        f"{n:04},115/{1 + n % 9:02}/{1 + n % 28:02},示範橋{n % 7},{5 + n % 30 / 10:.1f}" for n in range(1, 60)
    ]
    lines += ["0060,115/10/01,示範橋1,－", "0061,115/10/01,示範橋1,6.1,多出一格"]
    path = folder / "河川水質檢驗.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp950"))
    return path


def drag(page: Any, path: Path) -> None:
    """Drop a file on the page as a hand would."""
    page.locator("sh-upload .drop").wait_for()
    held = page.evaluate_handle(
        "([name, bytes]) => { const held = new DataTransfer();"
        " held.items.add(new File([new Uint8Array(bytes)], name)); return held; }",
        [path.name, list(path.read_bytes())],
    )
    page.dispatch_event("sh-upload .drop", "drop", {"dataTransfer": held})


def settle(page: Any) -> None:
    """Wait until the worker is done with the delivery shown; the page reloads itself meanwhile."""
    from playwright.sync_api import Error

    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        page.wait_for_timeout(250)
        try:
            page.wait_for_load_state()
            if page.locator("main").count() and not page.locator("sh-progress").count():
                return
        except Error:
            continue  # it was just being reloaded


def sign_in(page: Any, name: str) -> None:
    page.goto("/account/login/")
    page.locator(f'button[name=persona][value="{name}"]').click()
    page.wait_for_load_state()


def test_a_messy_file_becomes_a_findable_queryable_open_dataset(page: Any, tmp_path: Path) -> None:
    sign_in(page, "officer")
    page.goto("/desk/new/")
    drag(page, messy_file(tmp_path))
    page.wait_for_url("**/desk/deliveries/**")
    settle(page)
    for width, scheme in FACES:
        looks_right(page, width, scheme)
    assert page.get_by_text("多出一格").count()
    assert page.get_by_text("2026-02-02").count()  # the ROC date as it will be
    page.get_by_role("button", name="把欄數不符的列擱置").click()
    settle(page)
    for width, scheme in FACES:
        looks_right(page, width, scheme)
    page.get_by_role("button", name="發布", exact=True).click()
    page.get_by_role("link", name="看公開頁").click()
    page.wait_for_load_state()
    address = page.url.rpartition("/")[2]
    dataset = address.partition("-")[0]

    found = wait_until_found(page, "河川水質", dataset)
    assert found
    page.goto(f"/datasets/{dataset}")
    assert page.get_by_text("示範橋1").count()
    assert page.get_by_text("採樣日期").count()
    page.get_by_text("圖表", exact=True).first.click()
    page.locator("sh-chart svg").first.wait_for()
    call_the_snippet(page)
    verify_the_receipt(page, tmp_path)


def wait_until_found(page: Any, words: str, dataset: str) -> bool:
    """Search as people do; the index follows within seconds."""
    for _ in range(40):
        page.goto(f"/search?q={quote(words)}")
        if page.locator(f'a[href*="{dataset}"]').count():
            return True
        page.wait_for_timeout(250)
    return False


def call_the_snippet(page: Any) -> None:
    """Run the programs that the API tab shows, as they stand there, and the address behind them."""
    page.locator('.tabs a[href="#api"]').click()
    codes = page.locator("#api pre code").all_text_contents()
    assert [code.split()[0] for code in codes] == ["curl", "import", "const"]
    curl, python, javascript = codes
    if shutil.which("curl"):
        told = subprocess.run(["/bin/sh", "-c", f"{curl} --silent --fail"], capture_output=True, check=True)
        assert len(json.loads(told.stdout)["items"]) == 10
    told = subprocess.run([sys.executable, "-I", "-c", python], capture_output=True, check=True)
    assert len(told.stdout.splitlines()) == 10
    said = "const said = []; const console = {log: (...all) => said.push(all)};"
    lines = page.evaluate(f"async () => {{ {said}\n{javascript}\nreturn said; }}")
    assert len(lines) == 10
    assert all(lines)  # the column named in the program is there
    table = page.locator("sh-table").first.get_attribute("src").split("/tables/")[1].split("/")[0]
    base = page.url.split("/datasets/")[0]
    with urlopen(f"{base}/api/v1/tables/{table}/rows?{quote('編號')}=0001", timeout=20) as answer:
        rows = json.load(answer)["items"]
    assert rows == [{"編號": "0001", "採樣日期": "2026-02-02", "地點": "示範橋1", "溶氧量": 5.1}]
    with urlopen(f"{base}/api/v1/tables/{table}/openapi.json", timeout=20) as answer:
        assert "採樣日期" in json.load(answer)["components"]["schemas"]["Row"]["properties"]


def verify_the_receipt(page: Any, folder: Path) -> None:
    """Take the receipt and the one file of the verifier, and check offline; then change a letter."""
    base = page.url.split("/datasets/")[0]
    for _ in range(60):  # the seal comes with the next signed head of the ledger
        if page.locator("a.seal").count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    page.locator("a.seal").first.click()
    page.wait_for_load_state()
    receipt = page.locator('a[href*="/ledger/receipts/"]').first.get_attribute("href")
    (folder / "receipt.json").write_bytes(urlopen(base + receipt, timeout=20).read())
    (folder / "verify.py").write_bytes(urlopen(base + "/ledger/verify.py", timeout=20).read())
    line = [sys.executable, "-I", str(folder / "verify.py"), str(folder / "receipt.json")]
    assert subprocess.run(line, capture_output=True, check=False).returncode == 0
    text = (folder / "receipt.json").read_text()
    assert '"rows":60' in text.replace(" ", "")
    (folder / "receipt.json").write_text(
        text.replace('"rows": 60', '"rows": 61').replace('"rows":60', '"rows":61')
    )
    assert subprocess.run(line, capture_output=True, check=False).returncode == 1


PAGES = (
    "/",
    "/search?q=水庫",
    "/datasets/",
    "/agencies/",
    "/ledger/",
    "/account/login/",
    "/desk/",
    "/desk/new/",
    "/desk/bulk/",
    "/account/",
    "/ledger/1",
    "/demo/mails/",
    "/demo/clock/",
    "/commitments/",
    "/commitments/?kind=kept",
    "/commitments/CM-2026-000001",
    "/commitments/CM-2026-000004",
    "/quality/?which=all",
    "/desk/quality/",
    "/checks/",
    "/no-such-page",
)
FACES = ((1280, "light"), (320, "light"), (1280, "dark"))


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_accessibility_violation_and_fit_a_phone(signed_in: Any, path: str) -> None:
    for prefix in ("", "/en"):
        signed_in.goto(prefix + path)
        for width, scheme in FACES:
            looks_right(signed_in, width, scheme)


LINKED = (
    ("/quality/?which=all", "main a[href*='/quality/QR-']"),
    ("/themes/cycles/", "main a[href*='/themes/cycles/HC-']"),
)


@pytest.mark.parametrize(("path", "link"), LINKED)
def test_pages_behind_lists_have_no_accessibility_violation(signed_in: Any, path: str, link: str) -> None:
    signed_in.goto(path)
    signed_in.goto(signed_in.locator(link).first.get_attribute("href"))
    for width, scheme in FACES:
        looks_right(signed_in, width, scheme)


def test_reporting_a_fault_and_the_announced_list_have_no_accessibility_violation(signed_in: Any) -> None:
    signed_in.goto("/quality/?which=all")
    for link in ("main a[href*='/quality/QR-']", "dd a[href*='/datasets/']", "#report a"):
        signed_in.goto(signed_in.locator(link).first.get_attribute("href"))
        for width, scheme in FACES:
            looks_right(signed_in, width, scheme)
    signed_in.goto("/themes/cycles/")
    cycles = signed_in.locator("main a[href*='/themes/cycles/HC-']")
    addresses = [one.get_attribute("href") for one in cycles.all()]
    for address in addresses:
        signed_in.goto(address)
        announced = signed_in.locator("a[href*='/themes/announcements/']")
        if announced.count():
            signed_in.goto(announced.first.get_attribute("href"))
            for width, scheme in FACES:
                looks_right(signed_in, width, scheme)
            return
    pytest.fail("no cycle of the demo has an announced list")


def looks_right(page: Any, width: int, scheme: str) -> None:
    """No violation, nothing wider than the window."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    where = f"{page.url} at {width}, {scheme}"
    assert not violations(page), where
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), where


@pytest.fixture(scope="module")
def signed_in(chromium: Any, product: Product) -> Iterator[Any]:
    """One page for all the addresses that are only looked at."""
    context = chromium.new_context(base_url=product.address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in(page, "officer")
    yield page
    context.close()


def demo_dataset(page: Any, words: str) -> str:
    page.goto(f"/search?q={quote(words)}")
    return str(page.locator("ol.results a").first.get_attribute("href"))


def test_places_in_metres_are_on_the_map_too(page: Any) -> None:
    page.goto(f"{demo_dataset(page, '事故點位')}#map")
    page.wait_for_selector("sh-map[data-ready]", state="attached")
    assert page.locator("sh-map [role=status]").inner_text().startswith("共 900 個地點")
    page.get_by_text("地點清單").click()
    cells = page.locator("sh-map tbody tr").first.locator("td.num").all_inner_texts()
    assert 21.5 < float(cells[0]) < 26.5
    assert 119 < float(cells[1]) < 123


def test_a_series_of_measurements_is_proposed_as_a_line_of_its_means(page: Any) -> None:
    page.goto(f"{demo_dataset(page, '水庫每日水情')}#chart")
    page.locator("sh-chart svg").first.wait_for()
    chosen = "selects => selects.map(one => one.selectedOptions[0].textContent)"
    assert page.eval_on_selector_all("sh-chart select", chosen) == ["折線圖", "觀測日期", "水位(公尺)平均"]


@pytest.mark.parametrize("words", ["水庫每日水情", "照顧關懷據點", "事故點位"])
def test_a_dataset_page_is_whole_in_both_languages_and_on_a_phone(page: Any, words: str) -> None:
    address = demo_dataset(page, words)
    for prefix in ("", "/en"):
        page.goto(prefix + address)
        page.wait_for_load_state("networkidle")
        for width, scheme in FACES:
            looks_right(page, width, scheme)


def test_paper_shows_what_the_screen_lets_one_copy(page: Any) -> None:
    page.goto(demo_dataset(page, "水庫每日水情"))
    page.emulate_media(media="print")
    assert page.locator(".attribution").is_visible()
    assert not page.locator(".copy-row").first.is_visible()
    assert not page.locator("form[role=search]").count()


def test_a_dataset_page_is_complete_without_script(chromium: Any, product: Product) -> None:
    context = chromium.new_context(base_url=product.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/search?q={quote('水庫每日水情')}")
    page.locator("ol.results a").first.click()
    page.wait_for_load_state()
    assert page.locator("table tbody tr").count() >= 10
    for words in ("下載", "政府資料開放授權條款", "curl"):
        assert page.get_by_text(words).count(), words
    assert page.locator('a[href$="/openapi.json"]').count()
    context.close()


def test_a_page_can_be_used_by_keyboard_alone(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.goto("/search")
    page.focus("input[name=q]")
    page.keyboard.type("水庫")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("ol.results li").count()

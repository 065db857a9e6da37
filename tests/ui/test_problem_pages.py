"""What cannot be answered says what happened and what to do; every page carries the strict headers."""

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from springhead.foundation.ui.middleware import HEADERS


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF="tests.browser.elements_page"):
        yield Client(raise_request_exception=False)


def test_a_refusal_becomes_a_page_with_every_problem(client: Client) -> None:
    response = client.get("/refuse")
    assert response.status_code == 413
    page = response.content.decode()
    assert "<h1>內容超過 10 MB，沒有受理。</h1>" in page
    assert "短時間內請求太多，先暫停 3 秒。" in page
    assert "too-large" in page


def test_the_english_page_speaks_english(client: Client) -> None:
    page = client.get("/en/refuse").content.decode()
    assert '<html lang="en">' in page
    assert "The content is over 10 MB" in page
    assert 'href="/refuse"' in page


def test_under_api_a_refusal_is_rfc_9457(client: Client) -> None:
    response = client.get("/api/v1/refuse", headers={"Accept-Language": "en"})
    assert response.headers["Content-Type"] == "application/problem+json"
    document = json.loads(response.content)
    assert document["status"] == response.status_code == 413
    assert [problem["code"] for problem in document["problems"]] == ["too-large", "too-many-requests"]
    assert document["title"].startswith("The content")


def test_an_unknown_address_is_a_page_in_the_voice(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "找不到這個網址：/nowhere" in response.content.decode()


def test_a_script_in_an_address_is_only_text(client: Client) -> None:
    assert "<script>alert" not in client.get("/<script>alert(1)</script>").content.decode()


@pytest.mark.parametrize(
    ("address", "said", "sign_in"),
    [
        ("/boom", "系統出了錯，這是我們的問題，不是您的操作造成。", "登入"),
        ("/en/boom", "Something failed on our side. It is not something you did.", "Sign in"),
    ],
)
def test_a_fault_of_ours_needs_no_database_to_say_so(
    client: Client, address: str, said: str, sign_in: str
) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 500
    assert f"<h1>{said}</h1>" in page
    assert sign_in not in page, "who is signed in was not asked, so nobody is told to"
    assert "<ul></ul>" not in page.replace("\n", "").replace(" ", ""), "no menu without an entry"


def test_the_english_page_of_a_fault_of_ours_is_english_throughout(client: Client) -> None:
    page = client.get("/en/boom").content.decode()
    assert '<html lang="en">' in page
    words = re.sub(r"<[^>]*>", " ", re.sub(r'<b lang="zh-Hant-TW">[^<]*</b>', "", page))
    assert not re.search(r"[\u4e00-\u9fff]", words)
    assert 'action="/en/search"' in page


def test_under_api_a_fault_of_ours_is_rfc_9457(client: Client) -> None:
    response = client.get("/api/v1/boom", headers={"Accept-Language": "en"})
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["title"].startswith("Something failed on our side")


@pytest.mark.parametrize(
    "address", ["/components/", "/en/components/", "/nowhere", "/boom", "/api/v1/refuse"]
)
def test_every_answer_carries_the_strict_headers(client: Client, address: str) -> None:
    response = client.get(address)
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/components/", "/elements", "/refuse"])
def test_no_page_has_inline_script_or_style(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src=')

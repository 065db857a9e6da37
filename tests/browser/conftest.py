"""Chromium and a small server for tests that need a real browser. Skipped, saying so, without Chromium."""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

CHROMIUM = Path("/usr/bin/chromium")
AXE = sorted((Path(__file__).parent / "vendor").glob("axe-core-*/axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for the session."""
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium at /usr/bin/chromium")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in the thread of the tests, which alone writes rows here, one after the other.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def elements_site() -> Iterator[str]:
    """The address of a server with the gallery and a page of every custom element; no database behind it."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="tests.browser.elements_page", DEBUG=True):
        handler = StaticFilesHandler(get_wsgi_application())
        server = make_server("127.0.0.1", 0, handler, server_class=_Server, handler_class=_Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def violations(page: Any) -> list[str]:
    """Run axe over what the page shows now; return one line per violation."""
    page.evaluate(AXE[-1].read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules}).then(r => r.violations)", RULES)
    return [
        f"{one['id']}: {one['help']}: {json.dumps([n['target'] for n in one['nodes']][:5])}" for one in found
    ]


def fill(form: Any, fields: Mapping[str, str]) -> None:
    """Fill in a form as each of its fields wants it."""
    for name, value in fields.items():
        field = form.locator(f'[name="{name}"]').first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        elif field.evaluate("one => one.type") == "radio":
            form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        else:
            field.fill(value)


def send(page: Any, form: Any, fields: Mapping[str, str]) -> None:
    """Fill in a form, press its first button, and wait for what comes."""
    fill(form, fields)
    form.locator("button").first.click()
    page.wait_for_load_state()


FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one)
  if (one === document.body) return null
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const outlined = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
  return [[...document.querySelectorAll('*')].indexOf(one), one.outerHTML.slice(0, 90), inside && outlined, one.type === 'date']
}"""


PARTS = 4  # year, month, day and the button of a field for a date are four stops


def walk(page: Any) -> list[str]:
    """Press Tab through a page from its top; return where the focus is not seen, where it is stuck, a skip link that is not first."""
    guilty, seen = [], []
    for _ in range(300):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None or found[0] in seen[:1]:
            break  # out of the page, or around once
        if found[0] in seen:
            if found[3] and seen[-PARTS:].count(found[0]) < PARTS:
                seen.append(found[0])  # the browser marks the part itself
                continue
            return [*guilty, f"stuck: {found[1]}"]
        if not seen and 'class="skip"' not in found[1]:
            guilty.append(f"first: {found[1]}")
        if not found[2]:
            guilty.append(f"unseen: {found[1]}")
        seen.append(found[0])
    return guilty if len(seen) > 10 else [*guilty, f"only {len(seen)} stops"]

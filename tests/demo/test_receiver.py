"""The pretend receiver: answers as its address says, keeps the last messages, and tells which signatures fit."""

import pytest
from django.test import Client

from springhead.doors.demo import receiver
from springhead.engine.kernel.now import now
from springhead.foundation.webhooks import rules

SECRET = rules.secret("master", "wh_aaaaaaaa", 0)
OTHER = rules.secret("master", "wh_aaaaaaaa", 1)


@pytest.fixture(autouse=True)
def fresh() -> None:
    receiver._came.clear()


def tell(status: int, body: bytes = b'{"type": "a.b"}', client: Client | None = None):
    headers = rules.headers([SECRET], name="wh_aaaaaaaa.1", at=now(), body=body)
    content = headers.pop("Content-Type")
    strict = client or Client(enforce_csrf_checks=True)
    return strict.post(f"/demo/receiver/{status}", body, content_type=content, headers=headers)


@pytest.mark.parametrize(("asked", "said"), [(204, 204), (503, 503), (410, 410), (302, 302), (200, 404)])
def test_it_answers_as_its_address_says(asked, said) -> None:
    assert tell(asked).status_code == said


@pytest.mark.parametrize("lang", ["", "/en"])
def test_it_shows_what_came_and_which_signatures_fit(lang) -> None:
    client = Client()
    assert "details" not in client.get(f"{lang}/demo/receiver/").content.decode().partition("<main")[2]
    tell(204)
    page = f"{lang}/demo/receiver/"
    fits, not_ = ("signature fits", "does not fit") if lang else ("簽章相符", "簽章不符")
    shown = client.get(page).content.decode()
    assert "a.b" in shown
    assert fits not in shown
    assert fits in client.post(page, {"secret": SECRET}).content.decode()
    for wrong in (OTHER, "whsec_!", "密"):
        assert not_ in client.post(page, {"secret": wrong}).content.decode()


def test_what_is_no_message_of_ours_is_shown_as_text_and_never_fits() -> None:
    Client().post("/demo/receiver/204", b"<script>\xff", content_type="text/plain")
    Client().post(
        "/demo/receiver/204", b"[1]", content_type="application/json", headers={"webhook-timestamp": "9" * 30}
    )
    shown = Client().post("/demo/receiver/", {"secret": SECRET}).content.decode()
    assert "&lt;script&gt;" in shown
    assert "簽章相符" not in shown


def test_it_keeps_the_last_fifty() -> None:
    for _ in range(receiver.KEPT + 5):
        tell(204)
    assert Client().get("/demo/receiver/").content.decode().count("webhook-id:") == receiver.KEPT

"""Sign-in through an OpenID Connect provider, against a small one made for the test."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from springhead.foundation.agencies.models import Person

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[2] / "docs/guide/operations.md"

FACTS: dict[str, Any] = {
    "sub": "u-1",
    "email": "wang@example.test",
    "email_verified": True,
    "name": "王  小明",
}


class _Provider(BaseHTTPRequestHandler):
    """Discovery, token and user-info of a provider that trusts everybody."""

    def log_message(self, *arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("/openid-configuration"):
            self._say(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/me",
                    "jwks_uri": f"{base}/keys",
                }
            )
        elif self.path == "/me" and self.headers["Authorization"] == "Bearer given":
            self._say(FACTS)
        else:
            self.send_error(403)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if form.get("code") == ["good"] and form.get("code_verifier"):
            self._say({"access_token": "given", "token_type": "Bearer"})
        else:
            self.send_error(400)

    def _say(self, facts: dict[str, Any]) -> None:
        body = json.dumps(facts).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Provider)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    app = {"provider_id": "egov", "name": "示範身分", "client_id": "c", "secret": "s"}
    app["settings"] = {"server_url": url, "oauth_pkce_enabled": True}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield url
    server.shutdown()
    server.server_close()


def come_back(client: Client, code: str = "good", *, state: str = "") -> Any:
    away = client.get("/account/oidc/egov/login/")
    given = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
    return client.get("/account/oidc/egov/login/callback/", {"code": code, "state": state or given})


def test_without_configuration_no_provider_is_offered() -> None:
    assert "/account/oidc/" not in Client().get("/account/login/").content.decode()


def test_the_sign_in_page_offers_the_provider_and_leads_there(provider: str) -> None:
    client = Client()
    assert "以 示範身分 登入" in client.get("/account/login/").content.decode()
    away = client.get("/account/oidc/egov/login/").headers["Location"]
    assert away.startswith(f"{provider}/authorize?")
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16


def test_a_newcomer_is_signed_in_with_their_name(provider: str) -> None:
    client = Client()
    assert come_back(client).status_code == 302
    assert "wang@example.test" in client.get("/account/").content.decode()
    assert Person.objects.get().display_name == "王 小明"


def test_a_foreign_state_or_a_bad_code_signs_nobody_in(provider: str) -> None:
    for changes in ({"state": "planted"}, {"code": "bad"}):
        client = Client()
        come_back(client, **changes)
        assert client.get("/account/").status_code == 302
    assert not Person.objects.exists()


def test_a_provider_cannot_take_over_an_account_by_stating_its_address(
    provider: str, person: Callable[..., Person]
) -> None:
    mine = person("wang@example.test")
    client = Client()
    come_back(client)
    assert client.get("/account/").status_code == 302
    assert list(Person.objects.all()) == [mine]


def test_the_file_in_the_guide_puts_its_button_on_the_sign_in_page(settings: Any) -> None:
    text = re.search(r"```json\n(\[.*?\])\n```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert text
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": json.loads(text[1])}}
    page = Client().get("/account/login/").content.decode()
    assert "以 機關單一簽入 登入" in page
    assert "/account/oidc/sso/login/" in page

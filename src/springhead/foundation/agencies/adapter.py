"""What we tell django-allauth: where people go after signing in, and who comes from an OpenID Connect provider.

`SPRINGHEAD_OIDC` names a JSON file with a list such as

    [{"provider_id": "egov", "name": "我的E政府", "client_id": "…", "secret": "…",
      "settings": {"server_url": "https://id.example.gov.tw", "oauth_pkce_enabled": true}}]

An account that exists already is never taken over by an address a provider states; its owner connects the
provider after signing in.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from springhead.foundation.agencies.commands import NAME_LIMIT
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.ui.frame import in_language, language


def start_page(person: Person) -> str:
    """Return where a person begins: their desk when they hold a role, else the front page."""
    works = Membership.objects.filter(person=person, valid_to=None).exists()
    return in_language("/desk/" if works else "/", language())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Leads people to their desk, in the language of the page they signed in on."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go when no page was asked for."""
        return start_page(request.user) if isinstance(request.user, Person) else "/"


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Takes over the name a provider states."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Person:
        """Fill a new person from the provider's facts."""
        person: Person = super().populate_user(request, sociallogin, data)
        person.display_name = " ".join(str(data.get("name") or "").split())[:NAME_LIMIT]
        return person

"""What we tell django-allauth about people who come from an OpenID Connect provider.

`SPRINGHEAD_OIDC` names a JSON file with a list such as

    [{"provider_id": "egov", "name": "我的E政府", "client_id": "…", "secret": "…",
      "settings": {"server_url": "https://id.example.gov.tw", "oauth_pkce_enabled": true}}]

An account that exists already is never taken over by an address a provider states; its owner connects the
provider after signing in.
"""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from springhead.foundation.agencies.commands import NAME_LIMIT
from springhead.foundation.agencies.models import Person


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Takes over the name a provider states."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Person:
        """Fill a new person from the provider's facts."""
        person: Person = super().populate_user(request, sociallogin, data)
        person.display_name = " ".join(str(data.get("name") or "").split())[:NAME_LIMIT]
        return person

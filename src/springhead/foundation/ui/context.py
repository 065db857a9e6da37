"""Context processor: what `ui/page.html` shows around a page's own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from springhead.foundation.ui.frame import language, navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Return language, navigation and whether this is a demo."""
    lang = language()
    return {
        "lang": lang,
        "html_lang": "en" if lang == "en" else "zh-Hant-TW",
        "navigation": navigation(request.path, lang),
        "demo": settings.SPRINGHEAD.demo,
    }

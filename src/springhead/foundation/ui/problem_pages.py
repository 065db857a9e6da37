"""Pages for what cannot be answered: what happened, where, and the next step."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from springhead.engine.kernel.language import Lang, normal
from springhead.engine.kernel.problems import Kind, Problem, as_document
from springhead.foundation.ui import texts
from springhead.foundation.ui.frame import language

API: Final = "/api/"


def answer(request: HttpRequest, problems: tuple[Problem, ...]) -> HttpResponse:
    """Answer with one or more problems: a page, or `application/problem+json` under /api/."""
    status = problems[0].kind.status
    if request.path.startswith(API):
        lang = normal(request.GET.get("lang") or request.headers.get("Accept-Language"))
        return JsonResponse(
            as_document(problems, lang),
            status=status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    return render(request, "ui/problem.html", _told(problems, language()), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception
    return _page(request, texts.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    del exception
    return _page(request, texts.FORBIDDEN if _known(request) else texts.SIGN_IN_FIRST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    del exception
    return _page(request, texts.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Asks neither session nor database, which may be what failed."""
    problem = texts.SERVER_ERROR.at(request.path)
    if request.path.startswith(API):
        return answer(request, (problem,))
    lang = language()
    context = {"lang": lang, "html_lang": "en" if lang == "en" else "zh-Hant-TW", **_told((problem,), lang)}
    return HttpResponse(render_to_string("ui/problem.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long."""
    del reason
    return _page(request, texts.FORM_EXPIRED)


def _known(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)  # absent when a middleware before sign-in refused
    return bool(user and user.is_authenticated)


def _told(problems: tuple[Problem, ...], lang: Lang) -> dict[str, Any]:
    shown = [
        {"message": each.message(lang), "remedy": each.remedy(lang), "code": each.code} for each in problems
    ]
    return {"problems": shown, "first": shown[0], "status": problems[0].kind.status}


def _page(request: HttpRequest, kind: Kind) -> HttpResponse:
    return answer(request, (kind.at(request.path),))

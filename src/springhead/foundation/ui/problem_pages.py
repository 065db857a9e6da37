"""Pages for what cannot be answered: what happened, where, and the next step."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from springhead.engine.kernel.language import normal
from springhead.engine.kernel.problems import Kind, Problem, as_document
from springhead.foundation.ui import texts
from springhead.foundation.ui.frame import language


def answer(request: HttpRequest, problems: tuple[Problem, ...]) -> HttpResponse:
    """Answer with one or more problems: a page, or `application/problem+json` under /api/."""
    status = problems[0].kind.status
    if request.path.startswith("/api/"):
        lang = normal(request.GET.get("lang") or request.headers.get("Accept-Language"))
        return JsonResponse(
            as_document(problems, lang),
            status=status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    lang = language()
    shown = [
        {"message": each.message(lang), "remedy": each.remedy(lang), "code": each.code} for each in problems
    ]
    context = {"problems": shown, "first": shown[0], "status": status, "where": request.path}
    return render(request, "ui/problem.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception
    return _page(request, texts.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    del exception
    return _page(request, texts.FORBIDDEN if request.user.is_authenticated else texts.SIGN_IN_FIRST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    del exception
    return _page(request, texts.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, texts.SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long."""
    del reason
    return _page(request, texts.FORM_EXPIRED)


def _page(request: HttpRequest, kind: Kind) -> HttpResponse:
    return answer(request, (kind.at(request.path),))

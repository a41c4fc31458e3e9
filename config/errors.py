"""One mapping of domain errors to answers: a page, an htmx toast, or the API's code and message."""

import json
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.errors import DomainError

Handler = Callable[[HttpRequest], HttpResponse]


class DomainErrorMiddleware:
    """Turns a domain error that a view did not handle into the answer its caller can use."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Only domain errors are answered here; everything else goes on to Django."""
        return answer(request, error) if isinstance(error, DomainError) else None


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """htmx gets a toast and keeps the page; a browser goes back where it came from, or to a page with the sentence."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Trigger"] = json.dumps({"toast": {"level": "error", "text": str(error)}})
        return response
    back = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(back, {request.get_host()}):
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    return render(request, "error.html", {"sentence": str(error), "code": error.status}, status=error.status)


def api_exception_handler(error: Exception, context: Mapping[str, object]) -> Response | None:
    """Every API error is `{"code": ..., "message": ..., "fields": {...}}`."""
    if isinstance(error, DomainError):
        return Response({"code": error.code, "message": str(error), "fields": {}}, status=error.status)
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    fields = response.data if isinstance(response.data, dict) and "detail" not in response.data else {}
    codes = error.get_codes() if isinstance(error, APIException) else "error"
    code = codes if isinstance(codes, str) else getattr(error, "default_code", "error")
    message = str(getattr(error, "detail", error)) if not fields else _("Dữ liệu gửi lên chưa đúng; xem từng trường.")
    if isinstance(error, Http404):
        code, message = "not_found", _("Không tìm thấy, hoặc không thuộc phạm vi bạn được xem.")
    response.data = {"code": code, "message": message, "fields": fields}
    return response

"""Pages that belong to no app: errors and the keyboard help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def help_page(request: HttpRequest) -> HttpResponse:
    """Keys, roles and words on one page."""
    return render(request, "help.html")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Missing, or not yours to see: both look the same."""
    sentence = _("Không tìm thấy trang này, hoặc nội dung không thuộc phạm vi bạn được xem.")
    return render(request, "error.html", {"sentence": sentence, "code": 404}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Seen but not permitted."""
    sentence = str(exception) or _("Bạn không có quyền làm việc này.")
    return render(request, "error.html", {"sentence": sentence, "code": 403}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; the log holds it under the request id."""
    sentence = _("Hệ thống gặp lỗi và đã ghi lại. Hãy thử lại sau ít phút; dữ liệu đã lưu không bị mất.")
    return render(request, "error.html", {"sentence": sentence, "code": 500}, status=500)

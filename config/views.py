"""Pages that belong to no app: errors, help, and the page that shows every part of the interface."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from config import gallery

DOES = {
    Role.CLERK: gettext_lazy("Nhập văn bản, rà soát đề xuất, giao nhiệm vụ."),
    Role.MONITOR: gettext_lazy("Theo dõi mọi nhiệm vụ; xác nhận hoàn thành, trả lại, giao lại, đôn đốc."),
    Role.LEADER: gettext_lazy("Xem toàn bộ, xem bảng quá hạn; cho tạm dừng hoặc thu hồi nhiệm vụ."),
    Role.HEAD: gettext_lazy("Nhận nhiệm vụ của đơn vị, phân cho chuyên viên, trình kết quả, đề nghị giao lại."),
    Role.OFFICER: gettext_lazy("Làm nhiệm vụ được phân, báo cáo tiến độ, trình kết quả."),
    Role.ADMIN: gettext_lazy("Quản lý tài khoản, vị trí công tác, tổ chức, lịch làm việc; không làm thay nghiệp vụ."),
    Role.AUDITOR: gettext_lazy("Xem mọi nội dung và dấu vết; không thay đổi gì."),
}


def help_page(request: HttpRequest) -> HttpResponse:
    """Keys, roles and words on one page."""
    lines = [(role.label, DOES[role]) for role in Role]
    return render(request, "help.html", {"role_lines": lines})


def style_page(request: HttpRequest) -> HttpResponse:
    """Every part of the interface in use, for developers and tests; not there in production."""
    return render(request, "style.html", gallery.context(request))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Missing, or not yours to see: both look the same."""
    return failure(request, 404, _("Không tìm thấy trang này, hoặc nội dung không thuộc phạm vi bạn được xem."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Seen but not permitted."""
    return failure(request, 403, str(exception) or _("Bạn không có quyền làm việc này."))


def failure(request: HttpRequest, code: int, sentence: str) -> HttpResponse:
    """One sentence, what to do next, and the way back."""
    return render(request, "error.html", {"sentence": sentence, "code": code, "back": came_from(request)}, status=code)


def came_from(request: HttpRequest) -> str:
    """The page of this site that led here, as a path, or an empty text."""
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return ""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "" if path == request.get_full_path() else path


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; the log holds it under the request id.

    Rendered without the request: context processors ask the database, which may be what broke.
    """
    sentence = _("Hệ thống gặp lỗi và đã ghi lại. Hãy thử lại sau ít phút; dữ liệu đã lưu không bị mất.")
    values = {"sentence": sentence, "code": 500, "office_name": settings.OFFICE_NAME}
    return HttpResponse(render_to_string("error.html", values), status=500)

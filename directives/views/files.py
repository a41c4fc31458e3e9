"""Original files, served only after the permission check and never run by a browser."""

from pathlib import PurePath
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.clock import today
from accounts.http import AuthedRequest
from directives import policy
from directives.models import Directive, DirectiveFile


def directive_file(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came in, as a download; what is not yours to see is not found."""
    file = get_object_or_404(DirectiveFile, pk=pk)
    if not _may_see(request, file) or not file.content:
        raise Http404
    return _guard(_send(file), file.name)


def _may_see(request: AuthedRequest, file: DirectiveFile) -> bool:
    """Whoever sees the paper sees its files; a file without a paper is the registry's business."""
    if file.directive_id is None:
        return bool(policy.may(request.user, "register", None, today()))
    return Directive.objects.visible_to(request.user, today()).filter(pk=file.directive_id).exists()


def _send(file: DirectiveFile) -> HttpResponseBase:
    """The file itself, or the order to the proxy to send it."""
    if settings.FILE_ACCEL_PREFIX:
        response = HttpResponse(content_type="application/octet-stream")
        response["X-Accel-Redirect"] = f"{settings.FILE_ACCEL_PREFIX.rstrip('/')}/{quote(str(file.content.name))}"
        return response
    try:
        return FileResponse(file.content.open("rb"), content_type="application/octet-stream")
    except OSError as error:
        raise Http404 from error


def _guard(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Headers under which even a hostile file is only bytes on a disk."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name)
    ending = PurePath(plain).suffix
    response["Content-Disposition"] = (
        f"attachment; filename=\"van-ban{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response

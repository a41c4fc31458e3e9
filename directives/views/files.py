"""Original files and pictures of their pages, served only to those who see the paper."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.clock import today
from accounts.downloads import download
from accounts.http import AuthedRequest
from directives import policy
from directives.actions.pages import picture_of
from directives.models import Directive, DirectiveFile
from directives.parsing.errors import UnreadableFile

WEBP = "image/webp"
KEPT_BY_BROWSER = 3600
"""Seconds for which a browser shows a picture of a page without asking again; the page of a file never changes."""


def directive_file(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came in, as a download; what is not yours to see is not found."""
    file = _visible(request, pk)
    return download(file.content, file.name, sha256=file.sha256)


def file_page(request: AuthedRequest, pk: int, number: int) -> HttpResponseBase:
    """The picture of page `number` (from 1); a page that cannot be drawn answers 422 with the sentence."""
    file = _visible(request, pk)
    if not 1 <= number <= len(file.page_starts):
        raise Http404
    try:
        picture = picture_of(file, number - 1)
    except UnreadableFile as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response = download(picture, f"{number}.webp", WEBP)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = f"private, max-age={KEPT_BY_BROWSER}"
    return response


def _visible(request: AuthedRequest, pk: int) -> DirectiveFile:
    """The file, whose bytes were kept.

    Raises:
        Http404: there is none, or it is not yours to see.
    """
    file = get_object_or_404(DirectiveFile, pk=pk)
    if not _may_see(request, file) or not file.content:
        raise Http404
    return file


def _may_see(request: AuthedRequest, file: DirectiveFile) -> bool:
    """Whoever sees the paper sees its files; a file without a paper is the registry's business."""
    if file.directive_id is None:
        return bool(policy.may(request.user, "register", None, today()))
    return Directive.objects.visible_to(request.user, today()).filter(pk=file.directive_id).exists()

"""Original files, their previews and pictures of their pages, served only to those who see the paper."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.clock import today
from accounts.downloads import download
from accounts.http import AuthedRequest
from directives import policy
from directives.actions.previews import Stored
from directives.models import Directive, DirectiveFile
from directives.views.preview import Place, page_picture, preview_page


def directive_file(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came in, as a download; what is not yours to see is not found."""
    file = _visible(request, pk)
    return download(file.content, file.name, sha256=file.sha256)


@require_GET
def directive_file_view(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The file in the browser; one that became no paper is not shown, since it may turn out to be secret."""
    file = _visible(request, pk)
    if file.directive is None:
        raise Http404
    place = Place(reverse("directive-file", args=[pk]), file.directive.get_absolute_url(), str(file.directive))
    return preview_page(request, Stored(file.name, file.sha256, file.content), place)


def file_page(request: AuthedRequest, pk: int, number: int) -> HttpResponseBase:
    """The picture of page `number` (from 1); a page that cannot be drawn answers 422 with the sentence."""
    file = _visible(request, pk)
    if not 1 <= number <= len(file.page_starts):
        raise Http404
    return page_picture(Stored(file.name, file.sha256, file.content), number)


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

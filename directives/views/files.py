"""Original files, served only to those who see the paper."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.clock import today
from accounts.downloads import download
from accounts.http import AuthedRequest
from directives import policy
from directives.models import Directive, DirectiveFile


def directive_file(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came in, as a download; what is not yours to see is not found."""
    file = get_object_or_404(DirectiveFile, pk=pk)
    if not _may_see(request, file) or not file.content:
        raise Http404
    return download(file.content, file.name)


def _may_see(request: AuthedRequest, file: DirectiveFile) -> bool:
    """Whoever sees the paper sees its files; a file without a paper is the registry's business."""
    if file.directive_id is None:
        return bool(policy.may(request.user, "register", None, today()))
    return Directive.objects.visible_to(request.user, today()).filter(pk=file.directive_id).exists()

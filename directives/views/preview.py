"""A stored file shown in the browser as text, tables or pictures of its pages; who may see it is decided before.

Nothing of the file itself reaches the browser: its words are escaped, its pages are drawn here.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from accounts.downloads import download
from accounts.http import AuthedRequest
from accounts.uploads import refuse_handing_out
from directives.actions.pages import picture
from directives.actions.previews import Stored, shown_of
from directives.parsing.errors import UnreadableFile

WEBP: Final = "image/webp"
KEPT_BY_BROWSER: Final = 3600
"""Seconds for which a browser shows a picture of a page without asking again; the page of a file never changes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the file itself is handed out, and the page that it belongs to."""

    download: str
    back: str
    back_title: str


def preview_page(request: AuthedRequest, file: Stored, place: Place) -> HttpResponseBase:
    """The page; with `?picture=N` the picture of page N (from 1), with `?page=N` the page that shows it.

    Raises:
        Http404: no such page.
        DomainError: the content was found infected after it had been kept.
    """
    refuse_handing_out(file.sha256)
    asked = request.GET.get("picture")
    if asked is not None:
        return page_picture(file, _number(asked))
    context: dict[str, Any] = {"file": file, "place": place}
    try:
        context |= _shown(request, file)
    except UnreadableFile as error:
        context["problem"] = str(error)
    response = render(request, "directives/preview.html", context, status=422 if "problem" in context else 200)
    patch_cache_control(response, private=True, no_store=True)
    return response


def page_picture(file: Stored, number: int) -> HttpResponseBase:
    """The picture of page `number` (from 1); a page that cannot be drawn answers 422 with the sentence."""
    try:
        drawn = picture(file.content, file.sha256, number - 1)
    except UnreadableFile as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response = download(drawn, f"{number}.webp", WEBP)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = f"private, max-age={KEPT_BY_BROWSER}"
    return response


def _shown(request: AuthedRequest, file: Stored) -> dict[str, Any]:
    """What the page shows; the page asked for is drawn now, so that a fault in it is said here."""
    shown = shown_of(file)
    if shown["pages"]:
        sheet = Paginator(range(1, shown["pages"] + 1), 1).get_page(request.GET.get("page"))
        picture(file.content, file.sha256, sheet.number - 1)
        return {"page_obj": sheet}
    return {"text": shown["text"], "sheets": shown["sheets"], "is_cut": shown["is_cut"]}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= len(text) <= 5 and int(text)):
        raise Http404
    return int(text)

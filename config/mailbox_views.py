"""Pages of the development mailbox: the list, one mail, and its HTML behind glass."""

from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from config import mailbox

PAGE = 50
# A mail is foreign text: no script, no form, nothing fetched; a link opens a window of its own.
GLASS = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def found(name: str) -> mailbox.Kept:
    """The mail of that name.

    Raises:
        Http404: the folder holds none.
    """
    kept = mailbox.read(Path(settings.MAIL_FOLDER), name)
    if kept is None:
        raise Http404(name)
    return kept


@require_safe
def box(request: HttpRequest) -> HttpResponse:
    """What was sent, newest first."""
    folder = Path(settings.MAIL_FOLDER)
    page = Paginator(mailbox.names(folder), PAGE).get_page(request.GET.get("page"))
    mails = list(mailbox.summaries(folder, page.object_list))
    return render(request, "mailbox/box.html", {"page_obj": page, "mails": mails})


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no view with a name
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: envelope, text, and its HTML in a frame."""
    return render(request, "mailbox/mail.html", {"mail": found(name)})


@require_safe
@xframe_options_sameorigin
@csp(GLASS)  # type: ignore[arg-type]  # as above
def html_body(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a mail for the frame; its links leave the frame."""
    return HttpResponse(f'<base target="_blank">{found(name).html}')

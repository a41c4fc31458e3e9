"""What stands beside the name of a stored file, in every list of files."""

from pathlib import PurePath
from typing import Final, Protocol

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import FileScan, ScanState
from config.templatetags.ui import Look, badge

register = template.Library()

SHOWN: Final = frozenset(
    (
        ".pdf",
        ".docx",
        ".doc",
        ".odt",
        ".rtf",
        ".txt",
        ".text",
        ".md",
        ".csv",
        ".html",
        ".htm",
        ".xhtml",
        ".xlsx",
        ".docm",
        ".xlsm",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".bmp",
        ".webp",
    )
)
"""Endings of what can usually be shown; the content decides in the end."""

UNSCANNED: Final = Look("warn", "shield-question-mark")
KNOWN: Final = "_unscanned_contents"


class Named(Protocol):
    """A stored file as the tag needs it."""

    name: str
    sha256: str


@register.simple_tag(takes_context=True)
def file_marks(context: Context, file: Named, address: str = "") -> SafeString:
    """The link “Xem” to the preview at `address`, where the file can be shown, and the badge of an unscanned one."""
    marks = []
    if address and PurePath(file.name).suffix.lower() in SHOWN:
        label = _("Xem tệp %(name)s") % {"name": file.name}
        marks.append(format_html('<a class="small nowrap" href="{}" aria-label="{}">{}</a>', address, label, _("Xem")))
    if file.sha256 in _unscanned(context):
        marks.append(badge(UNSCANNED, _("chưa quét")))
    return format_html_join(" ", "{}", ((mark,) for mark in marks))


def _unscanned(context: Context) -> frozenset[str]:
    """The contents that no scanner has seen; asked once for each page, and only where there is a scanner."""
    if not settings.CLAMD_ADDRESS:
        return frozenset()
    request = context.get("request")
    known: frozenset[str] | None = getattr(request, KNOWN, None)
    if known is None:
        rows = FileScan.objects.filter(state=ScanState.UNSCANNED)
        known = frozenset(rows.values_list("sha256", flat=True))
        if request is not None:
            setattr(request, KNOWN, known)
    return known

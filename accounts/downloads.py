"""Handing out a stored file after the permission check, so that even a hostile one is only bytes on a disk."""

from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from accounts.uploads import refuse_handing_out

BYTES = "application/octet-stream"


def download(file: FieldFile, name: str, content_type: str = BYTES, *, sha256: str = "") -> HttpResponseBase:
    """`file` as an attachment called `name`; a proxy sends the bytes when FILE_ACCEL_PREFIX names its location.

    Raises:
        Http404: the bytes are not in the store.
        DomainError: the virus scanner found the content (`sha256`) infected after it had been kept.
    """
    if sha256:
        refuse_handing_out(sha256)
    response = _by_proxy(file) if settings.FILE_ACCEL_PREFIX else _by_ourselves(file)
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _by_proxy(file: FieldFile) -> HttpResponse:
    """Paths on the wire are quoted; file names here may hold Vietnamese letters and spaces."""
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{settings.FILE_ACCEL_PREFIX.rstrip('/')}/{quote(str(file.name))}"
    return response


def _by_ourselves(file: FieldFile) -> FileResponse:
    try:
        return FileResponse(file.open("rb"))
    except OSError as error:
        raise Http404 from error

"""Files and pasted texts come in here; each says live how far it is."""

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Case, Count, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.errors import DomainError
from accounts.http import AuthedRequest
from accounts.jobs import wake
from directives import policy
from directives.actions import intake
from directives.actions.intake import Received
from directives.forms import PasteForm
from directives.jobs import parse_file
from directives.models import DirectiveFile, FileState

SHOWN = 20
BUSY = frozenset({FileState.UPLOADED, FileState.READING})


def directive_upload(request: AuthedRequest) -> HttpResponse:
    """The drop zone and the paste tab, with the state of what came in."""
    policy.may(request.user, "register", None, today()).require()
    if request.method == "POST":
        return _take_files(request)
    return _page(request, PasteForm())


def _page(request: AuthedRequest, form: PasteForm) -> HttpResponse:
    context = {
        **_files(request),
        "form": form,
        "pasting": bool(form.errors) or request.GET.get("tab") == "paste",
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "most_files": settings.UPLOAD_MAX_FILES,
    }
    return render(request, "directives/upload.html", context, status=422 if form.errors else 200)


def _files(request: AuthedRequest) -> dict[str, object]:
    """This batch first, then what the person brought in before; `found` counts the proposals of each paper."""
    batch = [int(key) for key in request.GET.get("files", "").split(",") if key.isdecimal()][
        : settings.UPLOAD_MAX_FILES
    ]
    mine = DirectiveFile.objects.filter(uploaded_by=request.user) | DirectiveFile.objects.filter(pk__in=batch)
    counted = mine.select_related("directive").annotate(found=Count("directive__drafts"))
    files = list(_batch_first(counted, batch)[: SHOWN + len(batch)])
    return {"files": files, "busy": any(file.state in BUSY for file in files), "batch": batch}


def _batch_first(files: QuerySet[DirectiveFile], batch: list[int]) -> QuerySet[DirectiveFile]:
    """The last that came in stands on top; an empty batch must not sort at all (ORDER BY 1 means the first column)."""
    if not batch:
        return files.order_by("-pk")
    first = Case(When(pk__in=batch, then=Value(0)), default=Value(1))
    return files.order_by(first, "-pk")


def upload_files(request: AuthedRequest) -> HttpResponse:
    """The table of files alone, asked for again while something is being read."""
    policy.may(request.user, "register", None, today()).require()
    return render(request, "directives/_files.html", _files(request))


def _take_files(request: AuthedRequest) -> HttpResponse:
    uploads = request.FILES.getlist("files")
    if not uploads:
        raise DomainError(_("Chưa chọn tệp nào: hãy chọn hoặc kéo tệp vào ô."), code="no_file")
    if len(uploads) > settings.UPLOAD_MAX_FILES:
        words = {"most": settings.UPLOAD_MAX_FILES}
        raise DomainError(_("Mỗi lần tải lên nhiều nhất %(most)s tệp; hãy chia thành nhiều lần.") % words, code="many")
    return _shown(request, [_take(request, upload) for upload in uploads])


def _take(request: AuthedRequest, upload: "UploadedFile[bytes]") -> Received:
    """One byte more than allowed is enough to know that a file is too large."""
    data = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    return intake.receive(data, upload.name or "", actor=request.user)


def _shown(request: AuthedRequest, received: list[Received]) -> HttpResponse:
    for item in received:
        if item.file.state == FileState.UPLOADED:
            wake(parse_file, item.file.pk)
        if not item.is_new:
            words = {"name": item.file.name}
            messages.info(request, _("Tệp này đã được tải lên trước đây với tên “%(name)s”.") % words)
    keys = ",".join(str(item.file.pk) for item in received)
    return redirect(f"{reverse('directive-upload')}?files={keys}")


@require_POST
def paste(request: AuthedRequest) -> HttpResponse:
    """A text copied from a page or a message."""
    policy.may(request.user, "register", None, today()).require()
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    text, title = form.cleaned_data["text"], form.cleaned_data["title"]
    return _shown(request, [intake.receive_text(text, title, actor=request.user)])


@require_POST
def retry_file(request: AuthedRequest, pk: int) -> HttpResponse:
    """Read a failed file once more."""
    policy.may(request.user, "register", None, today()).require()
    get_object_or_404(DirectiveFile, pk=pk)
    file = intake.retry(pk, actor=request.user, today=today())
    wake(parse_file, file.pk)
    return redirect(f"{reverse('directive-upload')}?files={file.pk}")

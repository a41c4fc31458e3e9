"""The archive of leadership packs, and the rules by which they are sent."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import downloads, reading
from accounts.clock import today
from accounts.http import AuthedRequest
from accounts.jobs import wake
from tasks import jobs
from tasks.actions import packs
from tasks.forms_packs import PackRuleForm, initial
from tasks.models import Pack, PackFile, PackRule
from tasks.reports.catalogue import REPORTS
from tasks.reports.papers import CONTENT_TYPES, LABELS, Form

SHOWN: Final = 100


@require_GET
def list_page(request: AuthedRequest) -> HttpResponseBase:
    """One's own packs, newest first; who keeps the rules sees what went to whom, and the rules."""
    may_keep = bool(packs.may_keep(request.user, today()))
    found = Pack.objects.select_related("rule", "reader").prefetch_related("files")
    context = {
        "packs": (found if may_keep else found.filter(reader=request.user))[:SHOWN],
        "rules": PackRule.objects.prefetch_related("readers") if may_keep else [],
        "titles": {slug: maker.title for slug, maker in REPORTS.items()},
        "labels": {form.value: label for form, label in LABELS.items()},
        "may_keep": may_keep,
    }
    return render(request, "tasks/pack_list.html", context)


@require_GET
def pack_page(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """One pack of the reader with its numbers and files; another person's does not exist here."""
    pack = get_object_or_404(Pack.objects.select_related("rule"), pk=pk, reader=request.user)
    titles = {slug: maker.title for slug, maker in REPORTS.items()}
    files = [(titles.get(file.slug, file.slug), LABELS[Form(file.form)], file) for file in pack.files.all()]
    return render(request, "tasks/pack.html", {"pack": pack, "files": files})


@require_GET
def file(request: AuthedRequest, pk: int) -> HttpResponseBase:
    """One file of one's own pack, as it was sent."""
    row = get_object_or_404(PackFile, pk=pk, pack__reader=request.user)
    reading.note("pack.downloaded", row, reader=request.user, every=True)
    return downloads.download(row.content, row.name, CONTENT_TYPES[Form(row.form)])


@require_http_methods(["GET", "POST"])
def rule_page(request: AuthedRequest, pk: int | None = None) -> HttpResponse:
    """A new rule, or a change of one."""
    day = today()
    packs.may_keep(request.user, day).require()
    rule = get_object_or_404(PackRule, pk=pk) if pk is not None else None
    if request.method == "GET":
        shown = initial(rule) if rule else {"hour": "16:00", "weekday": 4, "forms": ["docx", "pdf", "xlsx"]}
        return _form(request, PackRuleForm(today=day, initial=shown), rule, 200)
    form = PackRuleForm(request.POST, today=day)
    if not form.is_valid():
        return _form(request, form, rule, 422)
    seen = form.cleaned_data["version"]
    packs.save_rule(pk, form.wish(), actor=request.user, today=day, seen_version=seen)
    messages.success(request, _("Đã lưu quy tắc gửi bộ báo cáo."))
    return redirect("pack-list")


@require_POST
def trial(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send the pack of today to oneself, to see how it looks."""
    rule, day = get_object_or_404(PackRule, pk=pk), today()
    pack = packs.make(rule, request.user, day=day, now=timezone.now(), trial_by=request.user)
    if pack is None or pack.is_empty:
        messages.info(request, _("Không có số liệu nào trong phạm vi của bạn nên không gửi thư."))
        return redirect("pack-list")
    wake(jobs.send_waiting_mail)
    messages.success(request, _("Đã gửi thử tới địa chỉ thư của bạn; bộ báo cáo cũng nằm trong kho lưu."))
    return redirect("pack", pack.pk)


def _form(request: AuthedRequest, form: PackRuleForm, rule: PackRule | None, status: int) -> HttpResponse:
    return render(request, "tasks/pack_rule.html", {"form": form, "rule": rule}, status=status)

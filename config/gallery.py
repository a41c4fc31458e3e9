"""Sample values for the page that shows every part of the interface; nothing of it is stored."""

from datetime import date, timedelta
from itertools import cycle

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from tasks.models import Task
from tasks.models.task import TaskStatus

DAYS = (-143, -12, -1, 0, 3, 40, None, 5)


class SampleForm(forms.Form):
    """One field of each kind, bound to empty values so that errors show."""

    title = forms.CharField(label=_("Nhiệm vụ"), max_length=300, help_text=_("Một câu, bắt đầu bằng động từ."))
    lead = forms.ChoiceField(
        label=_("Cơ quan chủ trì"), choices=[("", _("Chọn cơ quan")), ("1", "Sở Tài chính"), ("2", "Sở Xây dựng")]
    )
    due_on = forms.DateField(label=_("Hạn hoàn thành"), required=False, help_text=_("Ngày/tháng/năm."))
    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(
        label=_("Loại báo cáo"), choices=[("p", _("Tiến độ")), ("r", _("Kết quả"))], widget=forms.RadioSelect
    )
    file = forms.FileField(label=_("Tệp đính kèm"), required=False)
    password = forms.CharField(label=_("Mật khẩu"), widget=forms.PasswordInput, required=False)
    mail = forms.BooleanField(label=_("Gửi thư cho cơ quan chủ trì"), required=False)


def tasks(day: date) -> list[Task]:
    """Unsaved tasks, one of each status with deadlines around `day`."""
    return [
        Task(
            pk=number,
            title="Xây dựng kế hoạch hành động triển khai nhiệm vụ, giải pháp chủ yếu phát triển kinh tế - xã hội",
            status=status,
            due_on=None if left is None else day + timedelta(days=left),
            submitted_on=day if status in {TaskStatus.SUBMITTED, TaskStatus.DONE} else None,
            percent=number * 12,
        )
        for number, (status, left) in enumerate(zip(TaskStatus, cycle(DAYS), strict=False), start=1)
    ]


def context(request: HttpRequest) -> dict[str, object]:
    """Template variables: sample tasks, a bound form, an empty form, a page of many."""
    pages = Paginator(range(1234), 50)
    return {
        "tasks": tasks(today()),
        "form": SampleForm({}),
        "empty_form": SampleForm(),
        "page_obj": pages.get_page(request.GET.get("page", 3)),
        "sizes": [(role, role) for role in ("info", "ok", "warn", "bad", "muted")],
    }

"""Forms about deadlines that wait: the date of an event, and looking again at a task without one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tasks.actions import events
from tasks.forms import StepForm, day_field, words_field
from tasks.models import Task


class EventForm(StepForm):
    """The date of the event and where it was read."""

    event_on = day_field(_("Ngày của mốc"), required=True)
    source = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ký hiệu văn bản hoặc nơi ghi nhận."))
    due_on = day_field(_("Hạn"), hint=_("Để trống: hạn được tính theo thời hạn của văn bản."))
    same_event = forms.BooleanField(
        label=_("Áp dụng cho mọi nhiệm vụ của văn bản này đang chờ cùng mốc"), required=False, initial=True
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        received = task.received_on if "nhận" in task.event else None
        kwargs["initial"] = {"event_on": received, **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)
        self["event_on"].label = _("Ngày của mốc “%(event)s”") % {"event": task.event or "…"}

    def carry_out(self) -> Task:
        """`events.date_event`."""
        given = self.cleaned_data
        day = events.EventDay(given["event_on"], given["source"], given["due_on"])
        return events.date_event(self.task.pk, **self.seen, event=day, same_event=given["same_event"])[0]


class ReviewForm(StepForm):
    """What looking again brought, and when to do so next."""

    words = words_field(_("Kết quả rà soát"), rows=2)
    next_on = day_field(_("Rà soát lại ngày"), hint=_("Để trống: theo quy tắc tính hạn của thành phố."))

    def carry_out(self) -> Task:
        """`events.review`."""
        return events.review(
            self.task.pk, **self.seen, words=self.cleaned_data["words"], next_on=self.cleaned_data["next_on"]
        )

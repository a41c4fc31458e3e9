"""Forms about deadlines that wait: the date of an event, and looking again at a task without one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError
from tasks.actions import event_corrections, events
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


class EventCorrectionForm(StepForm):
    """The right date; sent once it shows what moves, sent again unchanged it is done."""

    event_on = day_field(_("Ngày đúng của mốc"), required=True)
    source = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ký hiệu văn bản hoặc nơi ghi nhận."))
    reason = words_field(_("Lý do sửa"), rows=2)
    same_event = forms.BooleanField(
        label=_("Sửa cả mọi nhiệm vụ đang mở của văn bản này có cùng mốc và cùng ngày sai"),
        required=False,
        initial=True,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    effects: Sequence[event_corrections.Effect] = ()

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        kwargs["initial"] = {"source": task.event_source, **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)
        if task.event_on is not None:
            known = {"event": task.event, "day": f"{task.event_on:%d/%m/%Y}"}
            self.fields["event_on"].help_text = _now("Mốc “%(event)s” đang ghi ngày %(day)s.") % known

    def clean(self) -> dict[str, Any]:
        """What the correction moves has to be seen before it is made."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        try:
            self.effects = event_corrections.preview(
                self.task, self._day(), actor=self.actor, today=self.today, same_event=given["same_event"]
            )
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        seen = f"{given['event_on']}:{given['same_event']}:{len(self.effects)}"
        if given["shown"] != seen:
            self.data = {**{name: self.data.get(name) for name in self.data}, "shown": seen}
            raise forms.ValidationError(
                _now("Chưa có gì được ghi. Xem các hạn sẽ đổi bên dưới rồi bấm lần nữa để sửa.")
            )
        return given

    def _day(self) -> events.EventDay:
        return events.EventDay(self.cleaned_data["event_on"], self.cleaned_data["source"])

    def carry_out(self) -> Task:
        """`event_corrections.correct`."""
        given = self.cleaned_data
        effects = event_corrections.correct(
            self.task.pk, **self.seen, event=self._day(), reason=given["reason"], same_event=given["same_event"]
        )
        return effects[0].task


class ReviewForm(StepForm):
    """What looking again brought, and when to do so next."""

    words = words_field(_("Kết quả rà soát"), rows=2)
    next_on = day_field(_("Rà soát lại ngày"), hint=_("Để trống: theo quy tắc tính hạn của thành phố."))

    def carry_out(self) -> Task:
        """`events.review`."""
        return events.review(
            self.task.pk, **self.seen, words=self.cleaned_data["words"], next_on=self.cleaned_data["next_on"]
        )

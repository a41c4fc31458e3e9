"""Forms about more time: ask, take back, decide."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tasks.actions import extensions, progress
from tasks.forms import FilesField, StepForm, day_field, words_field
from tasks.models import ExtensionReason, Task
from tasks.policy_extensions import pending_of

GRANT, OTHER, REFUSE = "grant", "other", "refuse"


class AskForm(StepForm):
    """A later day, a typed reason with words, how far the work is, and what proves it."""

    due_on = day_field(_("Hạn mới đề nghị"), required=True)
    code = forms.ChoiceField(label=_("Lý do"), choices=ExtensionReason.choices)
    reason = words_field(_("Giải trình lý do"))
    progress = words_field(_("Kết quả đến nay"))
    uploads = FilesField(_("Tài liệu chứng minh"))

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        last = None if args else progress.latest(task)
        kwargs["initial"] = {"progress": last.done if last else "", **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)
        if task.due_on is not None:
            self.fields["due_on"].help_text = _now(
                "Hạn hiện tại %(due)s vẫn tính cho đến khi được chấp thuận. "
                "Mỗi nhiệm vụ được gia hạn tối đa %(cap)s lần; trả lời trong %(days)s ngày làm việc."
            ) % {
                "due": f"{task.due_on:%d/%m/%Y}",
                "cap": settings.EXTENSIONS_PER_TASK,
                "days": settings.EXTENSION_DECISION_WORKING_DAYS,
            }

    def carry_out(self) -> Task:
        """`extensions.ask`."""
        given = {name: self.cleaned_data[name] for name in ("due_on", "code", "reason", "progress")}
        return extensions.ask(
            self.task.pk, **self.seen, wish=extensions.Ask(**given), uploads=self.cleaned_data["uploads"]
        )


class WithdrawForm(StepForm):
    """Words are welcome, not demanded."""

    reason = words_field(_("Lý do rút"), required=False, rows=2)

    def carry_out(self) -> Task:
        """`extensions.withdraw`."""
        return extensions.withdraw(self.task.pk, **self.seen, reason=self.cleaned_data["reason"])


class VerdictFields(forms.Form):
    """Grant as asked, grant another day, or refuse with words; the same for one request and for many."""

    verdict = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[
            (GRANT, _("Đồng ý đúng hạn đề nghị")),
            (OTHER, _("Đồng ý đến ngày khác")),
            (REFUSE, _("Không đồng ý")),
        ],
        widget=forms.RadioSelect,
    )
    granted_on = day_field(_("Ngày khác"), hint=_("Chỉ điền khi chọn “Đồng ý đến ngày khác”."))
    words = words_field(_("Ý kiến"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """A day goes with another day, words with a refusal."""
        given: dict[str, Any] = super().clean() or {}
        for verdict, field, sentence in LACKING:
            if given.get("verdict") == verdict and not given.get(field):
                self.add_error(field, str(sentence))
        return given


LACKING: Final[tuple[tuple[str, str, Promise], ...]] = (
    (OTHER, "granted_on", _("Hãy điền ngày được gia hạn đến.")),
    (REFUSE, "words", _("Hãy nêu lý do không đồng ý.")),
)


class DecideForm(VerdictFields, StepForm):
    """The decision about the request that waits on the task."""

    field_order = ["version", "verdict", "granted_on", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = pending_of(self.task)
        if waiting is not None:
            self.fields["verdict"].help_text = _now("%(unit)s đề nghị gia hạn từ %(before)s đến %(asked)s.") % {
                "unit": self.task.lead.short_name,
                "before": f"{waiting.due_before:%d/%m/%Y}",
                "asked": f"{waiting.asked_due_on:%d/%m/%Y}",
            }

    def carry_out(self) -> Task:
        """`extensions.decide`; the day asked for is read again under the lock of the task."""
        given = self.cleaned_data
        day = extensions.AS_ASKED if given["verdict"] == GRANT else None
        day = given["granted_on"] if given["verdict"] == OTHER else day
        return extensions.decide(self.task.pk, **self.seen, verdict=extensions.Verdict(day, given["words"]))

"""Forms of the moves: what each asks for, and which action carries it out."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tasks.actions import files, progress
from tasks.models import ContestReason, ObstacleCode, Task

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy

ACCEPTED_ENDINGS = ",".join(files.FORMATS)


class DayInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: "str | Lazy", *, required: bool = False, hint: "str | Lazy" = "") -> forms.DateField:
    """A date."""
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=hint)


def words_field(label: "str | Lazy", *, required: bool = True, rows: int = 3, most: int = 4000) -> forms.CharField:
    """Free words, at most `most` characters."""
    return forms.CharField(label=label, required=required, max_length=most, widget=forms.Textarea({"rows": rows}))


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploads; what is in them is judged by `actions.files`, which says why it refuses one."""

    def __init__(self, label: "str | Lazy") -> None:
        super().__init__(
            label=label,
            required=False,
            allow_empty_file=True,
            widget=FilesInput({"accept": ACCEPTED_ENDINGS}),
            help_text=_("Nhiều nhất 10 tệp: PDF, Word, Excel, PowerPoint, ODF, ảnh, văn bản thuần."),
        )

    def clean(self, data: Sequence[Any] | None, initial: object = None) -> list[Any]:
        """Each upload as Django checks it."""
        return [super(FilesField, self).clean(upload, initial) for upload in data or []]


class StepForm(forms.Form):
    """The base: carries the version of the task that was on the page when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, actor: User, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": task.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.task, self.actor, self.today = task, actor, today
        if first := next(iter(self.visible_fields()), None):
            first.field.widget.attrs["autofocus"] = True

    def carry_out(self) -> Task:
        """Make the move with what was typed (the form is valid)."""
        raise NotImplementedError

    @property
    def seen(self) -> dict[str, Any]:
        """Who acts, when, and the version they saw: what every action asks for."""
        return {"actor": self.actor, "today": self.today, "seen_version": self.cleaned_data["version"]}


class ReceiveForm(StepForm):
    """Nothing to fill in."""

    def carry_out(self) -> Task:
        """`progress.receive`."""
        return progress.receive(self.task.pk, **self.seen)


class ContestForm(StepForm):
    """A typed reason and words."""

    code = forms.ChoiceField(label=_("Lý do"), choices=ContestReason.choices, widget=forms.RadioSelect)
    reason = words_field(_("Giải thích, đề xuất đơn vị phù hợp"))

    def carry_out(self) -> Task:
        """`progress.contest`."""
        return progress.contest(
            self.task.pk, **self.seen, code=self.cleaned_data["code"], reason=self.cleaned_data["reason"]
        )


class DelegateForm(StepForm):
    """One officer of the lead."""

    officer = forms.ModelChoiceField(label=_("Chuyên viên thực hiện"), queryset=User.objects.none())
    note = words_field(_("Ý kiến chỉ đạo"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = progress.delegates(self.task, self.today)
        field = self.fields["officer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared three lines above
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people])
        field.initial = self.task.officer_id

    def carry_out(self) -> Task:
        """`progress.delegate`."""
        return progress.delegate(
            self.task.pk, **self.seen, officer=self.cleaned_data["officer"], note=self.cleaned_data["note"]
        )


class ReportForm(StepForm):
    """The five fields, filled with the last report, so that what has not changed need not be typed again."""

    done = words_field(_("Đã làm"))
    next = words_field(_("Việc tiếp theo"), required=False, rows=2)
    percent = forms.IntegerField(label=_("Tiến độ (%)"), min_value=0, max_value=100)
    forecast_on = day_field(_("Dự kiến xong"))
    obstacle = forms.ChoiceField(label=_("Vướng mắc"), choices=ObstacleCode.choices, initial=ObstacleCode.NONE)
    support = words_field(_("Đề nghị hỗ trợ"), required=False, rows=2)
    uploads = FilesField(_("Tệp kèm theo"))

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        last = None if args else progress.latest(task)
        kwargs["initial"] = {**(asdict(last) if last else {"percent": task.percent}), **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)

    def carry_out(self) -> Task:
        """`progress.report`."""
        given = {name: self.cleaned_data[name] for name in progress.Progress.__dataclass_fields__}
        return progress.report(
            self.task.pk, **self.seen, progress=progress.Progress(**given), uploads=self.cleaned_data["uploads"]
        )


class UnchangedForm(StepForm):
    """Nothing to fill in: no change, still on date."""

    def carry_out(self) -> Task:
        """`progress.report_unchanged`."""
        return progress.report_unchanged(self.task.pk, **self.seen)


class SubmitForm(StepForm):
    """The product: number and date of the paper, or files."""

    number = forms.CharField(
        label=_("Số, ký hiệu văn bản kết quả"),
        required=False,
        max_length=80,
        help_text=_("Ví dụ 215/BC-STC; để trống nếu đính kèm tệp kết quả."),
    )
    issued_on = day_field(_("Ngày văn bản kết quả"))
    words = words_field(_("Tóm tắt kết quả"), required=False)
    uploads = FilesField(_("Tệp kết quả"))

    def carry_out(self) -> Task:
        """`progress.submit`."""
        given = self.cleaned_data
        result = progress.Result(number=given["number"], issued_on=given["issued_on"], words=given["words"])
        return progress.submit(self.task.pk, **self.seen, result=result, uploads=given["uploads"])


class AcceptForm(StepForm):
    """A word of thanks, or none."""

    comment = words_field(_("Ý kiến"), required=False, rows=2)

    def carry_out(self) -> Task:
        """`progress.accept`."""
        return progress.accept(self.task.pk, **self.seen, comment=self.cleaned_data["comment"])


class ReasonForm(StepForm):
    """A reason that must be given; which move it is for, the subclass says."""

    action: ClassVar[Any]
    reason = words_field(_("Lý do"))

    def carry_out(self) -> Task:
        """The action of the subclass."""
        result: Task = type(self).action(self.task.pk, **self.seen, reason=self.cleaned_data["reason"])
        return result


class ReturnForm(ReasonForm):
    """Why the result is not accepted."""

    action = staticmethod(progress.return_)
    reason = words_field(_("Lý do trả lại, nội dung cần bổ sung"))


class SuspendForm(ReasonForm):
    """Why the work rests."""

    action = staticmethod(progress.suspend)


class ResumeForm(ReasonForm):
    """Words are welcome, not demanded."""

    action = staticmethod(progress.resume)
    reason = words_field(_("Ý kiến"), required=False, rows=2)


class WithdrawForm(StepForm):
    """The document that takes the task back, and why."""

    document = forms.CharField(label=_("Số, ký hiệu văn bản thu hồi"), max_length=80)
    reason = words_field(_("Lý do"))

    def carry_out(self) -> Task:
        """`progress.withdraw`."""
        given = self.cleaned_data
        return progress.withdraw(self.task.pk, **self.seen, reason=given["reason"], document=given["document"])

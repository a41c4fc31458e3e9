"""Forms of the moves: what each asks for, and which action carries it out."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.widgets import DayInput
from tasks import practice
from tasks.actions import files, progress, shares
from tasks.models import CodeKind, ObstacleCode, Task

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy

ACCEPTED_ENDINGS = ",".join(files.FORMATS)


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
    """A typed reason, words, and what the reason demands beside."""

    code = forms.ChoiceField(label=_("Lý do"), widget=forms.RadioSelect)
    reason = words_field(_("Giải thích"))
    unit = forms.ModelChoiceField(
        label=_("Đơn vị phù hợp"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Bắt buộc khi không đúng chức năng, nhiệm vụ."),
    )
    duplicate = forms.CharField(
        label=_("Trùng với nhiệm vụ"), max_length=200, required=False, help_text=_("Bắt buộc khi trùng nhiệm vụ khác.")
    )
    document = forms.CharField(
        label=_("Văn bản đã thực hiện"), max_length=80, required=False, help_text=_("Bắt buộc khi đã thực hiện xong.")
    )
    day = day_field(_("Ngày có thể hoàn thành"), hint=_("Bắt buộc khi không thể hoàn thành đúng hạn."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units(self.today).exclude(pk=self.task.lead_id))
        choose(self, "code", CodeKind.CONTEST)

    def carry_out(self) -> Task:
        """`progress.contest`."""
        given = self.cleaned_data
        beside = progress.Beside(given["unit"], given["duplicate"], given["document"], given["day"])
        return progress.contest(self.task.pk, **self.seen, code=given["code"], reason=given["reason"], beside=beside)


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
    obstacle = forms.ChoiceField(label=_("Vướng mắc"), initial=ObstacleCode.NONE)
    support = words_field(_("Đề nghị hỗ trợ"), required=False, rows=2)
    uploads = FilesField(_("Tệp kèm theo"))

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        last = None if args else progress.latest(task)
        kwargs["initial"] = {**(asdict(last) if last else {"percent": task.percent}), **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)
        choose(self, "obstacle", CodeKind.OBSTACLE)
        if task.due_on is not None:
            self.fields["forecast_on"].help_text = _now("Hạn %(due)s; sau hạn thì nên xin gia hạn.") % {
                "due": f"{task.due_on:%d/%m/%Y}"
            }
        if (reached := shares.percent_of(task)) is not None:
            self.initial["percent"] = reached
            self.fields["percent"].disabled = True
            self.fields["percent"].help_text = _now("Tính từ các việc phân công nội bộ.")

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


class ReasonForm(StepForm):
    """A reason that must be given; which move it is for, the subclass says."""

    action: ClassVar[Any]
    reason = words_field(_("Lý do"))

    def carry_out(self) -> Task:
        """The action of the subclass."""
        result: Task = type(self).action(self.task.pk, **self.seen, reason=self.cleaned_data["reason"])
        return result


def units(today: date) -> QuerySet[Organisation]:
    """Organisations that can be given work: in force, and below the top of the tree."""
    return Organisation.objects.in_force(today).filter(parent__isnull=False).order_by("rank", "short_name")


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Set the rows among which a field of the form chooses, because they depend on the day."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - only such fields are named here
    field.queryset = rows


def choose(form: forms.Form, name: str, kind: CodeKind) -> None:
    """Set the codes among which a field of the form chooses, as the office keeps them."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - only such fields are named here
    field.choices = practice.choices(kind)

"""Forms from the report that a task is done to its acceptance, and of work that rests or is taken back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tasks.actions import pauses, results, shares
from tasks.forms import FilesField, ReasonForm, StepForm, choose, day_field, words_field
from tasks.models import CodeKind, Task
from tasks.models.task import OPEN_VALUES

WITH_PARTS = [("yes", _("Áp dụng cho cả các việc đó")), ("no", _("Để nguyên các việc đó"))]


class SubmitForm(StepForm):
    """The product: number and date of the paper, or files; and why, when work inside is not done yet."""

    number = forms.CharField(
        label=_("Số, ký hiệu văn bản kết quả"),
        required=False,
        max_length=80,
        help_text=_("Ví dụ 215/BC-STC; văn bản đã có trong kho được liên kết theo số này. Để trống nếu đính kèm tệp."),
    )
    issued_on = day_field(_("Ngày văn bản kết quả"))
    submit_to = forms.CharField(label=_("Cấp trình"), required=False, max_length=200)
    words = words_field(_("Tóm tắt kết quả"), required=False)
    uploads = FilesField(_("Tệp kết quả"))

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        kwargs["initial"] = {"submit_to": task.submit_to, **(kwargs.get("initial") or {})}
        super().__init__(*args, task=task, **kwargs)
        if task.product:
            self.fields["number"].help_text = _now("Sản phẩm phải có: %(product)s. %(hint)s") % {
                "product": task.product,
                "hint": self.fields["number"].help_text,
            }
        if open_parts := shares.parts_of(task).filter(status__in=OPEN_VALUES).count():
            label = _now("Lý do báo cáo khi còn %(count)s việc nội bộ chưa xong") % {"count": open_parts}
            self.fields["unfinished"] = words_field(label, rows=2, most=1000)

    def carry_out(self) -> Task:
        """`results.submit`."""
        given = dict(self.cleaned_data)
        uploads = given.pop("uploads")
        given.pop("version")
        return results.submit(self.task.pk, **self.seen, result=results.Result(**given), uploads=uploads)


class SignOffForm(StepForm):
    """A word, or none."""

    comment = words_field(_("Ý kiến"), required=False, rows=2)

    def carry_out(self) -> Task:
        """`results.sign_off`."""
        return results.sign_off(self.task.pk, **self.seen, comment=self.cleaned_data["comment"])


class TakeBackForm(ReasonForm):
    """Why, when there is something to say."""

    action = staticmethod(results.take_back)
    reason = words_field(_("Lý do rút lại"), required=False, rows=2)


class SendBackForm(ReasonForm):
    """What is missing."""

    action = staticmethod(results.send_back)
    reason = words_field(_("Lý do chưa ký, nội dung cần bổ sung"))


class AcceptForm(StepForm):
    """How good the result is; a mark that must be explained asks for words."""

    quality = forms.ChoiceField(label=_("Chất lượng kết quả"), widget=forms.RadioSelect)
    quality_note = forms.CharField(
        label=_("Nhận xét chất lượng"), max_length=1000, required=False, help_text=_("Bắt buộc khi chưa tốt.")
    )
    comment = words_field(_("Ý kiến"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "quality", CodeKind.QUALITY)

    def carry_out(self) -> Task:
        """`results.accept`."""
        given = self.cleaned_data
        mark = results.Mark(given["quality"], given["quality_note"])
        return results.accept(self.task.pk, **self.seen, mark=mark, comment=given["comment"])


class ReturnForm(ReasonForm):
    """Why the result is not accepted."""

    action = staticmethod(results.return_)
    reason = words_field(_("Lý do trả lại, nội dung cần bổ sung"))


class GroundForm(StepForm):
    """A document by number and date, words, and what becomes of the work handed out below."""

    document = forms.CharField(label=_("Số, ký hiệu văn bản làm căn cứ"), max_length=80, required=False)
    document_on = day_field(_("Ngày văn bản"))
    reason = words_field(_("Lý do"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = pauses.open_below(self.task)
        if below:
            label = _now("Còn %(count)s việc phân công nội bộ chưa xong") % {"count": len(below)}
            names = "; ".join(part.title for part in below[:5])
            self.fields["with_parts"] = forms.ChoiceField(
                label=label, choices=WITH_PARTS, widget=forms.RadioSelect, help_text=names
            )

    def ground(self) -> pauses.Ground:
        """As the actions take it."""
        given = self.cleaned_data
        decided = {"yes": True, "no": False}.get(given.get("with_parts", ""))
        return pauses.Ground(given["reason"], given["document"], given["document_on"], decided)


class SuspendForm(GroundForm):
    """Why the work rests: words or a document."""

    def carry_out(self) -> Task:
        """`pauses.suspend`."""
        return pauses.suspend(self.task.pk, **self.seen, ground=self.ground())


class WithdrawForm(GroundForm):
    """Why, and the document that takes the task back; work inside a unit needs only words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["document"].required = not self.task.is_inside

    def carry_out(self) -> Task:
        """`pauses.withdraw`."""
        return pauses.withdraw(self.task.pk, **self.seen, ground=self.ground())


class ResumeForm(ReasonForm):
    """Words are welcome, not demanded; the form says that no deadline moves."""

    action = staticmethod(pauses.resume)
    reason = words_field(_("Ý kiến"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rested = self.task.events.filter(move="suspend").order_by("-pk").values_list("on", flat=True).first()
        said = {"since": f"{rested:%d/%m/%Y}" if rested else "…", "due": _now("không có hạn")}
        if self.task.due_on is not None:
            said["due"] = f"{self.task.due_on:%d/%m/%Y}"
        self.fields["reason"].help_text = (
            _now("Tạm dừng từ %(since)s. Hạn giữ nguyên (%(due)s); cần thêm thời gian thì xin gia hạn.") % said
        )

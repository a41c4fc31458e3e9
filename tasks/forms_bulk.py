"""What one step on many tasks asks for once, and how it is taken on each of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import scope
from accounts.models import Membership, User
from accounts.roles import ANSWER, Role
from tasks.actions import assign, progress, results
from tasks.forms import choose
from tasks.models import CodeKind, Task


class BulkForm(forms.Form):
    """The base: nothing to fill in."""

    def __init__(self, *args: Any, actor: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today = actor, today

    def take(self, task: Task, seen_version: int) -> Task:
        """The step on one task; raises `DomainError` when it cannot be taken."""
        raise NotImplementedError

    def seen(self, seen_version: int) -> dict[str, Any]:
        """Who acts, when, and the version that the preview showed."""
        return {"actor": self.actor, "today": self.today, "seen_version": seen_version}


class ReceiveMany(BulkForm):
    """`progress.receive`."""

    def take(self, task: Task, seen_version: int) -> Task:
        """See the class."""
        return progress.receive(task.pk, **self.seen(seen_version))


class UnchangedMany(BulkForm):
    """`progress.report_unchanged`: nothing new, still on date."""

    def take(self, task: Task, seen_version: int) -> Task:
        """See the class."""
        return progress.report_unchanged(task.pk, **self.seen(seen_version))


class DelegateMany(BulkForm):
    """One officer for all of them, out of the units that the person heads."""

    officer = forms.ModelChoiceField(label=_("Chuyên viên thực hiện"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: set[int] = set()
        posts = Membership.objects.on(self.today).filter(role__in=ANSWER)
        for path in scope.of(self.actor, self.today).paths:
            people.update(posts.filter(organisation__path__startswith=path).values_list("user", flat=True))
        field = self.fields["officer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = User.objects.filter(pk__in=people).order_by("full_name", "pk")

    def take(self, task: Task, seen_version: int) -> Task:
        """`progress.delegate`."""
        return progress.delegate(task.pk, **self.seen(seen_version), officer=self.cleaned_data["officer"])


class SignOffMany(BulkForm):
    """`results.sign_off`."""

    def take(self, task: Task, seen_version: int) -> Task:
        """See the class."""
        return results.sign_off(task.pk, **self.seen(seen_version))


class AcceptMany(BulkForm):
    """One mark for all of them; a result that needs words of its own is accepted on its page."""

    quality = forms.ChoiceField(label=_("Chất lượng kết quả"), widget=forms.RadioSelect)
    quality_note = forms.CharField(
        label=_("Nhận xét chất lượng"), max_length=1000, required=False, help_text=_("Bắt buộc khi chưa tốt.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "quality", CodeKind.QUALITY)

    def take(self, task: Task, seen_version: int) -> Task:
        """`results.accept`."""
        mark = results.Mark(self.cleaned_data["quality"], self.cleaned_data["quality_note"])
        return results.accept(task.pk, **self.seen(seen_version), mark=mark)


class SuperviseMany(BulkForm):
    """Another monitor for all of them; who leads stays."""

    monitor = forms.ModelChoiceField(label=_("Chuyên viên theo dõi"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [person.pk for person in assign.seats(Role.MONITOR, self.today)]
        field = self.fields["monitor"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = User.objects.filter(pk__in=people).order_by("full_name", "pk")

    def take(self, task: Task, seen_version: int) -> Task:
        """`assign.supervise`."""
        monitor = self.cleaned_data["monitor"]
        return assign.supervise(task.pk, **self.seen(seen_version), monitor=monitor, leader=task.leader)


FORMS: Final[Mapping[str, type[BulkForm]]] = {
    "receive": ReceiveMany,
    "unchanged": UnchangedMany,
    "delegate": DelegateMany,
    "sign_off": SignOffMany,
    "accept": AcceptMany,
    "supervise": SuperviseMany,
}
"""By the name of the step on the page of a task, whose permission is asked for each task."""

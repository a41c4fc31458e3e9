"""Forms of assignment: the lead, the coordinating organisations, who follows, and a task by hand."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.roles import Role
from directives.models import Directive
from tasks.actions import assign
from tasks.forms import ReasonForm, StepForm, day_field, words_field
from tasks.models import Party, PartyStatus, Task


def units(today: date) -> QuerySet[Organisation]:
    """Organisations that can be given work: in force, and below the top of the tree."""
    return Organisation.objects.in_force(today).filter(parent__isnull=False).order_by("rank", "short_name")


class UnitField(forms.ModelChoiceField[Organisation]):
    """One organisation; the choices are set when the form is made, because they depend on the day."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, queryset=Organisation.objects.none())


class ReassignForm(StepForm):
    """Another lead, and why."""

    lead = UnitField(_("Cơ quan chủ trì mới"))
    reason = words_field(_("Lý do"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "lead", units(self.today).exclude(pk=self.task.lead_id))

    def carry_out(self) -> Task:
        """`assign.reassign`."""
        given = self.cleaned_data
        return assign.reassign(self.task.pk, **self.seen, lead=given["lead"], reason=given["reason"])


class RejectContestForm(ReasonForm):
    """Why the choice stands."""

    action = staticmethod(assign.reject_contest)


class SuperviseForm(StepForm):
    """Who follows the task, who is in charge of it."""

    monitor = forms.ModelChoiceField(label=_("Chuyên viên theo dõi"), queryset=User.objects.none(), required=False)
    leader = forms.ModelChoiceField(label=_("Lãnh đạo phụ trách"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, role, now in (
            ("monitor", Role.MONITOR, self.task.monitor_id),
            ("leader", Role.LEADER, self.task.leader_id),
        ):
            keys = [person.pk for person in assign.seats(role, self.today)]
            _offer(self, name, User.objects.filter(pk__in=keys))
            self.fields[name].initial = now

    def carry_out(self) -> Task:
        """`assign.supervise`."""
        given = self.cleaned_data
        return assign.supervise(self.task.pk, **self.seen, monitor=given["monitor"], leader=given["leader"])


class PartyTermsForm(StepForm):
    """What is asked of a coordinating organisation."""

    part = forms.CharField(label=_("Phần việc"), max_length=500, required=False)
    due_on = day_field(_("Hạn của phần việc"))

    def terms(self) -> assign.PartyTerms:
        """As the actions take them."""
        return assign.PartyTerms(self.cleaned_data["part"], self.cleaned_data["due_on"])


class AddPartyForm(PartyTermsForm):
    """One more coordinating organisation."""

    organisation = UnitField(_("Cơ quan phối hợp"))
    field_order = ["version", "organisation", "part", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = self.task.parties.values("organisation")
        _offer(self, "organisation", units(self.today).exclude(pk=self.task.lead_id).exclude(pk__in=taken))

    def carry_out(self) -> Task:
        """`assign.add_party`."""
        organisation = self.cleaned_data["organisation"]
        return assign.add_party(self.task.pk, **self.seen, organisation=organisation, terms=self.terms())


class PartyForm(StepForm):
    """A form about one party of the task, named in a hidden field."""

    party = forms.ModelChoiceField(queryset=Party.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "party", self.task.parties.all())
        self.about = party
        self.initial["party"] = party.pk


class EditPartyForm(PartyForm, PartyTermsForm):
    """Other terms."""

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        kwargs["initial"] = {"part": party.part, "due_on": party.due_on}
        super().__init__(*args, party=party, **kwargs)

    def carry_out(self) -> Task:
        """`assign.edit_party`."""
        return assign.edit_party(self.about.pk, **self.seen, terms=self.terms())


class RemovePartyForm(PartyForm):
    """Nothing to fill in."""

    def carry_out(self) -> Task:
        """`assign.remove_party`."""
        return assign.remove_party(self.about.pk, **self.seen)


class UpdatePartyForm(PartyForm):
    """How far the part is."""

    status = forms.ChoiceField(label=_("Trạng thái"), choices=PartyStatus.choices)
    words = words_field(_("Ghi chú"), required=False, rows=2, most=1000)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        kwargs["initial"] = {"status": party.status, "words": party.note}
        super().__init__(*args, party=party, **kwargs)

    def carry_out(self) -> Task:
        """`assign.update_party`."""
        given = self.cleaned_data
        return assign.update_party(self.about.pk, **self.seen, status=given["status"], words=given["words"])


class OrderForm(forms.Form):
    """A task by hand under a paper, for what was ordered aloud."""

    text = words_field(_("Nội dung nhiệm vụ"), rows=5)
    lead = UnitField(_("Cơ quan chủ trì"))
    due_on = day_field(_("Hạn"), hint=_("Để trống khi không có hạn."))
    product = forms.CharField(label=_("Sản phẩm"), max_length=500, required=False)
    coordinating = forms.ModelMultipleChoiceField(
        label=_("Cơ quan phối hợp"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Giữ Ctrl để chọn nhiều đơn vị."),
    )

    def __init__(self, *args: Any, directive: Directive, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directive = directive
        for name in ("lead", "coordinating"):
            _offer(self, name, units(today))

    def order(self) -> assign.Order:
        """As the action takes it (the form is valid)."""
        return assign.Order(**self.cleaned_data)


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - only such fields are named here
    field.queryset = rows

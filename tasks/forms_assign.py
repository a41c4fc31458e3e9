"""Forms of assignment: the lead, the coordinating organisations, who follows, and a task by hand."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.roles import Role
from directives.models import Directive
from tasks.actions import assign, parties
from tasks.deadlines import DeadlineKind
from tasks.forms import FilesField, ReasonForm, StepForm, day_field, offer, units, words_field
from tasks.models import Party, PartyStatus, Task

NEXT_STATUS = {
    PartyStatus.ASKED.value: PartyStatus.RECEIVED.value,
    PartyStatus.RECEIVED.value: PartyStatus.WORKING.value,
}
"""The state that usually comes after the one that a part is in."""
PART_KINDS = ((DeadlineKind.UNTIL.value, _("đến hết ngày")), (DeadlineKind.BEFORE.value, _("“trước ngày”")))
"""A day that somebody chose for a part; terms in days stand in papers only."""


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
        rows = units(self.today).exclude(pk=self.task.lead_id)
        if self.task.giver is not None:
            rows = rows.filter(path__startswith=self.task.giver.path)
        offer(self, "lead", rows)
        self.fields["lead"].initial = self._proposed()

    def _proposed(self) -> int | None:
        """The body that the unit named when it contested, if it did."""
        contests = self.task.events.filter(move="contest").order_by("-pk")
        details = contests.values_list("details", flat=True).first() or {}
        return details.get("unit_id")

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
            offer(self, name, User.objects.filter(pk__in=keys))
            self.fields[name].initial = now

    def carry_out(self) -> Task:
        """`assign.supervise`."""
        given = self.cleaned_data
        return assign.supervise(self.task.pk, **self.seen, monitor=given["monitor"], leader=given["leader"])


class PartyTermsForm(StepForm):
    """What is asked of a coordinating organisation."""

    part = forms.CharField(label=_("Phần việc"), max_length=500, required=False)
    due_on = day_field(_("Hạn của phần việc"))
    deadline_kind = forms.ChoiceField(label=_("Cách ghi hạn"), choices=PART_KINDS, required=False)

    def terms(self) -> parties.Terms:
        """As the actions take them."""
        given = self.cleaned_data
        return parties.Terms(given["part"], given["due_on"], given["deadline_kind"] or DeadlineKind.UNTIL.value)


class AddPartyForm(PartyTermsForm):
    """One more coordinating organisation."""

    organisation = UnitField(_("Cơ quan phối hợp"))
    field_order = ["version", "organisation", "part", "due_on", "deadline_kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = self.task.parties.values("organisation")
        offer(self, "organisation", units(self.today).exclude(pk=self.task.lead_id).exclude(pk__in=taken))

    def carry_out(self) -> Task:
        """`parties.add`."""
        organisation = self.cleaned_data["organisation"]
        return parties.add(self.task.pk, **self.seen, organisation=organisation, terms=self.terms())


class PartyForm(StepForm):
    """A form about one party of the task, named in a hidden field."""

    party = forms.ModelChoiceField(queryset=Party.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "party", self.task.parties.all())
        self.about = party
        self.initial["party"] = party.pk


class EditPartyForm(PartyForm, PartyTermsForm):
    """Other terms."""

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        kwargs["initial"] = {"part": party.part, "due_on": party.due_on, "deadline_kind": party.deadline_kind}
        super().__init__(*args, party=party, **kwargs)

    def carry_out(self) -> Task:
        """`parties.edit`."""
        return parties.edit(self.about.pk, **self.seen, terms=self.terms())


class RemovePartyForm(PartyForm):
    """Nothing to fill in."""

    def carry_out(self) -> Task:
        """`parties.remove`."""
        return parties.remove(self.about.pk, **self.seen)


class UpdatePartyForm(PartyForm):
    """How far the part is."""

    status = forms.ChoiceField(label=_("Trạng thái"), choices=PartyStatus.choices)
    words = words_field(_("Đã làm được gì, vướng mắc"), required=False, rows=2, most=1000)
    uploads = FilesField(_("Tệp kèm theo"))

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        kwargs["initial"] = {"status": NEXT_STATUS.get(party.status, party.status), "words": party.note}
        super().__init__(*args, party=party, **kwargs)

    def carry_out(self) -> Task:
        """`parties.update`."""
        given = self.cleaned_data
        said = {"status": given["status"], "words": given["words"], "uploads": given["uploads"]}
        return parties.update(self.about.pk, **self.seen, **said)


class RemindPartyForm(PartyForm):
    """Nothing to fill in."""

    def carry_out(self) -> Task:
        """`parties.remind`."""
        return parties.remind(self.about.pk, **self.seen)


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
    path = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, directive: Directive, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directive = directive
        for name in ("lead", "coordinating"):
            offer(self, name, units(today))

    def order(self) -> assign.Order:
        """As the action takes it (the form is valid)."""
        return assign.Order(**self.cleaned_data)

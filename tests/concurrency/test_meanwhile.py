"""Two people on one form: the second keeps what was typed and reads who changed what, in every form with a version."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

import tasks.urls  # noqa: F401 - the forms that its views use are found among the subclasses
from accounts.forms import MoveForm, OrganisationForm, PersonForm, ProfileForm, VersionedForm
from accounts.forms_absence import AbsenceForm
from accounts.forms_invitation import InviteForm
from accounts.forms_posts import CorrectPostForm
from accounts.forms_signin import SecondFactorForm
from accounts.models import Absence, Membership, Reorganisation, SecondFactorRule
from directives.forms import HeaderForm
from directives.forms_targets import TargetForm
from directives.models import Target
from tasks.forms_succession import DecisionForm
from tests import factories as make

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Điều người thứ nhất ghi", "Điều người thứ hai gõ"
ELSEWHERE = {
    MoveForm: "one choice and no text: the page it comes back to shows the tree as it is",
    InviteForm: "makes a person, and has no version",
}
"""Forms with a version that do not come back with the text, and why."""


def person(people):
    return reverse("person-edit", args=[people.lan.pk]), "full_name"


def profile(people):
    del people
    return reverse("account-profile"), "full_name"


def organisation(people):
    return reverse("organisation-edit", args=[people.finance.pk]), "name"


def post(people):
    return reverse("post-edit", args=[Membership.objects.get(user=people.lan).pk]), "title"


def absence(people):
    row = Absence.objects.create(
        person=people.lan, first_on=date(2030, 1, 2), last_on=date(2030, 1, 4), entered_by=people.quan
    )
    return reverse("absence-change", args=[row.pk]), "ground"


def second_factor(people):
    del people
    SecondFactorRule.objects.update_or_create(pk=1, defaults={"roles": [], "since": date(2030, 1, 2)})
    return reverse("second-factor-rule"), "grace_days"


def reorganisation(people):
    row = Reorganisation.objects.create(
        kind="dissolve",
        effective_on=date(2030, 1, 2),
        document="12/QĐ-UBND",
        created_by=people.quan,
        sources=[people.finance.pk],
        receivers=[people.building.pk],
    )
    return reverse("reorganisation-edit", args=[row.pk]), "note"


def header(people):
    paper = make.directive(registered_by=people.thao)
    return reverse("directive-edit", args=[paper.pk]), "subject"


def target(people):
    row = Target.objects.create(directive=make.directive(registered_by=people.thao), name="Hồ sơ", value_from=90)
    return reverse("target-edit", args=[row.pk]), "name"


OPENED = {
    PersonForm: (person, ("quan", "quan")),
    ProfileForm: (profile, ("quan", "quan")),
    OrganisationForm: (organisation, ("quan", "quan")),
    CorrectPostForm: (post, ("quan", "quan")),
    AbsenceForm: (absence, ("quan", "hoa")),
    SecondFactorForm: (second_factor, ("quan", "quan")),
    DecisionForm: (reorganisation, ("quan", "quan")),
    HeaderForm: (header, ("thao", "hoa")),
    TargetForm: (target, ("thao", "hoa")),
}
"""How each form is reached, what is typed into, and who is first and second (in two windows where it is the same)."""


def kinds(form=VersionedForm):
    """Every form with a version, through all generations."""
    for each in form.__subclasses__():
        yield each
        yield from kinds(each)


def test_every_form_with_a_version_is_held_here():
    assert set(kinds()) == set(OPENED) | set(ELSEWHERE)


def typed(page, name, words):
    """What a browser would send of the page's form, with `words` in one field."""
    form = page.context["form"]
    sent = {}
    for field in form:
        value = field.field.prepare_value(field.value()) if hasattr(field.field, "prepare_value") else field.value()
        if value not in (None, False, ""):
            sent[field.html_name] = value.isoformat() if isinstance(value, date) else value
    return sent | {name: words}


@pytest.mark.parametrize("form", OPENED)
def test_the_second_reads_who_changed_what_and_keeps_the_text(people, form):
    opened, (first, second) = OPENED[form]
    address, name = opened(people)
    one, two = Client(), Client()
    one.force_login(getattr(people, first))
    two.force_login(getattr(people, second))
    said = ("41", "42") if name == "grace_days" else (FIRST, SECOND)
    page = two.get(address)
    assert one.post(address, typed(one.get(address), name, said[0])).status_code == 302
    refused = two.post(address, typed(page, name, said[1]))
    assert refused.status_code in {409, 422}
    sentences = " ".join(refused.context["form"].non_field_errors())
    assert said[0] in sentences
    shown = refused.context["form"]
    assert shown[name].value() == said[1]
    assert two.post(address, typed(refused, name, said[1])).status_code == 302, "seen now, sent again"

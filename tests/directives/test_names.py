"""Names that a person settled are proposed, used once confirmed, and only for papers of their time."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import DomainError, Refused, Stale
from accounts.models import Organisation
from directives.actions import names, review, shaping
from directives.jobs import gather_names
from directives.matching import Directory
from directives.models import NameState, RememberedName, TaskDraft
from tests import factories
from tests.directives.conftest import TODAY
from tests.directives.test_pages import client_of, queries_of

MENTION = "Sở quản lý ngân khố"


@pytest.fixture
def chosen(people):
    """A clerk settled a strange name on the department of finance and accepted the proposal."""
    Organisation.objects.filter(pk=people.finance.pk).update(valid_from=date(2025, 3, 1))
    paper = factories.directive(issued_on=date(2026, 1, 5))
    draft = factories.draft(directive=paper, lead_mentions=[MENTION], due_on=TODAY, state="proposed")
    draft = shaping.choose_lead(draft.pk, people.finance.pk, actor=people.thao, today=TODAY, seen_version=1)
    review.accept(draft.pk, actor=people.thao, today=TODAY, seen_version=draft.version)
    return draft


def match(mention, day):
    return Directory.load(TODAY).match(mention, day).settled


def test_a_choice_is_proposed_with_the_time_of_its_paper_and_not_used(chosen, people):
    assert [gather_names(), gather_names()] == [1, 0]
    row = RememberedName.objects.get()
    assert (row.name, row.organisation, row.proposed_by) == (MENTION, people.finance, people.thao)
    assert (row.valid_from, row.valid_to, row.state) == (date(2025, 3, 1), None, NameState.PROPOSED)
    assert match(MENTION, TODAY) is None


def test_a_choice_in_an_older_paper_is_proposed_for_the_time_before_the_body(chosen, people):
    type(chosen.directive).objects.update(issued_on=date(2023, 1, 10))
    gather_names()
    row = RememberedName.objects.get()
    assert (row.valid_from, row.valid_to) == (None, date(2025, 3, 1))


def test_confirmed_it_settles_papers_of_its_time_only(chosen, people):
    gather_names()
    row = RememberedName.objects.get()
    names.confirm(
        row.pk, valid_from=date(2025, 3, 1), valid_to=None, actor=people.quan, today=TODAY, seen_version=row.version
    )
    assert match(MENTION, TODAY) == people.finance.pk
    assert match(MENTION.upper(), TODAY) == people.finance.pk
    assert match(MENTION, date(2024, 1, 1)) is None


def test_declined_it_is_never_proposed_again(chosen, people):
    gather_names()
    row = RememberedName.objects.get()
    names.decline(row.pk, actor=people.thao, today=TODAY, seen_version=row.version)
    assert gather_names() == 0
    assert match(MENTION, TODAY) is None


@pytest.mark.parametrize("mention", ["Sở Tài chính", "các sở, ban, ngành", "các đơn vị liên quan"])
def test_what_matching_knows_or_leaves_open_is_not_proposed(chosen, people, mention):
    TaskDraft.objects.update(lead_mentions=[mention])
    assert gather_names() == 0


def test_old_choices_are_not_looked_at(chosen):
    TaskDraft.objects.update(edited_at=timezone.now() - timedelta(days=9))
    assert gather_names() == 0


def test_refusals(chosen, people):
    gather_names()
    row = RememberedName.objects.get()
    open_ended = {"valid_from": None, "valid_to": None}
    with pytest.raises(Refused):
        names.confirm(row.pk, **open_ended, actor=people.lan, today=TODAY, seen_version=row.version)
    with pytest.raises(Stale):
        names.confirm(row.pk, **open_ended, actor=people.thao, today=TODAY, seen_version=9)
    with pytest.raises(DomainError, match="sau ngày bắt đầu"):
        names.confirm(row.pk, valid_from=TODAY, valid_to=TODAY, actor=people.thao, today=TODAY, seen_version=1)


def test_the_page_confirms_and_declines(chosen, people):
    gather_names()
    row = RememberedName.objects.get()
    client = client_of(people.thao)
    assert MENTION in client.get(reverse("name-list")).content.decode()
    form = {"version": row.version, "valid_from": "2025-03-01", "valid_to": ""}
    assert client.post(reverse("name-verb", args=[row.pk, "confirm"]), form).status_code == 302
    assert match(MENTION, TODAY) == people.finance.pk
    bad = client.post(reverse("name-verb", args=[row.pk, "confirm"]), {"version": 2, "valid_from": "x"})
    assert bad.status_code == 400
    assert client.post(reverse("name-verb", args=[row.pk, "decline"]), {"version": 2}).status_code == 302
    assert client.post(reverse("name-verb", args=[row.pk, "burn"]), {"version": 3}).status_code == 404
    assert client_of(people.lan).get(reverse("name-list")).status_code == 403


def test_thirty_names_cost_as_many_queries_as_one(chosen, people):
    gather_names()
    client = client_of(people.thao)
    few = queries_of(client, reverse("name-list"))
    for number in range(29):
        paper = factories.directive(number=200 + number)
        RememberedName.objects.create(
            name=f"Tên {number}",
            key=f"tên {number}",
            organisation=people.building,
            directive=paper,
            proposed_by=people.hoa,
        )
    assert queries_of(client, reverse("name-list")) == few

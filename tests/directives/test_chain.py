"""The chain of papers: up and down, rings, bounds, bare numbers, and the sums of everything below a paper."""

from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.clock import today
from directives import chain
from directives.chain_picture import MOST_IN_COLUMN, draw
from directives.models import Directive, DirectiveState, Reference
from directives.work import Tally
from tasks.filters import TaskFilter
from tasks.models import Task
from tests import factories as make


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def paper(number, **fields):
    issued = {"state": DirectiveState.RELEASED, "released_at": timezone.now(), "symbol": "KH-UBND", "kind": "KH"}
    return make.directive(number=number, **{**issued, **fields})


def cite(lower, relation, target=None, number=""):
    return Reference.objects.create(
        directive=lower,
        target=target,
        number_text=number or target.number_text,
        relation=relation,
        start=0,
        end=1,
    )


@pytest.fixture
def city_chain(people):
    """A conclusion, the resolution that carries it out, two plans below, one of them amended; and bare numbers."""
    top, here, plan, other, change = (paper(number) for number in range(1, 6))
    cite(here, "implements", top)
    cite(here, "implements", number="45-NQ/TW")
    cite(plan, "implements", here)
    cite(other, "implements", here)
    cite(change, "amends", plan)
    return top, here, plan, other, change


def test_layers_go_up_and_down_and_name_bare_numbers(people, city_chain):
    top, here, plan, other, change = city_chain
    found = chain.chain_of(here, Directive.objects.all())
    layers = {node.number: node.layer for node in found.nodes}
    assert layers == {
        top.number_text: -1,
        "45-NQ/TW": -1,
        here.number_text: 0,
        plan.number_text: 1,
        other.number_text: 1,
        change.number_text: 2,
    }
    assert [node.paper for node in found.above if node.paper] == [top]
    bare = next(node for node in found.nodes if node.number == "45-NQ/TW")
    assert (bare.paper, bare.is_registered) == (None, False)
    assert [link.words for link in found.root.up] == ["thực hiện", "thực hiện"]


def test_a_ring_of_papers_ends(people):
    ring = [paper(number) for number in range(1, 6)]
    for lower, upper in zip(ring, [*ring[1:], ring[0]], strict=True):
        cite(lower, "implements", upper)
    found = chain.chain_of(ring[0], Directive.objects.all())
    assert {node.paper for node in found.nodes} == set(ring)
    assert chain.carried_out_by(ring[0].pk) == [ring[4].pk, ring[3].pk, ring[2].pk, ring[1].pk]
    assert draw(found, {}).width > 0


def test_mere_mentions_stand_beside_the_paper_and_lead_no_further(people):
    here, named, beyond = (paper(number) for number in (1, 2, 3))
    cite(here, "cites", named)
    cite(named, "implements", beyond)
    found = chain.chain_of(here, Directive.objects.all())
    assert named in {node.paper for node in found.nodes}
    assert beyond not in {node.paper for node in found.nodes}
    assert chain.carried_out_by(named.pk) == []


def test_three_hundred_papers_are_cut_and_cost_no_more_queries(people):
    def queries(row):
        with CaptureQueriesContext(connection) as caught:
            found = chain.chain_of(row, Directive.objects.all())
        return len(caught), found

    small, large = paper(1), paper(2)
    cite(paper(3), "implements", small)
    rows = Directive.objects.bulk_create(
        Directive(kind="KH", number=number, symbol="X", period="2023", number_text=f"{number}/X", issuer_key="x")
        for number in range(100, 400)
    )
    Reference.objects.bulk_create(
        Reference(directive=row, target=large, number_text=large.number_text, relation="implements", start=0, end=1)
        for row in rows
    )
    few, _found = queries(small)
    many, found = queries(large)
    assert few == many
    assert found.is_cut
    assert len(found.nodes) == chain.MOST
    picture = draw(found, {})
    assert len(picture.boxes) == MOST_IN_COLUMN + 1
    assert [more.count for more in picture.more] == [chain.MOST - 1 - MOST_IN_COLUMN]


def test_boxes_lie_apart_and_the_worst_papers_are_kept(people):
    here = paper(1)
    below = [paper(number) for number in range(10, 25)]
    for row in below:
        cite(row, "implements", here)
    tallies = {below[-1].pk: Tally(9, 9, 9, 0)}
    picture = draw(chain.chain_of(here, Directive.objects.all()), tallies)
    places = {(box.x, box.y) for box in picture.boxes}
    assert len(places) == len(picture.boxes)
    assert below[-1] in {box.node.paper for box in picture.boxes}


def test_the_whole_chain_sums_the_papers_that_carry_it_out_and_opens_their_list(people, city_chain):
    top, here, plan, other, change = city_chain
    for row, due in ((top, None), (here, None), (plan, date(2023, 2, 1)), (change, date(2023, 2, 1)), (other, None)):
        make.task(lead=people.finance, directive=row, due_on=due)
    hoa = client_of(people.hoa)
    response = hoa.get(reverse("directive-chain", args=[here.pk]))
    whole = response.context["whole"]
    assert (whole.total, whole.overdue, response.context["whole_papers"]) == (4, 2, 4)
    for more, number in (("", whole.total), ("&timeliness=overdue", whole.overdue), ("&open=true", whole.open)):
        found = TaskFilter(QueryDict(f"chain={here.pk}{more}"), today=today()).narrow(Task.objects.all())
        assert found.count() == number
    page = response.content.decode()
    assert f"chain={here.pk}&amp;timeliness=overdue" in page
    assert f"directive={plan.pk}&amp;timeliness=overdue" in page


def test_a_number_that_nobody_registered_can_be_entered_from_the_page(people, city_chain):
    here = city_chain[1]
    thao = client_of(people.thao)
    page = thao.get(reverse("directive-chain", args=[here.pk])).content.decode()
    address = f"{reverse('directive-register')}?number_text=45-NQ/TW"
    assert address in page
    assert page.count("Chưa có trong sổ") == 2  # in the picture and in the table
    assert thao.get(address).context["form"].initial["number_text"] == "45-NQ/TW"


def test_a_unit_sees_of_the_chain_what_it_may_see(people, city_chain):
    top, here, plan, other, _change = city_chain
    make.task(lead=people.finance, directive=plan)
    make.task(lead=people.building, directive=other)
    lan = client_of(people.lan)
    assert lan.get(reverse("directive-chain", args=[here.pk])).status_code == 404
    response = lan.get(reverse("directive-chain", args=[plan.pk]))
    nodes = {node.number: node for node in response.context["chain"].nodes}
    assert set(nodes) == {plan.number_text, here.number_text}
    assert nodes[here.number_text].paper is None
    page = response.content.decode()
    assert page.count("Không có trong phạm vi xem") == 2
    assert "Chưa có trong sổ" not in page  # whether somebody else has it is not said
    upper = next(row for row in response.context["rows"] if row.node.layer < 0)
    assert upper.relations == [f"được {plan.number_text} thực hiện"]
    assert reverse("directive-detail", args=[here.pk]) not in page
    assert top.number_text not in page
    assert response.context["whole"].total == 1

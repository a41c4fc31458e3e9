"""A row of a long annex costs the same few queries as a row of a short one, and about the same time."""

from collections import defaultdict
from statistics import median
from time import process_time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import ReviewStep
from tests.directives.review_papers import annex

STEPS = 3
MORE, SLACK = 4.0, 0.05  # the counts of the piles look at every row, with one light query; nothing else does


@pytest.fixture
def thao(people):
    client = Client()
    client.force_login(people.thao)
    return client


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, headers={"HX-Request": "true"})


def spent(work):
    """Processor seconds of this process alone: the time of others on the machine, and of the database, is not ours."""
    begin = process_time()
    response = work()
    assert response.status_code == 200
    return process_time() - begin, response


def edited(draft):
    leads = list(draft.leads.values_list("pk", flat=True))
    return {"version": draft.version, "text": "Việc đã sửa", "leads": leads, "due_on": "15/12", "precision": "day"}


def costs_of(paper, thao):
    """The median cost of each step on a few rows, and the largest answer to a decision in bytes."""
    times, sizes = defaultdict(list), []
    for draft in paper.drafts.order_by("order")[:STEPS]:
        times["form"].append(spent(lambda pk=draft.pk: thao.get(reverse("draft-edit", args=[pk])))[0])
        times["save"].append(spent(lambda draft=draft: post(thao, "draft-edit", draft.pk, **edited(draft)))[0])
        draft.refresh_from_db()
        took, response = spent(lambda draft=draft: post(thao, "draft-verb", draft.pk, "accept", version=draft.version))
        times["accept"].append(took)
        sizes.append(len(response.content))
        step = ReviewStep.objects.of(paper.pk, draft.edited_by).standing().first().pk
        times["undo"].append(spent(lambda step=step: post(thao, "review-undo", paper.pk, step=step))[0])
    return {name: median(measured) for name, measured in times.items()}, max(sizes)


def test_a_step_costs_about_the_same_in_an_annex_of_200_rows_as_in_one_of_15(people, thao):
    """A step that drew or asked for every row again would cost thirteen times as much here."""
    costs = {}
    for rows in (15, 200):
        paper = annex(rows, leads=[people.finance, people.building], actor=people.thao)
        thao.get(reverse("directive-review", args=[paper.pk]))
        costs[rows], size = costs_of(paper, thao)
        assert size < 20_000, "an answer holds one card, not the page"
    for name, cost in costs[200].items():
        print(f"{name}: {costs[15][name] * 1000:.0f} ms, of 200 rows {cost * 1000:.0f} ms")  # noqa: T201 - measured
        assert cost < MORE * costs[15][name] + SLACK, name


def queries(client, work):
    with CaptureQueriesContext(connection) as caught:
        assert work().status_code == 200
    return len(caught)


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_a_step_costs_as_many_queries_in_a_paper_of_thirty_as_in_one_of_one(people, thao, verb):
    counts = []
    for rows in (1, 30):
        paper = annex(rows, leads=[people.finance], actor=people.thao)
        draft = paper.drafts.order_by("order").first()
        data = {"version": draft.version}
        thao.get(reverse("directive-review", args=[paper.pk]))
        counts.append(queries(thao, lambda pk=draft.pk, data=data: post(thao, "draft-verb", pk, verb, **data)))
    assert counts[0] == counts[1]
    assert counts[0] <= 45


def test_accepting_all_costs_the_same_for_one_and_thirty(people, thao):
    counts = []
    for rows in (1, 30):
        paper = annex(rows, leads=[people.finance], actor=people.thao)
        data = {"version": paper.version, "above": "0.9"}
        counts.append(queries(thao, lambda pk=paper.pk, data=data: post(thao, "draft-accept-all", pk, **data)))
        assert paper.drafts.filter(state="accepted").count() == rows
    assert counts[0] == counts[1]

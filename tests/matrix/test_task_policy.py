"""Every step of the tables for every person, task and status, held against steps.txt; and each line mutated.

The expectation is written down by people, not by the columns of the tables, so that it can disagree with them.
"""

from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from accounts.models import User
from tasks import policy, policy_extensions, policy_urging
from tasks.lifecycle import MOVES, Status
from tasks.relations import Relation
from tests.matrix import cases
from tests.matrix.cases import PEOPLE, TODAY

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
LETTERS = dict(zip("ARPGSCZDW", Status, strict=True))
OF_REQUESTS = {Relation.ASKER, Relation.DECIDER}
SIGNED_ANYWAY = {
    "+giver": "who handed work out signs it anyway",
    "+officer": "own results are excluded anyway",
}
SAME_BY_DEFINITION = {
    "reject_contest": {"+officer": "own work is excluded anyway"},
    "accept": {"+officer": "own work is excluded anyway"},
    "return": {"+officer": "own work is excluded anyway"},
    "take_back": {"+giver": "who handed work out signs it, and sends it back instead"},
    "sign_off": SIGNED_ANYWAY,
    "send_back": SIGNED_ANYWAY,
    "change_part": {
        "+monitor": "the office does not oversee work inside",
        "+leader": "the office does not oversee work inside",
        "-việc phân công nội bộ": "only work inside has a giver",
    },
    "ask": {"+giver": "work inside is not extended, and only work inside has a giver"},
    "acknowledge": dict.fromkeys(("+done", "+submitted", "+suspended", "+withdrawn"), "never overdue then"),
    "decide": dict.fromkeys(("+head", "+officer", "+colleague", "+asker"), "the unit that asks is excluded anyway"),
}
"""Mutations that change nothing anybody could see, with the reason."""


class Row(NamedTuple):
    """One line of steps.txt: the statuses, and who may in each case."""

    statuses: set[Status]
    who: dict[str, set[str]]


def read(name):
    """The lines of a table, each cut at its bars, without comments; the heading is the last comment."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    heading = [line for line in lines if line.startswith("#")][-1].lstrip("# ")
    body = [line for line in lines if line.strip() and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in (heading, *body)]


def expected():
    heading, *rows = read("steps.txt")
    return {
        step: Row(
            {LETTERS[each] for each in statuses},
            {case: set(cell.split()) for case, cell in zip(heading[2:], cells, strict=True)},
        )
        for step, statuses, *cells in rows
    }


EXPECTED = expected()


def of_table(step, user, task, world):
    party = cases.party_of(task, world.people) if step == "update_party" else None
    return policy.may(user, step, task, TODAY, party=party)


ASK = {
    "ask": lambda user, task, world: policy_extensions.may_ask(user, task, TODAY),
    "withdraw_ask": lambda user, task, world: policy_extensions.may_withdraw(user, task, TODAY),
    "urge": lambda user, task, world: policy_urging.may_urge(user, task, TODAY),
} | {step: partial(of_table, step) for step in policy.TABLE}
TABLES = {
    **{step: (policy.TABLE, step) for step in policy.TABLE},
    "ask": (policy_extensions.TABLE, "ask"),
    "withdraw_ask": (policy_extensions.TABLE, "withdraw"),
    "urge": (policy_urging.TABLE, "urge"),
}
"""Where the line of a step stands."""


class World(NamedTuple):
    """The people and their tasks."""

    people: object
    tasks: dict
    requests: dict


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for the module and rolled back after it; the tests only read."""
    from django.db import transaction

    from tests import factories

    with django_db_blocker.unblock(), transaction.atomic():
        people = cases.cast(factories.cast())
        made = cases.tasks(people)
        everybody = User.objects.in_bulk([getattr(people, name).pk for name in PEOPLE])
        for name in PEOPLE:
            setattr(people, name, everybody[getattr(people, name).pk])
        yield World(people, vars(made), cases.requests(people, made))
        transaction.set_rollback(True)


def cells(world, step, statuses=tuple(Status)):
    """(case, status, person) with the answer of the code, one by one."""
    for (case, task), status in product(world.tasks.items(), statuses):
        task.status = status.value
        for who in PEOPLE:
            yield case, status, who, ASK[step](getattr(world.people, who), task, world)


def agrees(world, step, statuses):
    """Whether the cells in these statuses are as steps.txt says; stops at the first that is not."""
    row = EXPECTED[step]
    return all(
        bool(decision) == (status in row.statuses and who in row.who[case])
        for case, status, who, decision in cells(world, step, statuses)
    )


def test_steps_txt_names_every_step_of_the_tables_and_no_other():
    assert set(EXPECTED) == set(ASK), (
        "write the step into tests/matrix/steps.txt: who may, on which task, in which status"
    )
    assert set(MOVES) <= set(policy.TABLE)


@pytest.mark.parametrize("step", EXPECTED)
def test_each_cell(world, step):
    row = EXPECTED[step]
    wrong = [
        f"{who} {step} {case} {status.value}: {'allowed' if decision else decision.reason}"
        for case, status, who, decision in cells(world, step)
        if bool(decision) != (status in row.statuses and who in row.who[case])
    ]
    assert wrong == []


@pytest.mark.parametrize("step", EXPECTED)
def test_every_refusal_has_its_sentence(world, step):
    assert all(decision.reason for *_cell, decision in cells(world, step) if not decision)


def deciding(world):
    return {
        name: {who for who in PEOPLE if policy_extensions.may_decide(getattr(world.people, who), request, TODAY)}
        for name, request in world.requests.items()
    }


def test_each_request_for_more_time(world):
    assert deciding(world) == {name: set(who.split()) for name, who in read("requests.txt")[1:]}


# ── mutations ─────────────────────────────────────────────────────────────────────────────────
def mutants(step, line):
    """(name, line, statuses in which it may show): one column, status or condition more or less."""
    some = [min(line.statuses)]
    for relation in Relation:
        if relation in line.who or relation not in OF_REQUESTS or step in {"withdraw_ask", "decide"}:
            sign = "-" if relation in line.who else "+"
            yield f"{sign}{relation}", replace(line, who=line.who ^ {relation}), some
    for status in Status if step != "decide" else ():
        sign = "-" if status in line.statuses else "+"
        yield (
            f"{sign}{status}",
            replace(line, statuses=line.statuses ^ {status}, closed=lambda case: "closed"),
            [status],
        )
    for kind in ("unless", "provided"):
        conditions = getattr(line, kind)
        for index, condition in enumerate(conditions):
            rest = conditions[:index] + conditions[index + 1 :]
            yield f"-{condition.words}", replace(line, **{kind: rest}), some


def survivors(table, key, step, notices):
    """Names of the mutants of one line that `notices` does not notice."""
    found, kept = set(), table[key]
    for name, mutant, statuses in list(mutants(step, kept)):
        table[key] = mutant
        if not notices(statuses):
            found.add(name)
    table[key] = kept
    return found


@pytest.mark.parametrize("step", EXPECTED)
def test_a_mutation_of_one_line_is_noticed(world, step):
    found = survivors(*TABLES[step], step, lambda statuses: not agrees(world, step, statuses))
    assert found == set(SAME_BY_DEFINITION.get(step, ()))


def test_a_mutation_of_deciding_is_noticed(world):
    kept = deciding(world)
    found = survivors(policy_extensions.TABLE, "decide", "decide", lambda _statuses: deciding(world) != kept)
    assert found == set(SAME_BY_DEFINITION["decide"])


def test_the_size_of_the_matrix(world, record_property):
    cells_in_all = len(EXPECTED) * len(world.tasks) * len(Status) * len(PEOPLE)
    record_property("steps × tasks × statuses × people", cells_in_all)
    assert cells_in_all >= 20_000

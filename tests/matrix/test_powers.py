"""Every power of an office for every role, held against powers.txt; and each line mutated."""

from dataclasses import replace

import pytest

from accounts import people_policy, reorganisation_policy
from accounts.roles import Role
from directives import policy as directive_policy
from tasks import policy_instructions, policy_meetings, policy_office
from tasks.reports.permissions import POWERS
from tests import factories as make
from tests.matrix.cases import TODAY
from tests.matrix.test_task_policy import read

pytestmark = pytest.mark.django_db
TABLES = {
    "people": people_policy.TABLE,
    "reorganisations": reorganisation_policy.TABLE,
    "directives": directive_policy.TABLE,
    "instructions": policy_instructions.TABLE,
    "meetings": policy_meetings.TABLE,
    "office": policy_office.TABLE,
}
EXPECTED = {(table, power): set(roles.split()) for table, power, roles in read("powers.txt")[1:]}
LINES = [(table, power) for table, lines in TABLES.items() for power in lines]


@pytest.fixture
def holders(people):
    """One person for each role, and one without a post."""
    named = {role: make.user(name=str(role), organisation=people.office, role=role) for role in Role}
    return {**named, "": make.user(name="không vị trí")}


def who(table, power, holders):
    line = TABLES[table][power]
    decisions = {str(role): line.permits(user, TODAY) for role, user in holders.items()}
    assert all(decision.reason for decision in decisions.values() if not decision)
    return {role for role, decision in decisions.items() if decision}


def test_powers_txt_names_every_power_and_no_other():
    assert set(EXPECTED) == set(LINES), "write the power into tests/matrix/powers.txt with the roles that hold it"


def test_the_page_shows_the_same_tables():
    assert sorted(map(id, POWERS.values())) == sorted(map(id, TABLES.values()))


@pytest.mark.parametrize(("table", "power"), LINES)
def test_each_role(holders, table, power):
    assert who(table, power, holders) == EXPECTED[table, power]


@pytest.mark.parametrize(("table", "power"), LINES)
def test_a_mutation_of_one_line_is_noticed(holders, table, power, monkeypatch):
    line = TABLES[table][power]
    for role in Role:
        monkeypatch.setitem(TABLES[table], power, replace(line, roles=line.roles ^ {role}))
        assert who(table, power, holders) != EXPECTED[table, power], role

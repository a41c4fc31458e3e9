"""Parts of coordinating bodies are late by the rules of the city, as the tasks themselves are."""

from datetime import date, timedelta

import pytest

from tasks.actions import parties, rules
from tasks.deadlines import Rules, last_day
from tasks.models import DeadlinePolicy, Party, Workday
from tests import factories as make
from tests.tasks.pages import browser, text

pytestmark = pytest.mark.django_db
TODAY = date(2023, 2, 15)
SATURDAY = date(2023, 2, 18)
CITY = rules.NewRules(date(2023, 1, 1), True, False, 0, 22, "Kết luận giao ban số 5")


@pytest.fixture
def task(people):
    return make.task(lead=people.finance, directive=make.directive(), due_on=date(2023, 3, 20))


def part(people, task, due_on, kind="until"):
    parties.add(
        task.pk, actor=people.hoa, today=TODAY, seen_version=None, organisation=people.building,
        terms=parties.Terms("Góp ý", due_on, kind),
    )  # fmt: skip
    return Party.objects.get(task=task)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("rolls", [False, True])
@pytest.mark.parametrize("grace", [0, 3])
@pytest.mark.parametrize("kind", ["until", "before"])
def test_a_part_is_late_from_the_day_after_its_last_day_in_time(people, task, strict, rolls, grace, kind):
    DeadlinePolicy.objects.create(
        valid_from=date(2020, 1, 1), before_is_strict=strict, named_rolls=rolls, grace_days=grace, source="x"
    )
    asked = part(people, task, SATURDAY, kind)
    last = last_day(SATURDAY, kind, Rules(strict, rolls, grace), Workday.objects.calendar())
    assert asked.last_day == last
    assert (asked.is_late(last), asked.is_late(last + timedelta(days=1))) == (False, True)


def test_new_rules_are_counted_through_the_parts_from_their_day_on(people, task):
    asked = part(people, task, TODAY, "before")
    assert not asked.is_late(TODAY)
    rules.adopt(CITY, actor=people.quan, today=TODAY)
    rules.recount_waiting()
    asked.refresh_from_db()
    assert (asked.due_on, asked.last_day, asked.is_late(TODAY)) == (TODAY, TODAY - timedelta(days=1), True)
    later = rules.NewRules(date(2023, 2, 16), False, False, 5, 22, "Kết luận giao ban số 6")
    rules.adopt(later, actor=people.quan, today=TODAY)
    rules.recount_waiting()
    asked.refresh_from_db()
    assert asked.last_day == TODAY - timedelta(days=1)


def test_the_office_says_how_the_day_of_a_part_is_meant_and_the_page_tells_the_last_day(people, task):
    rules.adopt(CITY, actor=people.quan, today=TODAY)
    asked = part(people, task, SATURDAY)
    task.refresh_from_db()
    client = browser(people.hoa)
    answer = client.post(
        f"/tasks/{task.pk}/parties/{asked.pk}/edit/",
        {
            "version": task.version,
            "party": asked.pk,
            "part": "Góp ý",
            "due_on": "18/02/2023",
            "deadline_kind": "before",
        },
    )
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.last_day == SATURDAY - timedelta(days=1)
    assert "Hạn 18/02/2023 · đúng hạn đến hết 17/02/2023" in text(client.get(task.get_absolute_url()))
    listed = client.get(f"/api/v1/tasks/{task.pk}/").json()["parties"][0]
    assert (listed["due_on"], listed["counts_until"], listed["deadline_kind"]) == ("2023-02-18", "2023-02-17", "before")

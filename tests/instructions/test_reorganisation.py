"""A leader's words follow the work when its body is merged, and come back when that is undone."""

from datetime import date

import pytest

from tasks.actions import explanations, instruct, succession
from tasks.models import Instruction
from tests.reorganisation.conftest import DAY, merger, planning, work  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
BEFORE = date(2026, 2, 20)


def say(people, kind, targets, *, units=False, **wish):
    act = instruct.about_units if units else instruct.about_tasks
    keys = [each.pk for each in targets]
    return act(keys, instruct.Wish(kind, "Nội dung", **wish), actor=people.binh, today=BEFORE).said[0]


def test_what_waits_is_asked_of_the_successor_and_comes_back(people, planning, work, merger):  # noqa: F811 - fixtures
    on_task = say(people, "explain", [work.alone], answer_by=date(2026, 3, 10))
    on_unit = say(people, "instruct", [planning.body], units=True)
    theirs = say(people, "instruct", [people.finance], units=True)
    blame = say(people, "criticise", [planning.body], units=True)
    row = succession.prepare(merger, actor=people.quan, today=DAY)
    row = succession.apply(row.pk, actor=people.quan, today=DAY, seen_version=row.version)
    now = {each.pk: (each.unit, each.number) for each in Instruction.objects.select_related("unit")}
    assert now[on_task.pk] == (people.finance, 1)
    assert now[on_unit.pk] == (people.finance, 2), "numbered behind what the successor was told"
    assert now[theirs.pk] == (people.finance, 1)
    assert now[blame.pk] == (planning.body, 1), "what is over keeps the name it was said to"
    succession.undo(row.pk, actor=people.quan, today=DAY, seen_version=row.version)
    back = {each.pk: (each.unit, each.number) for each in Instruction.objects.select_related("unit")}
    assert back[on_unit.pk] == (planning.body, 1)
    on_task.refresh_from_db()
    explanations.answer(
        on_task.pk, actor=planning.head, today=DAY, seen_version=on_task.version, words="Đã rõ nguyên nhân."
    )

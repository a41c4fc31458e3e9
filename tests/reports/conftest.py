"""Tasks of every status and age in three units, a leader who sees them all."""

from datetime import date, timedelta

import pytest

from tasks.lifecycle import Status
from tasks.models import Task
from tests import factories as make

TODAY = date(2026, 3, 18)


def dated(status: Status, due_on, **fields):
    """What the schema wants of a task in this status."""
    if status is Status.DONE:
        fields.setdefault("submitted_on", TODAY - timedelta(days=10))
        fields["completed_on"] = TODAY
    if status is Status.SUBMITTED:
        fields.setdefault("submitted_on", TODAY)
    return {"status": status.value, "due_on": due_on, **fields}


@pytest.fixture
def every_task(people):
    """Each status x due dates from 200 days late to 60 days ahead, put off, waiting for an event, and none."""
    papers = [make.directive(number=number, issued_on=date(2025, 1, 10)) for number in (2, 3)]
    ward = make.organisation(name="UBND phường Hồng Bàng", parent=people.city, kind="ubnd_phuong")
    units = [people.finance, people.building, ward]
    offsets = [-200, -121, -120, -31, -30, -8, -7, -1, 0, 1, 7, 8, 60, None]
    made = []
    for number, offset in enumerate(offsets):
        due_on = None if offset is None else TODAY + timedelta(days=offset)
        for index, status in enumerate(Status):
            made.append(
                make.new_task(
                    lead=units[(number + index) % 3],
                    directive=papers[index % 2],
                    title=f"Nhiệm vụ {number}.{index}",
                    assigned_on=date(2025, 1, 12),
                    **dated(status, due_on),
                )
            )
    for index, status in enumerate(Status):
        where = {"lead": units[index % 3], "directive": papers[0], "assigned_on": date(2025, 1, 12)}
        issued, later = TODAY - timedelta(days=40), TODAY + timedelta(days=20)
        made.append(make.new_task(title=f"Gia hạn {index}", **where, **dated(status, later, due_on_as_issued=issued)))
        made.append(make.new_task(title=f"Chờ mốc {index}", **where, **dated(status, None, event="bầu cử")))
    made = Task.objects.bulk_create(made)
    return Task.objects.filter(pk__in=[task.pk for task in made])

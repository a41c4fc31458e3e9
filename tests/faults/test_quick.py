"""The few scenarios that every run of the tests goes through."""

import pytest

from tasks import jobs
from tasks.faultpoints import Point
from tasks.models import MailTry, TryOutcome
from tests.faults.plant import wait_for


def test_undisturbed(plant, tally):
    world = plant.fresh()
    plant.worker()
    plant.send(jobs.sweep_day, world.day.isoformat())
    plant.wake()
    plant.run(world.day)
    found = tally()
    assert found.mails == len(world.readers(world.day))


@pytest.mark.parametrize("point", [Point.SEND_ACCEPTED, Point.SWEEP_QUEUED])
def test_killed_at(plant, tally, point):
    world = plant.fresh()
    variables, token = plant.armed(point)
    worker = plant.worker(**variables)
    plant.send(jobs.sweep_day, world.day.isoformat())
    assert wait_for(lambda: not worker.alive), plant.logs()
    assert not token.exists()
    plant.worker("w2")
    plant.beat()
    plant.run(world.day, step=4)
    found = tally(window=1)
    assert found.window == (point is Point.SEND_ACCEPTED)
    uncertain = MailTry.objects.filter(outcome=TryOutcome.OPEN).count()
    assert uncertain == (point is Point.SEND_ACCEPTED)

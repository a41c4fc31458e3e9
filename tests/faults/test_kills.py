"""The worker is killed at every named point, on every list of points there will ever be."""

import pytest

from tasks import jobs
from tasks.faultpoints import Point
from tests.faults.plant import wait_for

pytestmark = pytest.mark.faults
SENDS = [point for point in Point if point.startswith("send.")]


def killed_then_revived(plant, tally, point, **variables):
    """Arm the point, start sweep and mail job, see the process die, let a supervisor and a beat go on."""
    world = plant.fresh()
    armed, token = plant.armed(point, variables.pop("passes", 0))
    plant.worker(**armed, **variables)
    plant.send(jobs.sweep_day, world.day.isoformat())
    assert wait_for(lambda: not token.exists()), f"{point} was never reached\n{plant.logs()}"
    plant.beat()
    plant.run(world.day, step=4)
    return tally(window=point is Point.SEND_ACCEPTED)


@pytest.mark.parametrize("point", list(Point))
def test_worker_killed_at(plant, tally, point):
    found = killed_then_revived(plant, tally, point)
    assert found.window == (point is Point.SEND_ACCEPTED)


@pytest.mark.parametrize("point", list(Point))
def test_child_of_worker_killed_at(plant, tally, point):
    killed_then_revived(plant, tally, point, WORKER_POOL="prefork")


@pytest.mark.parametrize("point", SENDS)
def test_worker_killed_in_the_middle_of_a_batch_at(plant, tally, point):
    passes = 0 if point is Point.SEND_CLAIMED else 4
    killed_then_revived(plant, tally, point, passes=passes)


def test_ten_kills_one_after_the_other(plant, tally):
    world = plant.fresh()
    plant.send(jobs.sweep_day, world.day.isoformat())
    plant.beat()
    for number in range(10):
        point = list(Point)[number % len(Point)]
        armed, token = plant.armed(point)
        worker = plant.worker(f"w{number}", **armed)
        wait_for(lambda token=token: not token.exists(), 4)
        worker.kill()
        plant.processes.remove(worker)
        plant.clock.jump(minutes=11)
    plant.worker("w-last")
    plant.run(world.day, step=4)
    tally(window=2)

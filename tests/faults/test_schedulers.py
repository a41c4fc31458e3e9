"""Two beats, killed beats, ten workers, and messages that come more than once."""

import pytest

from tasks import jobs
from tasks.models import Mail, SweepRun
from tests.faults.plant import wait_for

pytestmark = pytest.mark.faults


def test_two_beats_and_two_workers(plant, tally):
    world = plant.fresh()
    for name in ("b1", "b2"):
        plant.beat(name)
    for name in ("w1", "w2"):
        plant.worker(name)
    plant.run(world.day)
    wait_for(lambda: False, 2)
    tally()
    assert plant.redis().exists("redbeat::lock")


def test_the_beat_is_killed_and_a_standby_takes_over(plant, tally):
    world = plant.fresh()
    first = plant.beat("b1")
    assert wait_for(lambda: plant.redis().exists("redbeat::lock")), plant.logs()
    plant.beat("b2")
    first.kill()
    plant.processes.remove(first)
    plant.worker()
    plant.run(world.day)
    tally()


def test_the_only_beat_is_killed_and_started_again(plant, tally):
    world = plant.fresh()
    plant.worker()
    for number in range(3):
        beat = plant.beat(f"b{number}")
        wait_for(SweepRun.objects.exists, 3)
        beat.kill()
        plant.processes.remove(beat)
    plant.beat("b-last")
    plant.run(world.day)
    tally()


def test_ten_workers_and_the_same_messages_thirty_times(plant, tally):
    world = plant.fresh()
    for number in range(10):
        plant.worker(f"w{number}")
    for _ in range(30):
        plant.send(jobs.sweep_day, world.day.isoformat())
        plant.wake()
    plant.run(world.day, seconds=90)
    tally()


def test_a_message_delivered_again_while_the_first_still_works(plant, tally):
    """The broker hands a message out anew after its visibility timeout, which is shorter here than the job."""
    world = plant.fresh()
    plant.post.plan("data", "stall", times=2)
    for name in ("w1", "w2"):
        plant.worker(name, VISIBILITY="1")
    plant.send(jobs.sweep_day, world.day.isoformat())
    assert wait_for(Mail.objects.exists), plant.logs()
    wait_for(lambda: False, 12)  # workers look for such messages every ten seconds
    plant.beat()
    plant.run(world.day, seconds=90)
    tally()


def test_the_very_same_message_ten_times(plant, tally):
    world = plant.fresh()
    plant.send(jobs.sweep_day, world.day.isoformat())
    broker = plant.redis()
    message = broker.lrange("nightly", 0, 0)[0]
    for _ in range(9):
        broker.lpush("nightly", message)
    for name in ("w1", "w2"):
        plant.worker(name)
    plant.run(world.day)
    assert wait_for(lambda: not broker.llen("nightly"))
    tally()

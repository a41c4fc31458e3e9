"""PostgreSQL and the broker crash and come back while a sweep or a batch is under way."""

import pytest

from tasks import jobs
from tasks.models import Mail
from tests.faults.plant import wait_for

pytestmark = pytest.mark.faults


def under_way(plant):
    """A world whose batch is being sent and whose server is slow at the third mail."""
    world = plant.fresh()
    fault = plant.post.plan("data", "stall", times=1, only=world.people[world.duties[8].officer])
    plant.worker()
    plant.beat()
    assert wait_for(lambda: fault.met == 1), plant.logs()
    return world


def test_postgres_crashes_while_mails_go_out(plant, tally):
    world = under_way(plant)
    plant.restart_postgres()
    plant.run(world.day, seconds=90, step=4)
    tally(window=1)


def test_postgres_crashes_after_the_server_accepted(plant, tally):
    world = plant.fresh()
    fault = plant.post.plan("accepted", "stall")
    plant.worker()
    plant.beat()
    assert wait_for(lambda: fault.met == 1), plant.logs()
    plant.restart_postgres()
    plant.run(world.day, seconds=90, step=4)
    tally(window=1)


def test_postgres_crashes_during_the_sweep(plant, tally):
    world = plant.fresh()
    plant.worker()
    plant.beat()
    for _ in range(3):
        wait_for(lambda: False, 0.3)
        plant.restart_postgres()
    plant.run(world.day, seconds=90, step=4)
    tally(window=1)


def test_broker_crashes_while_mails_go_out(plant, tally):
    world = under_way(plant)
    plant.restart_valkey()
    plant.run(world.day, seconds=90, step=4)
    tally(window=1)


def test_broker_loses_everything_it_held(plant, tally):
    world = under_way(plant)
    plant.redis().flushall()
    plant.run(world.day, seconds=90, step=4)
    tally(window=1)


def test_messages_in_the_broker_outlive_its_crash(plant, tally):
    world = plant.fresh()
    plant.send(jobs.sweep_day, world.day.isoformat())
    wait_for(lambda: False, 1.2)  # it appends to its file once a second
    plant.restart_valkey()
    plant.worker()
    assert wait_for(lambda: Mail.objects.filter(state="sent").count() == len(world.readers(world.day))), plant.logs()
    tally()


def test_all_of_it_crashes_at_once(plant, tally):
    world = under_way(plant)
    plant.kill_all()
    plant.smtp_down()
    plant.restart_valkey()
    plant.restart_postgres()
    plant.smtp_up()
    plant.worker("w2")
    plant.beat("b2")
    plant.run(world.day, seconds=90, step=4)
    tally(window=1)

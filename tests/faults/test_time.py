"""The clock runs over midnight, back, and over a day on which nothing ran."""

import re
from datetime import datetime, timedelta

import pytest

from tasks import jobs
from tasks.faultpoints import Point
from tasks.models import Mail, SweepRun
from tests.faults.plant import HANOI, wait_for

pytestmark = pytest.mark.faults
ONE_DAY = timedelta(days=1)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI)


def test_mails_go_out_over_midnight(plant, tally):
    world = plant.fresh((2026, 3, 10, 23, 59))
    armed, token = plant.armed(Point.SEND_SETTLED, 3)
    plant.worker(**armed)
    plant.send(jobs.sweep_day, world.day.isoformat())
    assert wait_for(lambda: not token.exists()), plant.logs()
    plant.clock.set(at(world.day + ONE_DAY, 0, 20))
    plant.worker("w2")
    plant.beat(BEAT_JOBS="tasks.jobs.send_waiting_mail")
    plant.run(world.day, step=2)
    tally()


def test_the_sweep_is_killed_before_midnight_and_goes_on_after(plant, tally):
    world = plant.fresh((2026, 3, 10, 23, 59))
    armed, token = plant.armed(Point.SWEEP_INSERTED)
    plant.worker(**armed)
    plant.send(jobs.sweep_today)
    assert wait_for(lambda: not token.exists()), plant.logs()
    morning = world.day + ONE_DAY
    plant.clock.set(at(morning, 5, 30))
    plant.beat()
    plant.run(morning, step=4)
    world.missed = (world.day,)
    tally(morning)
    assert SweepRun.objects.get(day=world.day).finished_at is None


def test_the_clock_is_put_back_two_hours(plant, tally):
    world = plant.fresh((2026, 3, 10, 9, 0))
    armed, token = plant.armed(Point.SEND_HELD, 2)
    plant.worker(**armed)
    plant.send(jobs.sweep_day, world.day.isoformat())
    assert wait_for(lambda: not token.exists()), plant.logs()
    plant.clock.jump(hours=-2)
    plant.beat()
    plant.run(world.day, step=15)
    tally()


def test_nothing_ran_for_days_then_each_gets_one_mail_marked_late(plant, tally):
    world = plant.fresh()
    swept = world.day
    plant.worker()
    plant.beat()
    plant.run(swept)
    plant.kill_all()
    before = len(plant.post.book.accepted)
    back = swept + 3 * ONE_DAY
    plant.clock.set(at(back, 8, 15))
    plant.worker("w2")
    plant.beat("b2")
    plant.run(back, step=4)
    world.missed = (swept + ONE_DAY, swept + 2 * ONE_DAY)
    tally(swept, back, each=2)
    late = dict(plant.post.book.accepted[before:])
    assert len(late) == len(world.readers(back))
    said = re.compile(r"Thư gửi muộn do hệ thống gián đoạn từ 05:30 11/03/2026 đến \d\d:\d\d 13/03/2026\.")
    assert all(said.search(plant.post.book.texts[message_id]) for message_id in late)
    assert not SweepRun.objects.filter(day__in=world.missed).exists()


def test_the_mail_server_is_away_for_two_days_then_each_gets_one_mail(plant, tally):
    world = plant.fresh()
    plant.smtp_down()
    plant.worker()
    plant.beat()
    for days in range(3):
        day = world.day + days * ONE_DAY
        plant.clock.set(at(day, 5, 30))
        assert wait_for(lambda day=day: SweepRun.objects.filter(day=day, finished_at__isnull=False).exists())
    plant.smtp_up()
    plant.run(day)
    tally(*(world.day + days * ONE_DAY for days in range(3)), each=1)
    dropped = Mail.objects.filter(state="dropped")
    assert dropped.exists()
    assert not dropped.filter(day=day).exists()

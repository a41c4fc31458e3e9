"""The mail server drops, stalls, rejects and goes away at every step of the conversation."""

import pytest

from tasks import jobs
from tasks.models import DeadAddress, Mail, MailOutage, MailTry
from tests.faults.plant import wait_for

pytestmark = pytest.mark.faults
STEPS = ["ehlo", "mail", "rcpt", "data", "accepted"]


def disturbed(plant, *faults, times=1):
    """A world whose sweep and mails go through while the server misbehaves as planned."""
    world = plant.fresh()
    planned = [plant.post.plan(step, answer, times=times) for step, answer in faults]
    plant.worker()
    plant.beat()
    plant.run(world.day, seconds=90)
    assert all(fault.met == fault.times for fault in planned)
    return world


@pytest.mark.parametrize("how", ["drop", "stall"])
@pytest.mark.parametrize("step", STEPS)
def test_server_lets_go_at(plant, tally, step, how):
    disturbed(plant, (step, how))
    found = tally(window=1)
    assert found.window == (step == "accepted")


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("answer", ["451 4.3.0 Try again later", "421 4.3.2 Closing"])
def test_server_refuses_for_now_at(plant, tally, step, answer):
    disturbed(plant, (step, answer), times=3)
    tally()


def test_account_refused(plant, tally):
    disturbed(plant, ("mail", "530 5.7.0 Authentication required"), times=2)
    tally()
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}
    assert MailOutage.objects.get().ended_at is not None


def test_server_away_for_three_hours(plant, tally):
    world = plant.fresh()
    plant.smtp_down()
    plant.worker()
    plant.beat()
    assert wait_for(lambda: MailOutage.objects.filter(ended_at=None).exists())
    for _ in range(6):
        plant.clock.jump(minutes=30)
        wait_for(lambda: False, 0.6)
    plant.smtp_up()
    plant.run(world.day)
    tally()
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}
    assert MailOutage.objects.count() == 1
    assert all("Thư gửi muộn do hệ thống gián đoạn" in text for text in plant.post.book.texts.values())


def test_everything_broken_off_in_a_row_is_an_outage(plant, tally):
    disturbed(plant, ("data", "drop"), times=5)
    tally()
    assert MailOutage.objects.filter(ended_at__isnull=False).exists()


def test_one_address_refused_for_good(plant, tally):
    world = plant.fresh()
    lost = next(iter(world.duties)).officer
    head = next(iter(world.duties)).head
    plant.post.plan("rcpt", "550 5.1.1 No such user", times=99, only=world.people[lost])
    plant.worker()
    plant.beat()
    plant.run(world.day)
    tally(silent={lost}, extra={world.people[head]: 1})
    assert DeadAddress.objects.get().address == world.people[lost]
    assert MailTry.objects.filter(outcome="refused").count() == 1


def test_one_mail_refused_for_its_content(plant, tally):
    world = plant.fresh()
    lost = next(iter(world.duties)).officer
    plant.post.plan("data", "554 5.6.0 Message content rejected", times=99, only=world.people[lost])
    plant.worker()
    plant.beat()
    plant.run(world.day)
    tally(silent={lost}, dead=1)
    assert not DeadAddress.objects.exists()


def test_full_mailbox_that_is_emptied(plant, tally):
    world = plant.fresh()
    plant.post.plan("rcpt", "552 5.2.2 Mailbox full", times=3, only=world.people[world.duties[0].officer])
    plant.worker()
    plant.beat()
    plant.run(world.day, step=5, seconds=90)
    tally()


def test_limit_per_minute(plant, tally):
    world = plant.fresh()
    for name in ("w1", "w2", "w3"):
        plant.worker(name, MAIL_PER_MINUTE="3")
    plant.beat()
    plant.run(world.day, seconds=90)
    tally()
    moments = sorted(MailTry.objects.values_list("at", flat=True))
    windows = [sum(1 for other in moments if 0 <= (other - at).total_seconds() < 60) for at in moments]
    assert max(windows) <= 3


def test_mail_once_given_up_by_hand(plant, tally):
    world = plant.fresh()
    plant.worker()
    plant.send(jobs.sweep_day, world.day.isoformat())
    plant.run(world.day)
    sent = Mail.objects.filter(state="sent").first()
    for _ in range(3):
        plant.send(jobs.send_mail, sent.pk)
    wait_for(lambda: False, 1.5)
    tally()

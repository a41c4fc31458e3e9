"""One's sessions: seen, ended one by one or all at once, by time, by a new password, by the administrator."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import sessions
from accounts.actions import people as people_actions
from accounts.clock import today
from accounts.models import AuditEntry
from tests.signin.conftest import PASSWORD, Visitor, trail

PAGE = "/accounts/sessions/"
NEW = "mot-mat-khau-moi-2026"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def desk(people):
    made = Visitor(HTTP_USER_AGENT=EDGE)
    made.enter("lan")
    return made


@pytest.fixture
def laptop(people):
    made = Visitor(HTTP_USER_AGENT=FIREFOX)
    made.enter("lan")
    return made


def is_out(visitor):
    return visitor.get("/accounts/profile/").status_code == 302


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge trên Windows"),
        (FIREFOX, "Firefox trên Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128.0 Safari/537.36", "Chrome trên Android"),
        ("curl/8.5", "curl/8.5"),
        ("", "Thiết bị không rõ"),
    ],
)
def test_a_device_is_named_in_words(agent, words):
    assert sessions.device(agent) == words


def test_every_session_is_listed_with_device_address_and_which_one_this_is(desk, laptop):
    page = text(desk.get(PAGE))
    assert "Firefox trên Linux" in page
    assert laptop.defaults["REMOTE_ADDR"] in page
    mine = page.split("Edge trên Windows")[1]
    assert "phiên này" in mine.split("</tr>")[0]
    assert page.count("phiên này") == 1


def test_one_other_session_is_ended_at_once(desk, laptop, people):
    row = next(row for row in sessions.of(people.lan) if row.user_agent == FIREFOX)
    desk.post(f"{PAGE}{row.pk}/end/")
    assert is_out(laptop)
    assert not is_out(desk)
    assert AuditEntry.objects.get(action="session.ended").before["device"] == "Firefox trên Linux"


def test_nobody_ends_a_session_of_somebody_else(desk, visitor, people):
    visitor.enter("minh")
    [row] = sessions.of(people.lan)
    assert visitor.post(f"{PAGE}{row.pk}/end/").status_code == 404
    assert not is_out(desk)


def test_all_others_are_ended_in_one_step(desk, laptop, new_visitor, people):
    third = new_visitor()
    third.enter("lan")
    assert "2 phiên khác" in text(desk.post(f"{PAGE}others/end/", follow=True))
    assert (is_out(desk), is_out(laptop), is_out(third)) == (False, True, True)
    assert trail("session.all_ended")[0].after == {"count": 2}


def test_the_administrator_ends_all_sessions_of_a_person(desk, laptop, as_admin, people):
    assert "2 phiên đang mở" in text(as_admin.get(f"/accounts/people/{people.lan.pk}/"))
    as_admin.post(f"/accounts/people/{people.lan.pk}/sessions/end/")
    assert (is_out(desk), is_out(laptop)) == (True, True)
    assert trail("session.all_ended")[0].actor == people.quan


def test_a_new_password_ends_every_other_session(desk, laptop, people):
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    desk.post("/accounts/password/change/", form)
    assert (is_out(desk), is_out(laptop)) == (False, True)
    assert len(sessions.of(people.lan)) == 1


def test_a_closed_account_stays_out_after_it_is_opened_again(desk, people):
    people_actions.deactivate(people.lan.pk, actor=people.quan, today=today())
    assert is_out(desk)
    people_actions.reactivate(people.lan.pk, actor=people.quan, today=today())
    assert is_out(desk)
    assert not Session.objects.filter(session_key=desk.cookies["sessionid"].value).exists()


def test_an_unused_session_ends_and_says_why(desk, settings, time_machine):
    settings.SESSION_IDLE_MINUTES = 30
    start = timezone.now()
    for minutes in (20, 40, 60):
        time_machine.move_to(start + timedelta(minutes=minutes))
        assert not is_out(desk)
    time_machine.move_to(start + timedelta(minutes=91))
    answer = desk.get("/accounts/profile/")
    assert answer.url.startswith("/accounts/login/")
    assert "không dùng trong 30 phút" in text(desk.get(answer.url))


def test_without_a_limit_a_session_lasts_its_twelve_hours(desk, settings, time_machine):
    settings.SESSION_IDLE_MINUTES = 0
    start = timezone.now()
    time_machine.move_to(start + timedelta(hours=11))
    assert not is_out(desk)


def test_last_use_is_noted_now_and_then_and_costs_nothing_in_between(
    desk, people, time_machine, django_assert_max_num_queries
):
    [before] = sessions.of(people.lan)
    with django_assert_max_num_queries(60) as first:
        desk.get("/accounts/tokens/")
    assert not any("usersession" in query["sql"] or "UPDATE" in query["sql"] for query in first.captured_queries)
    time_machine.move_to(timezone.now() + timedelta(minutes=7))
    desk.get("/accounts/tokens/", REMOTE_ADDR="10.9.9.9")
    [after] = sessions.of(people.lan)
    assert after.last_seen_at - before.last_seen_at >= timedelta(minutes=7)
    assert after.ip == "10.9.9.9"


def test_a_session_from_before_the_list_existed_joins_it(client, people):
    client.force_login(people.lan)
    session = client.session
    session["seen"] = time.time() - 120
    session.save()
    client.get("/accounts/tokens/")
    assert len(sessions.of(people.lan)) == 1

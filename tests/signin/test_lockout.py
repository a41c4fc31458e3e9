"""Wrong passwords close an account and an address for a while, the same for names that no account has."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from accounts import lockout
from accounts.models import AuditEntry
from tests.ports import silent_port
from tests.signin.conftest import PASSWORD, trail

LOCKED = "Đăng nhập sai quá nhiều lần. Hãy thử lại sau 15 phút"


def text(answer):
    return answer.content.decode()


def guess(visitor, login, times):
    return [text(visitor.enter(login, "sai-mat-khau")) for _ in range(times)]


def test_five_wrong_passwords_close_the_account_for_everybody_even_with_the_right_one(visitor, new_visitor, people):
    answers = guess(visitor, "lan", 5)
    assert not any("quá nhiều lần" in answer for answer in answers[:4])
    assert LOCKED in answers[4]
    elsewhere = new_visitor()
    assert LOCKED in text(elsewhere.enter("lan"))
    assert not elsewhere.is_in
    assert LOCKED in text(elsewhere.enter("lan@haiphong.example"))
    elsewhere.enter("minh")
    assert elsewhere.is_in


def test_names_that_nobody_has_are_answered_in_the_same_way(visitor, new_visitor, people):
    def told(login):
        return [answer[answer.index('class="callout') :][:400] for answer in guess(new_visitor(), login, 6)]

    assert told("lan") == told("khong-co-ai")


def test_the_time_left_is_told_and_then_over(visitor, people, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    guess(visitor, "lan", 5)
    time_machine.shift(timedelta(minutes=9, seconds=30))
    assert "sau 6 phút" in text(visitor.enter("lan"))
    time_machine.shift(timedelta(minutes=5, seconds=31))
    cache.delete(f"signin:count:user:{people.lan.pk}")  # the clock of Valkey, which ends it, was not moved
    visitor.enter("lan")
    assert visitor.is_in


def test_a_right_password_begins_the_count_anew(visitor, people):
    for _ in range(2):
        guess(visitor, "lan", 4)
        visitor.enter("lan")
        assert visitor.is_in
        visitor.post("/accounts/logout/")


def test_an_address_is_closed_for_all_names_and_a_right_password_does_not_open_it(
    visitor, new_visitor, people, settings
):
    settings.SIGNIN_ADDRESS_FAILURES = 6
    for number in range(5):
        guess(visitor, f"ten-{number}", 1)
    visitor.enter("minh")
    visitor.post("/accounts/logout/")
    assert LOCKED in guess(visitor, "ten-9", 1)[0]
    assert LOCKED in text(visitor.enter("minh"))
    other = new_visitor()
    other.enter("minh")
    assert other.is_in


def test_a_line_of_ipv6_counts_as_one_address(people):
    one, two, other = (lockout.address(text) for text in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1"))
    assert one == two
    assert one != other
    assert lockout.address("không rõ").key == "address:unknown"


def test_behind_the_proxy_the_client_counts_and_not_the_proxy(new_visitor, people, settings):
    settings.TRUSTED_PROXY_COUNT, settings.SIGNIN_ADDRESS_FAILURES = 1, 3
    proxy = new_visitor()

    def asked(address, login, password):
        return text(proxy.enter(login, password, headers={"X-Forwarded-For": f"6.6.6.6, {address}"}))

    assert LOCKED in [asked("203.0.113.5", f"ten-{number}", "sai-mat-khau") for number in range(3)][2]
    asked("203.0.113.6", "minh", PASSWORD)
    assert proxy.is_in
    assert {entry.address for entry in trail("auth.login_failed")} == {"203.0.113.5"}


def test_the_trail_says_what_was_closed_and_holds_no_password(visitor, people):
    guess(visitor, "lan", 5)
    entry = AuditEntry.objects.get(action="signin.locked")
    assert (entry.target_id, entry.actor, entry.after) == (
        str(people.lan.pk),
        None,
        {"closed": ["account"], "minutes": 15},
    )
    assert entry.address == visitor.defaults["REMOTE_ADDR"]
    assert len(trail("auth.login_failed")) == 5
    assert "sai-mat-khau" not in str(list(AuditEntry.objects.values()))


def test_the_administrator_sees_and_opens_it(visitor, as_admin, people):
    guess(visitor, "lan", 5)
    page = f"/accounts/people/{people.lan.pk}/"
    assert "Khóa vì sai nhiều lần, còn 15 phút" in text(as_admin.get(page))
    as_admin.post(f"{page}unlock/")
    visitor.enter("lan")
    assert visitor.is_in
    assert trail("signin.unlocked")[0].actor == people.quan
    as_admin.post(f"{page}unlock/")
    assert len(trail("signin.unlocked")) == 1


def test_confirming_with_a_wrong_password_counts_too(visitor, people):
    visitor.enter("lan")
    for _ in range(5):
        answer = text(visitor.post("/accounts/reauthenticate/", {"password": "sai-mat-khau"}))
    assert LOCKED in answer


def test_many_requests_at_once_try_no_more_passwords_than_the_limit(settings, people):
    settings.SIGNIN_FAILURES = 3
    counters = (lockout.of_user(people.lan), lockout.address("198.51.100.9"))

    def attempt(_number):
        try:
            lockout.enter(counters)
        except lockout.Locked:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 3


def test_without_the_cache_people_still_sign_in_and_the_log_says_that_nobody_counts(visitor, people, settings, caplog):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{silent_port()}/0"}}
    visitor.enter("lan")
    assert visitor.is_in
    assert "lockout.nobody_counts" in caplog.text

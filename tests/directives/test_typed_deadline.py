"""Deadlines as clerks type them."""

from datetime import date

import pytest

from directives import recurrence, repeats
from directives.typed_deadline import NotUnderstood, read_typed, weekday
from directives.views.cards import day_words
from directives.workdays import DEFAULT_CALENDAR

ISSUED = date(2023, 1, 10)
TODAY = date(2023, 1, 12)


def read(typed, issued_on=ISSUED):
    return read_typed(typed, issued_on=issued_on, today=TODAY, calendar=DEFAULT_CALENDAR)


@pytest.mark.parametrize(
    ("typed", "due_on", "precision"),
    [
        ("15/2/2023", date(2023, 2, 15), "day"),
        ("15-2-23", date(2023, 2, 15), "day"),
        ("15.02.2023", date(2023, 2, 15), "day"),
        ("15022023", date(2023, 2, 15), "day"),
        ("2023-02-15", date(2023, 2, 15), "day"),
        ("30/6", date(2023, 6, 30), "day"),
        ("5/1", date(2024, 1, 5), "day"),  # the paper is of 10 January: the next 5 January
        ("+10lv", date(2023, 1, 31), "day"),  # Tết lies in between
        ("+10 ngày làm việc", date(2023, 1, 31), "day"),
        ("+30", date(2023, 2, 9), "day"),
        ("+2 tuần", date(2023, 1, 27), "day"),  # the 24th is in Tết
        ("+1 tháng", date(2023, 2, 10), "day"),
        ("cuối quý II", date(2023, 6, 30), "quarter"),
        ("quý II/2023", date(2023, 6, 30), "quarter"),
        ("tháng 6/2023", date(2023, 6, 30), "month"),
        ("cuối năm 2023", date(2023, 12, 31), "year"),
        ("trước ngày 15/2/2023", date(2023, 2, 15), "day"),
    ],
)
def test_what_is_typed_is_understood(typed, due_on, precision):
    found = read(typed)
    assert (found.due_on, found.precision) == (due_on, precision)


def test_a_recurring_term_gives_its_rule():
    found = read("ngày 25 hằng tháng")
    assert (found.due_on, found.recurrence) == (None, "FREQ=MONTHLY;BYMONTHDAY=25")


@pytest.mark.parametrize("typed", ["", "31/2/2023", "32/1", "99999999", "kịp thời", "+10 con trâu", "0/0/0"])
def test_what_names_no_day_is_told(typed):
    with pytest.raises(NotUnderstood, match="Hãy gõ như 15/2/2023"):
        read(typed)


def test_without_a_date_of_issue_terms_run_from_today():
    assert read("+5lv", issued_on=None).due_on == date(2023, 1, 19)


def test_the_day_of_the_week_and_days_off_are_said():
    assert weekday(date(2023, 2, 15)) == "Thứ Tư"
    assert day_words(date(2023, 2, 15), DEFAULT_CALENDAR) == "Thứ Tư"
    closed = day_words(date(2023, 1, 23), DEFAULT_CALENDAR)
    assert closed == "Thứ Hai, rơi vào ngày nghỉ; ngày làm việc kế tiếp 27/01/2023"
    assert day_words(None, DEFAULT_CALENDAR) == ""


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "hằng tuần, thứ Sáu"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "hằng tháng, ngày 25"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "hằng quý, ngày cuối tháng"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", "hằng năm, ngày 15, tháng 12"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15,30;BYSETPOS=2,3", "hằng năm, các ngày 30/6, 15/12"),
        ("FREQ=DAILY", "hằng ngày"),
    ],
)
def test_a_rule_is_taken_apart_and_put_together_again(rule, words):
    assert repeats.read(rule).rule == rule
    assert recurrence.label(rule) == words


def test_a_rule_that_no_answers_give_stays_as_it_is():
    rule = "FREQ=MONTHLY;BYMONTHDAY=5,20;BYMONTH=3"
    assert repeats.read(rule) == repeats.Repeat(rule)
    assert repeats.read(rule).rule == rule


def test_answers_that_do_not_fit_the_pace_are_left_out():
    assert repeats.Repeat("FREQ=WEEKLY", weekday="FR", day="25", month="6").rule == "FREQ=WEEKLY;BYDAY=FR"
    assert repeats.Repeat("", weekday="FR", day="25").rule == ""

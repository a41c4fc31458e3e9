"""What the words of a deadline mean for counting."""

from datetime import date

import pytest

from directives.terms import Awaited, awaited, due, kind_of, kind_of_awaited
from directives.workdays import DEFAULT_CALENDAR


@pytest.mark.parametrize(
    ("phrase", "event", "term"),
    [
        ("chậm nhất 5 ngày sau khi nhận được văn bản", "nhận được văn bản", "+5 day"),
        ("không quá 03 (ba) ngày làm việc kể từ ngày nhận hồ sơ", "nhận hồ sơ", "+3 working_day"),
        ("trong 02 tháng kể từ khi Luật có hiệu lực", "Luật có hiệu lực", "+2 month"),
        ("chậm nhất 105 ngày trước ngày bầu cử", "bầu cử", "-105 day"),
        ("trước kỳ họp thứ 31", "kỳ họp thứ 31", "before"),
        ("ngay sau khi kết thúc đợt kiểm tra", "kết thúc đợt kiểm tra", "soon"),
        ("từ nay đến hết nhiệm kỳ", "nhiệm kỳ", "on"),
    ],
)
def test_an_event_is_named_with_its_term(phrase, event, term):
    assert awaited(phrase) == Awaited(event, term)


@pytest.mark.parametrize(
    "phrase",
    ["thường xuyên, liên tục", "kịp thời", "khẩn trương", "trước mùa mưa bão", "trước mắt", "theo tiến độ", ""],
)
def test_vague_words_wait_for_nothing(phrase):
    assert awaited(phrase) is None


@pytest.mark.parametrize(
    ("term", "event_on", "deadline", "kind"),
    [
        ("+5 day", date(2025, 1, 23), date(2025, 2, 3), "term"),  # 28 January lies in Tết
        ("+3 working_day", date(2026, 2, 12), date(2026, 2, 24), "term"),
        ("-105 day", date(2026, 3, 15), date(2025, 11, 30), "until"),
        ("before", date(2025, 7, 8), date(2025, 7, 8), "before"),
        ("on", date(2026, 6, 30), date(2026, 6, 30), "until"),
        ("soon", date(2026, 1, 9), date(2026, 1, 10), "term"),  # a Saturday that is worked
    ],
)
def test_the_deadline_follows_from_the_date_of_the_event(term, event_on, deadline, kind):
    assert due(term, event_on, DEFAULT_CALENDAR) == deadline
    assert kind_of_awaited(term) == kind


def test_a_term_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="invalid literal"):
        due("someday", date(2025, 1, 1), DEFAULT_CALENDAR)


@pytest.mark.parametrize(
    ("phrase", "due_on", "kind"),
    [
        ("trước ngày 18/4/2025", date(2025, 4, 18), "before"),
        ("trước ngày 18/4/2025", date(2025, 4, 30), "until"),  # the clerk typed another day
        ("trước 15 giờ ngày 15/8/2025", date(2025, 8, 15), "until"),
        ("chậm nhất ngày 30/6/2025", date(2025, 6, 30), "until"),
        ("trong vòng 10 ngày kể từ ngày ký", date(2025, 3, 13), "term"),
        ("chậm nhất 10 ngày trước ngày 20/5/2025", date(2025, 5, 10), "until"),
        ("", date(2025, 5, 10), "until"),
        ("trước ngày 18/4/2025", None, "until"),
    ],
)
def test_how_a_deadline_is_to_be_read(phrase, due_on, kind):
    assert kind_of(phrase, due_on, date(2025, 3, 3), "day") == kind


def test_a_whole_year_before_which_something_ends_is_no_day():
    assert kind_of("trước năm 2030", date(2029, 12, 31), date(2025, 3, 3), "year") == "until"

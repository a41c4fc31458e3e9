"""The leadership pack of the sample city: one rule, and the pack of the last Friday in the archive."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from config.sample import people
from tasks.actions import packs
from tasks.models import PackRule, Weekday, Workday

NAME = "Bộ báo cáo lãnh đạo cuối tuần"


def tell(monitor: User, today: date) -> int:
    """The rule of Friday 16:00, and what the leader got by it last time; counts the steps."""
    if PackRule.objects.filter(name=NAME).exists():
        return 0
    leader = people.holder(Role.LEADER, today)
    reports, forms = ["overdue", "overdue-list"], ["docx", "pdf", "xlsx"]
    wish = packs.Wish(NAME, Weekday.FRIDAY, time(16), reports, forms, [leader])
    with people.acting(monitor, today):
        rule = packs.save_rule(None, wish, actor=monitor, today=today)
    day = _last_day(today)
    packs.make(rule, leader, day=day, now=timezone.make_aware(datetime.combine(day, rule.hour)))
    return 2


def _last_day(today: date) -> date:
    """The working day at or before the last Friday that is over."""
    friday = today - timedelta(days=(today.weekday() - Weekday.FRIDAY) % 7 or 7)
    calendar = Workday.objects.calendar()
    return friday if calendar.is_working(friday) else calendar.previous_working(friday)

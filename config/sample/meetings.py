"""A review meeting that is being prepared, with the agenda that the system builds for the chairman."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from config.sample.people import acting, holder
from tasks.actions import meetings
from tasks.models import Meeting, Workday

PLACE: Final = "Phòng họp số 1"


def tell(monitor: User, today: date) -> None:
    """One meeting on the next working day; nothing when there is one."""
    if Meeting.objects.exists():
        return
    day = Workday.objects.calendar().add_working_days(today, 1)
    plan = meetings.Plan(_("Họp giao ban"), day, holder(Role.LEADER, today), PLACE)
    with acting(monitor, today):
        meetings.plan(plan, actor=monitor, today=today)

"""Kept views of the sample city: two that the office shares, and one of the leader's own."""

from datetime import date
from typing import Final

from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from config.sample import people
from tasks.actions.saved_views import Place, Wish, save
from tasks.models import SavedView, ViewAudience

SHARED: Final = (
    ("Giao ban: theo lĩnh vực", "report-overdue", "by=field", ViewAudience.OFFICE),
    ("Quá hạn 31-120 ngày", "task-list", "band=31-120", ViewAudience.OFFICE),
)
OWN: Final = ("Hỏa tốc chưa xong", "task-list", "open=true&urgency=hoa_toc", ViewAudience.ME)


def tell(monitor: User, today: date) -> int:
    """Keep what is not kept yet; counts the steps."""
    leader = people.holder(Role.LEADER, today)
    wanted = [*((monitor, view) for view in SHARED), (leader, OWN)]
    return sum(_keep(owner, *view, today) for owner, view in wanted)


def _keep(owner: User, name: str, page: str, query: str, audience: ViewAudience, today: date) -> int:
    if SavedView.objects.filter(owner=owner, name=name).exists():
        return 0
    with people.acting(owner, today):
        save(Place(reverse(page), query), Wish(name, audience.value), actor=owner, today=today)
    return 1

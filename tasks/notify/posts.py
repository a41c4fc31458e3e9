"""Telling of posts that end while their holder still has open work, early enough to hand it over."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from tasks.models import Notice, NoticeKind
from tasks.notify.ledger import insert_new
from tasks.open_work import count_of_post, ending


def tell_of_ending(today: date) -> int:
    """Notices to the heads of the unit and to administrators: once some days before, and once when it has ended.

    A post whose end leaves nothing without anybody is not spoken of. Counts the new notices.
    """
    soon = today + timedelta(days=settings.POST_END_NOTICE_DAYS)
    return insert_new(notice for post in ending(today, soon) for notice in _notices(post, today))


def _notices(post: Membership, today: date) -> Iterator[Notice]:
    ends = post.valid_to or today
    left = count_of_post(post, ends)
    if not left:
        return
    stage = "ended" if ends <= today else "soon"
    facts = {
        "person": str(post.user),
        "unit": post.organisation.short_name,
        "ends": ends.isoformat(),
        "count": left,
        "url": reverse("person-hand-over", args=[post.user_id]),
    }
    for person in sorted(_receivers(post, today)):
        yield Notice(
            recipient_id=person,
            key=f"post_end:{post.pk}:{ends}:{stage}",
            kind=NoticeKind.POST_END,
            day=today,
            facts=facts,
            for_mail=True,
        )


def _receivers(post: Membership, today: date) -> set[int]:
    held = Membership.objects.on(today)
    heads = held.of(post.organisation, Role.HEAD).exclude(user=post.user_id)
    admins = held.filter(role=Role.ADMIN)
    return {*heads.values_list("user_id", flat=True), *admins.values_list("user_id", flat=True)}

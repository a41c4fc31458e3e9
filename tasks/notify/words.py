"""The sentences of notices, in the language of the office whoever's request made them."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

P = ParamSpec("P")
LONGEST = 500


def stored(make: Callable[P, str]) -> Callable[P, str]:
    """Say it in the office's language and no longer than the column holds."""

    @wraps(make)
    def say(*args: P.args, **kwargs: P.kwargs) -> str:
        with translation.override(settings.LANGUAGE_CODE):
            text = make(*args, **kwargs)
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    return say


def overdue(title: str, due_on: date, days_late: int) -> str:
    """A task past its deadline by so many working days."""
    return _("Quá hạn %(days)s ngày làm việc (hạn %(due)s): %(title)s") % {
        "days": days_late,
        "due": f"{due_on:%d/%m/%Y}",
        "title": title,
    }


def due(title: str, due_on: date, day: date) -> str:
    """A task whose deadline is near or on this very day."""
    known = {"days": (due_on - day).days, "due": f"{due_on:%d/%m/%Y}", "title": title}
    if due_on == day:
        return _("Đến hạn hôm nay (%(due)s): %(title)s") % known
    return _("Còn %(days)s ngày (hạn %(due)s): %(title)s") % known


@stored
def released(unit: str, paper: str, *, leads: int, helps: int) -> str:
    """A paper gave a unit work."""
    known = {"unit": unit, "paper": paper, "leads": leads, "helps": helps}
    if not helps:
        return _("%(unit)s được giao chủ trì %(leads)s nhiệm vụ tại %(paper)s.") % known
    if not leads:
        return _("%(unit)s được giao phối hợp %(helps)s nhiệm vụ tại %(paper)s.") % known
    return _("%(unit)s được giao chủ trì %(leads)s và phối hợp %(helps)s nhiệm vụ tại %(paper)s.") % known


@stored
def moved(label: Promise, title: str, reason: str) -> str:
    """Somebody moved a task on, with the reason given."""
    known = {"label": label, "title": title, "reason": reason}
    if not reason:
        return _("%(label)s: %(title)s") % known
    return _("%(label)s: %(title)s – lý do: %(reason)s") % known

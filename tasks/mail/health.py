"""Whether reminders work at all: sweeps that were missed, a mail server that is away, mails that wait or are dead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db.models import Count, Min, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from directives.workdays import ONE_DAY, WorkingCalendar
from tasks.models import Mail, MailOutage, MailState, SweepRun, TallyState, Workday
from tasks.models.notice import UNSETTLED

SHOWN_DAYS: Final = 14
GRACE: Final = timedelta(hours=1)
"""A sweep that has not ended so long after its time, or after its start, counts as missed or unfinished."""
OUTAGE_GRACE: Final = timedelta(minutes=5)
"""A mail server that is restarted is not worth a banner."""


class SweepState(StrEnum):
    """What the record says of one day."""

    DONE = "done"
    UNFINISHED = "unfinished"
    MISSED = "missed"
    DAY_OFF = "day_off"
    PENDING = "pending"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class SweepDay:
    """One day with its run, when there was one."""

    day: date
    state: SweepState
    run: SweepRun | None


def last_sweeps(now: datetime, calendar: WorkingCalendar, days: int = SHOWN_DAYS) -> list[SweepDay]:
    """The last `days` days, newest first; a working day without a run counts as missed, but not before the first run.

    Today is pending until its sweep should have ended (two queries).
    """
    today = timezone.localtime(now).date()
    first = SweepRun.objects.aggregate(first=Min("day"))["first"]
    runs = {run.day: run for run in SweepRun.objects.filter(day__gt=today - timedelta(days=days), day__lte=today)}
    shown = [today - index * ONE_DAY for index in range(days)]
    return [SweepDay(day, _state(day, runs.get(day), now, calendar, first), runs.get(day)) for day in shown]


def _state(day: date, run: SweepRun | None, now: datetime, calendar: WorkingCalendar, first: date | None) -> SweepState:
    if run is not None:
        return SweepState.DONE if has_ended(run) else _while_open(run, now)
    if not calendar.is_working(day):
        return SweepState.DAY_OFF
    if first is None or day < first:
        return SweepState.PENDING if day == timezone.localtime(now).date() else SweepState.BEFORE
    return SweepState.PENDING if now < sweep_time(day) + GRACE else SweepState.MISSED


def has_ended(run: SweepRun) -> bool:
    """Whether its last run came to its end."""
    return run.finished_at is not None and run.finished_at >= run.started_at


def _while_open(run: SweepRun, now: datetime) -> SweepState:
    return SweepState.PENDING if now < run.started_at + GRACE else SweepState.UNFINISHED


def sweep_time(day: date) -> datetime:
    """When the sweep of `day` is planned, by the office's clock."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(settings.SWEEP_TIME)))


def trouble_of_sweep(now: datetime) -> SweepDay | None:
    """The last sweep that should have ended by `now` when it has not; None while all is well.

    Before the first sweep ever there is nothing to miss (one query while all is well, three otherwise).
    """
    last = SweepRun.objects.order_by("-day").first()
    if last is None or (last.day >= timezone.localtime(now).date() and has_ended(last)):
        return None
    calendar = Workday.objects.calendar()
    day = expected_day(now, calendar)
    if last.day > day:
        return None
    run = last if last.day == day else None
    state = _state(day, run, now, calendar, min(day, last.day))
    return SweepDay(day, state, run) if state in {SweepState.MISSED, SweepState.UNFINISHED} else None


def expected_day(now: datetime, calendar: WorkingCalendar) -> date:
    """The last working day whose sweep should have ended by `now`."""
    day = timezone.localtime(now).date()
    while not calendar.is_working(day) or now < sweep_time(day) + GRACE:
        day -= ONE_DAY
    return day


def alarms(now: datetime) -> list[str]:
    """What people of the office must know at once, as sentences; empty while all is well (two queries)."""
    said = []
    if (trouble := trouble_of_sweep(now)) is not None:
        said.append(sweep_sentence(trouble))
    since = MailOutage.objects.filter(ended_at=None).order_by("-pk").values("started_at")[:1]
    state = TallyState.objects.annotate(away_since=Subquery(since)).get()
    if state.away_since is not None and now - state.away_since > OUTAGE_GRACE:
        said.append(outage_sentence(state.away_since))
    if state.differed_on is not None and timezone.localtime(now).date() - state.differed_on <= ONE_DAY:
        said.append(tally_sentence(state.differed_on, state.differences))
    return said


def tally_sentence(day: date, places: int) -> str:
    """That the summary of tasks was found wrong, and what became of it."""
    return _(
        "Ngày %(day)s, bảng tổng hợp số liệu lệch với danh sách nhiệm vụ ở %(places)d chỗ. Hệ thống đã đếm lại;"
        " báo quản trị tìm nguyên nhân."
    ) % {"day": f"{day:%d/%m/%Y}", "places": places}


def sweep_sentence(trouble: SweepDay) -> str:
    """That a sweep is missing or came to no end."""
    if trouble.state is SweepState.MISSED:
        return _("Lượt quét hạn ngày %(day)s chưa chạy, nên chưa có nhắc việc của ngày này.") % {
            "day": f"{trouble.day:%d/%m/%Y}"
        }
    return _("Lượt quét hạn ngày %(day)s bị dừng giữa chừng, nên nhắc việc của ngày này có thể còn thiếu.") % {
        "day": f"{trouble.day:%d/%m/%Y}"
    }


def outage_sentence(started_at: datetime) -> str:
    """Since when the mail server serves nobody."""
    since = timezone.localtime(started_at)
    return _("Máy chủ thư không trả lời từ %(at)s. Thư được giữ lại và tự gửi khi máy chủ hoạt động.") % {
        "at": f"{since:%H:%M %d/%m/%Y}"
    }


@dataclass(frozen=True, slots=True)
class Outbox:
    """Mails by state, those sent and dropped left out; `oldest` is when the longest waiting one was queued."""

    counts: Mapping[str, int]
    oldest: datetime | None

    @property
    def waiting(self) -> int:
        """Mails that will still be tried."""
        return sum(self.counts.get(state, 0) for state in UNSETTLED)

    @property
    def dead(self) -> int:
        """Mails that nobody will try again by themselves."""
        return self.counts.get(MailState.DEAD, 0)


def outbox() -> Outbox:
    """The state of the outbox (one query over what is not sent)."""
    open_states = [*UNSETTLED, MailState.DEAD]
    found = Mail.objects.filter(state__in=open_states).order_by().values_list("state", Count("pk"), Min("created_at"))
    rows = list(found)
    waiting_since = [since for state, _number, since in rows if state in UNSETTLED]
    return Outbox({state: number for state, number, _since in rows}, min(waiting_since, default=None))

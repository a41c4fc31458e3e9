"""Jobs of the tasks app: thin, with keys and ISO dates in, safe to run twice or at the same time."""

import logging
from datetime import date
from time import monotonic
from typing import Final

from django.conf import settings
from django.utils import timezone

from accounts.clock import today
from accounts.jobs import background, wake
from tasks import exports, notify, retention, risk_nightly, tally
from tasks.actions import file_texts, packs, rules, scans, series, sketches, succession, workdays
from tasks.mail import bounces, delivery
from tasks.models import Workday
from tasks.notify import addresses, amendments, posts, watch

log = logging.getLogger(__name__)

SENDING_SECONDS: Final = 600
"""A run of the mail job ends here, well before the time limit of a job; the next one goes on."""
READING_SECONDS: Final = 300
"""So long the nightly run begins with further files; one scanned file alone may take minutes more."""


@background("nightly")
def sweep_today() -> int:
    """The sweep of the day it is; the answer counts the new notices."""
    return sweep(today())


@background("nightly")
def sweep_day(day: str) -> int:
    """The sweep of `day` (ISO), for a day that was missed; the answer counts the new notices."""
    return sweep(date.fromisoformat(day))


def sweep(day: date) -> int:
    """Sweep, log, and wake the mail job."""
    result = notify.sweep(day)
    log.info(
        "sweep.done day=%s working=%s tasks=%s notices=%s mails=%s",
        day,
        result.is_working,
        result.tasks,
        result.notices,
        result.mails,
    )
    wake(send_waiting_mail)
    return result.notices


@background("nightly")
def apply_retention() -> dict[str, int]:
    """Remove what was kept long enough; counts the rows by rule."""
    done = retention.apply(retention.days_of(settings.RETENTION), today())
    log.info("retention.done %s", " ".join(f"{name}={count}" for name, count in done.items()))
    return done


@background("nightly", expires=500)
def rescan_files() -> int:
    """Contents that nobody could scan are shown to the virus scanner; counts those it has judged now."""
    return scans.rescan()


@background("nightly")
def tell_of_ending_posts() -> int:
    """Notices about posts that end while their holder has open work; counts the new ones."""
    return posts.tell_of_ending(today())


@background("quick", expires=240)
def tell_of_amendments() -> int:
    """Notices to monitors about papers that leave open tasks to be decided about; counts the new ones."""
    return amendments.unsettled(today())


@background("quick", expires=240)
def sketch_new_tasks() -> int:
    """Sketch tasks that were made since the last round, so that repetitions of them are found; counts them."""
    return sketches.fill()


@background("nightly")
def sketch_all_tasks() -> int:
    """Sketch every task that has been missed, batch by batch; counts them."""
    made = 0
    while batch := sketches.fill(everything=True):
        made += batch
    return made


@background("quick", expires=100)
def read_words_of_files() -> int:
    """Read the words of files that came since the last round, so that search finds them; counts the contents."""
    return file_texts.fill(timezone.now())


@background("nightly")
def read_words_of_all_files() -> int:
    """Read what was missed, batch by batch, then pictures and scanned pages as far as the night goes; counts both."""
    done = 0
    until = monotonic() + READING_SECONDS
    while monotonic() < until and (batch := file_texts.fill(timezone.now(), everything=True)):
        done += batch
    while monotonic() < until and (batch := file_texts.fill_scanned(timezone.now(), most=1)):
        done += batch
    return done


@background("mail", expires=120)
def send_waiting_mail() -> int:
    """Send what waits, batch by batch, until nothing may be claimed or the time is up; counts the sent."""
    until = monotonic() + SENDING_SECONDS
    sent = 0
    while monotonic() < until and (mails := delivery.claim(timezone.now())):
        report = delivery.deliver(mails)
        sent += report.states["sent"]
    if sent:
        log.info("mail.batch_done sent=%s", sent)
    delivery.ask_server_when_idle(timezone.now())
    return sent


@background("mail")
def send_mail(mail_id: int) -> int:
    """Send that one mail if it waits; the answer is 1 when it went out."""
    mails = delivery.claim(timezone.now(), only=mail_id)
    return delivery.deliver(mails).states["sent"] if mails else 0


@background("nightly", expires=3600)
def make_export(export_id: int) -> bool:
    """Make that file if it still waits; the answer is whether this run made it."""
    found = exports.claim(timezone.now(), only=export_id)
    if found is not None:
        exports.make(found, today())
    return found is not None


@background("nightly", expires=55)
def make_waiting_exports() -> int:
    """Files whose message was lost or whose worker died; counts them."""
    made = 0
    while (found := exports.claim(timezone.now())) is not None:
        exports.make(found, today())
        made += 1
    return made


@background("nightly", expires=250)
def make_packs() -> int:
    """Packs of reports whose hour has come, and their mails; counts them."""
    made = packs.make_due(timezone.now(), Workday.objects.calendar())
    if made:
        wake(send_waiting_mail)
    return made


@background("nightly")
def recount_deadlines() -> int:
    """Bring tasks in line with rules that the office has entered; the answer counts the changed ones."""
    return rules.recount_waiting()


@background("quick", expires=600)
def check_sweep() -> bool:
    """Watch the sweep and the addresses; a missing sweep of today is started. The answer is whether all was well."""
    now = timezone.now()
    missing = watch.check(now)
    if missing is not None:
        wake(sweep_day, missing.isoformat())
    addresses.keep_true(now)
    return missing is None


@background("quick", expires=600)
def read_bounces() -> int:
    """Read the mailbox for undeliverable mails, where one is set; counts those that were not known yet."""
    if not settings.BOUNCE_BOX_URL:
        return 0
    return bounces.read_box(settings.BOUNCE_BOX_URL, timezone.now())["returned"]


@background("nightly")
def apply_reorganisations() -> int:
    """Carry out reorganisations whose day has come, and move on what reached an ended body since; counts them."""
    done = succession.apply_due(today())
    succession.catch_up(today())
    return done


@background("nightly")
def create_occurrences() -> int:
    """Make the tasks of recurring duties that come up, and foresee the calendar of coming years; counts the tasks."""
    day = today()
    workdays.foresee(day)
    return series.create_ahead(day)


@background("nightly")
def assess_risks() -> int:
    """Judge which running tasks may miss their deadline, then measure how well that did; counts the judged ones."""
    day = today()
    judged = risk_nightly.assess(day)
    measured = risk_nightly.backtest(day)
    log.info("risk.assessed day=%s tasks=%s measured_from=%s", day, judged, measured.first_day)
    return judged


@background("quick", expires=50)
def tend_tally() -> str:
    """Fold changes into the summary of tasks; count anew for a new day. Says which of them was done."""
    done = tally.tend(today())
    if done == "rebuilt":
        log.info("tally.rebuilt %s", tally.size())
    return done


@background("nightly")
def check_tally() -> int:
    """Hold the summary against a count of all tasks, mend it and tell the administrators; counts the differences."""
    return check_tally_of(today())


def check_tally_of(day: date) -> int:
    """Differences on that day, after they were logged, mended and told."""
    found = tally.check(day)
    for difference in found:
        log.error("tally.differs %s", difference)
    if found:
        tally.remember(found, day)
        watch.alert_administrators(f"tally:{day}", timezone.now())
    return len(found)

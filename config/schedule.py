"""The beat table: name, job, when, and why."""

from datetime import time

from celery.schedules import crontab
from django.conf import settings

SWEEP = time.fromisoformat(settings.SWEEP_TIME)

BEAT = {
    # Whoever rewrites the audit trail later has to rewrite every copy of the day's head as well.
    "anchor-audit": {"task": "accounts.jobs.anchor_audit", "schedule": crontab(hour=23, minute=50)},
    # A lost message costs a minute, never a document.
    "pick-up-stragglers": {"task": "directives.jobs.pick_up_stragglers", "schedule": 60.0},
    "pick-up-readings": {"task": "directives.jobs.pick_up_readings", "schedule": 60.0},
    # A paper that changes another one leaves decisions to the monitors; its release wakes the job as well.
    "tell-of-amendments": {"task": "tasks.jobs.tell_of_amendments", "schedule": crontab(minute="*/15")},
    # At night, when nobody waits for a lock; what is removed was kept long enough.
    "apply-retention": {"task": "tasks.jobs.apply_retention", "schedule": crontab(hour=1, minute=30)},
    # Before the sweep, so that the digest of the day carries it.
    "tell-of-ending-posts": {"task": "tasks.jobs.tell_of_ending_posts", "schedule": crontab(hour=4, minute=50)},
    # What came while the virus scanner was away is shown to it as soon as it is back.
    "rescan-files": {"task": "tasks.jobs.rescan_files", "schedule": 600.0},
    # Repetitions of a task are found by its sketch, which follows the task within minutes.
    "sketch-new-tasks": {"task": "tasks.jobs.sketch_new_tasks", "schedule": 120.0},
    "sketch-all-tasks": {"task": "tasks.jobs.sketch_all_tasks", "schedule": crontab(hour=2, minute=15)},
    # Search finds a file by its words minutes after it came; scanned pages are read at night.
    "read-words-of-files": {"task": "tasks.jobs.read_words_of_files", "schedule": 120.0},
    "read-words-of-all-files": {
        "task": "tasks.jobs.read_words_of_all_files",
        "schedule": crontab(hour=2, minute=45),
    },
    # Judged in the quiet of the night from what the day left, and measured on what has ended since.
    "assess-risks": {"task": "tasks.jobs.assess_risks", "schedule": crontab(hour=3, minute=10)},
    # What reviewers settled by hand is proposed as a name to remember; nobody waits for it.
    "gather-names": {"task": "directives.jobs.gather_names", "schedule": crontab(minute="*/20")},
    # Before office hours, so that the digest lies in the inbox when people arrive.
    "nightly-sweep": {"task": "tasks.jobs.sweep_today", "schedule": crontab(hour=SWEEP.hour, minute=SWEEP.minute)},
    # Who watches the watcher: a missed or unfinished sweep is made good and told, dead addresses are kept true.
    "check-sweep": {"task": "tasks.jobs.check_sweep", "schedule": crontab(minute="*/15")},
    "read-bounces": {"task": "tasks.jobs.read_bounces", "schedule": 600.0},
    # Mails that failed are tried again with growing pauses; the row says when.
    "send-waiting-mail": {"task": "tasks.jobs.send_waiting_mail", "schedule": 60.0},
    # Boards read a summary of the tasks; changes wait beside it until they are folded in, a new day counts anew.
    "tend-tally": {"task": "tasks.jobs.tend_tally", "schedule": 60.0},
    # Nobody has to trust the summary: it is held against all tasks, and a difference is mended and told.
    "check-tally": {"task": "tasks.jobs.check_tally", "schedule": crontab(hour=1, minute=10)},
    # A file asked for while the broker was away, or whose worker died, is made all the same.
    "make-waiting-exports": {"task": "tasks.jobs.make_waiting_exports", "schedule": 60.0},
    # The hour of a pack is that of its rule; one that was missed is made good for some days.
    "make-packs": {"task": "tasks.jobs.make_packs", "schedule": crontab(minute="*/5")},
    # Rules entered while the broker was away are counted through all the same.
    "recount-deadlines": {"task": "tasks.jobs.recount_deadlines", "schedule": 600.0},
    # First thing of the day, so that reminders and new tasks go to the bodies of that day.
    "apply-reorganisations": {"task": "tasks.jobs.apply_reorganisations", "schedule": crontab(hour="0,4", minute=20)},
    # Before the sweep, so that a task made today is told of today; a missed night is made up by the next one.
    "create-occurrences": {"task": "tasks.jobs.create_occurrences", "schedule": crontab(hour=4, minute=40)},
}

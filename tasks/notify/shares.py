"""A run cut into shares that several workers do at the same time, each share in one transaction.

The lock on a share's row is the claim. A worker that dies loses its connection, with it the lock and everything its
share had written, so that another does the share again; what is committed is marked as done in the same transaction.
Shares are removed when their turn ends: a run without any is finished, and the next call begins another turn.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from tasks.faultpoints import Point, reach
from tasks.models import Notice, Stage, SweepRun, SweepShare, Task

TASKS_PER_SHARE: Final = 4000
PEOPLE_PER_SHARE: Final = 500

Work = Callable[[SweepShare], None]
"""Does what a share asks for and sets its counts."""


@transaction.atomic
def open_turn(run_id: int) -> int:
    """The number of the turn to work on: the one under way, else a new one with the shares of its first stage."""
    run = SweepRun.objects.select_for_update().get(pk=run_id)
    if run.turn and run.shares.filter(turn=run.turn).exists():
        return run.turn
    run.turn += 1
    run.save(update_fields=["turn"])
    _add(run, Stage.NOTICES, _leads())
    return run.turn


@transaction.atomic
def open_digests(run_id: int, turn: int) -> None:
    """Plan the second stage once: shares over everybody with something for a digest."""
    run = SweepRun.objects.select_for_update().get(pk=run_id)
    shares = SweepShare.objects.filter(run=run, turn=turn)
    if shares.filter(stage=Stage.NOTICES).exists() and not shares.filter(stage=Stage.DIGESTS).exists():
        _add(run, Stage.DIGESTS, _recipients())


def work_off(run_id: int, turn: int, stage: Stage, work: Work) -> list[SweepShare]:
    """Do shares of that stage until none is left, and answer those this worker did.

    What others are at is waited for, and done if they die; so after the call the whole stage is done.
    """
    waiting = SweepShare.objects.filter(run=run_id, turn=turn, stage=stage, done_at=None).order_by("pk")
    done: list[SweepShare] = []
    while waiting.exists():
        share = _do_one(waiting, work, wait=False) or _do_one(waiting, work, wait=True)
        if share is not None:
            done.append(share)
    return done


@transaction.atomic
def close_turn(run_id: int, turn: int) -> None:
    """Add up what the turn made and forget its shares; the second worker to come here finds nothing to do."""
    run = SweepRun.objects.select_for_update().get(pk=run_id)
    shares = SweepShare.objects.filter(run=run, turn=turn)
    sums = shares.aggregate(notices=Sum("notices", default=0), mails=Sum("mails", default=0))
    shares.delete()
    run.notices += sums["notices"]
    run.mails += sums["mails"]
    run.finished_at = timezone.now()
    run.save(update_fields=["notices", "mails", "finished_at"])


def _do_one(waiting: QuerySet[SweepShare], work: Work, *, wait: bool) -> SweepShare | None:
    with transaction.atomic():
        share = waiting.select_for_update(skip_locked=not wait).first()
        if share is None:
            return None
        work(share)
        share.done_at = timezone.now()
        share.save(update_fields=["done_at", "tasks", "notices", "mails"])
    reach(Point.SWEEP_CHUNK)
    return share


def _leads() -> list[tuple[int, int]]:
    """Ranges of lead organisations with about `TASKS_PER_SHARE` open tasks each; one range at the least."""
    counted = Task.objects.open().order_by("lead").values_list("lead").annotate(Count("pk"))
    ranges: list[tuple[int, int]] = []
    first, number = 0, 0
    lead = 0
    for lead, tasks in counted.iterator():
        first = first or lead
        number += tasks
        if number >= TASKS_PER_SHARE:
            ranges.append((first, lead))
            first, number = 0, 0
    if number or not ranges:
        ranges.append((first, lead))
    return ranges


def _recipients() -> list[tuple[int, int]]:
    """Ranges of people with `PEOPLE_PER_SHARE` of those who have something for a digest."""
    waiting = Notice.objects.filter(for_mail=True, digest_on=None, read_at=None)
    keys = list(waiting.order_by("recipient").values_list("recipient", flat=True).distinct())
    return [(some[0], some[-1]) for some in _cut(keys, PEOPLE_PER_SHARE)]


def _cut(keys: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _add(run: SweepRun, stage: Stage, ranges: Iterable[tuple[int, int]]) -> None:
    SweepShare.objects.bulk_create(
        SweepShare(run=run, turn=run.turn, stage=stage, first=first, last=last) for first, last in ranges
    )

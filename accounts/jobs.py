"""Waking Celery jobs from views, after commit and without hurting the page when the broker is down; jobs of our own."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, ParamSpec, TypeVar

from celery import Task as Job
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts import anchors
from accounts.clock import today

log = logging.getLogger(__name__)


P = ParamSpec("P")
R = TypeVar("R")
Lane = Literal["quick", "mail", "nightly"]


def background(lane: Lane, *, expires: float | None = None) -> Callable[[Callable[P, R]], Job[P, R]]:
    """Make a function a job of the queue `lane`; a message older than `expires` seconds is not worth working on.

    `config.celery.queue_of` reads the lane; the attribute `queue` of Celery's own decorator ends with Celery 6.
    """
    options: dict[str, Any] = {"lane": lane} | ({} if expires is None else {"expires": expires})
    made: Callable[[Callable[P, R]], Job[P, R]] = shared_task(**options)
    return made


def wake(job: Job[..., object], *args: object) -> None:
    """Enqueue `job` once this transaction has committed.

    The row that the job works on is already saved, and a beat entry picks up rows nobody worked on; so a lost
    message costs a minute, never a document, and the page goes on when Redis is away.
    """
    transaction.on_commit(partial(_send, job, args))


def _send(job: Job[..., object], args: tuple[object, ...]) -> None:
    try:
        job.apply_async(args=args, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("job.not_enqueued job=%s reason=%s", job.name, error)


@background("nightly")
def anchor_audit() -> str:
    """Write down the head of the audit chain of today, here and outside of the database; the answer is the head."""
    made, is_new = anchors.anchor(today())
    if is_new:
        anchors.publish(made)
    return made.head

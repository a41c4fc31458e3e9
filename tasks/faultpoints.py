"""Named points of a send and of a sweep at which the fault suite (`make faults`) ends a process by kill -9.

In operation nothing is armed and `reach` costs one comparison. Armed is one point, by the environment:
`FAULT_POINT=send.accepted`, `FAULT_TOKEN=/path/of/a/file` and, to let the first two pass, `FAULT_PASSES=2`. The process
that removes the file dies, so a point kills once however often the job is delivered again.
"""

import os
import signal
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Final


class Point(StrEnum):
    """Where a process can die; the suite walks over all of them, so a new name is tested without further ado."""

    SEND_CLAIMED = "send.claimed"  # the claim is committed, nothing composed yet
    SEND_HELD = "send.held"  # the try is noted, the server not yet spoken to
    SEND_ACCEPTED = "send.accepted"  # the one window: the server took the mail, we have not committed that
    SEND_SETTLED = "send.settled"  # the outcome is committed
    SWEEP_NOTED = "sweep.noted"  # the run is noted as started, nothing made yet
    SWEEP_INSERTED = "sweep.inserted"  # notices of a chunk are written, their transaction is not committed
    SWEEP_CHUNK = "sweep.chunk"  # a chunk of notices is committed, more may follow
    SWEEP_QUEUED = "sweep.queued"  # the digests are queued, the run is not noted as ended
    SWEEP_ENDED = "sweep.ended"  # the end is committed, the mail job not yet woken


_ARMED: Final = os.environ.get("FAULT_POINT", "")
_TOKEN: Final = os.environ.get("FAULT_TOKEN", "")
_PASSES: Final = int(os.environ.get("FAULT_PASSES", "0"))
_reached: Final = count()


def reach(point: Point) -> None:
    """Die here, without any clean-up, when the suite has armed `point`; otherwise nothing happens."""
    if point == _ARMED and next(_reached) >= _PASSES and _take(Path(_TOKEN)):
        os.kill(os.getpid(), signal.SIGKILL)


def _take(token: Path) -> bool:
    try:
        token.unlink()
    except FileNotFoundError:
        return False
    return True

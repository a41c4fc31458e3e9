"""Rows of who must do it by when, whether it is done, and who was told."""

from tasks.models.event import ContestReason, ObstacleCode, ProgressReport, TaskEvent, TaskFile
from tasks.models.notice import Mail, MailState, Notice, SweepRun
from tasks.models.task import Party, PartyStatus, Task, TaskStatus
from tasks.models.workday import Workday

__all__ = [
    "ContestReason",
    "Mail",
    "MailState",
    "Notice",
    "ObstacleCode",
    "Party",
    "PartyStatus",
    "ProgressReport",
    "SweepRun",
    "Task",
    "TaskEvent",
    "TaskFile",
    "TaskStatus",
    "Workday",
]

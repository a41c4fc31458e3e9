"""Rows of who must do it by when, whether it is done, and who was told."""

from tasks.models.delivery import DeadAddress, DeathCause, DeathEnd, MailOutage, MailTry, TryOutcome
from tasks.models.event import ContestReason, ObstacleCode, ProgressReport, TaskEvent, TaskFile
from tasks.models.export import Export, ExportState
from tasks.models.extension import ExtensionReason, ExtensionRequest, ExtensionState
from tasks.models.handover import HandOver
from tasks.models.history import PartyState, RequestState, TaskState, WordsState
from tasks.models.instruction import (
    ASKING,
    HIDDEN,
    Instruction,
    InstructionAnswer,
    InstructionFile,
    InstructionKind,
    InstructionReceipt,
    InstructionState,
)
from tasks.models.ladder import Anchor, Audience, Escalation, LadderPolicy, LadderRule, Stage, SweepShare
from tasks.models.lineage import AmendmentChoice, AmendmentRuling, RepeatChoice, RepeatRuling, TaskSketch
from tasks.models.meeting import (
    AgendaItem,
    AgendaReason,
    AgendaState,
    DecisionKind,
    Meeting,
    MeetingDecision,
    MeetingState,
)
from tasks.models.notice import REMINDERS, Mail, MailKind, MailState, Notice, NoticeKind, SweepRun
from tasks.models.pack import Pack, PackFile, PackRule, Weekday
from tasks.models.party import Party, PartyStatus
from tasks.models.policy import DeadlinePolicy, RuleBook
from tasks.models.practice import CodeItem, CodeKind, Demand, PracticeRule, SignOffWaiver
from tasks.models.report_rules import AgeingRule, WeightRule
from tasks.models.risk import RiskBacktest, RiskLevel, TaskRisk
from tasks.models.saved_view import DefaultView, SavedView, ViewAudience
from tasks.models.series import ChangeKind, Series, SeriesChange, SeriesRule, SeriesState
from tasks.models.tally import Dimension, Tally, TallyDelta, TallyState
from tasks.models.task import Level, Task, TaskStatus
from tasks.models.urging import ReadVia, Urging, UrgingLetter, UrgingReceipt, UrgingRound
from tasks.models.words import FileText, FileTextState, TaskWords
from tasks.models.workday import Workday

__all__ = [
    "ASKING",
    "HIDDEN",
    "REMINDERS",
    "AgeingRule",
    "AgendaItem",
    "AgendaReason",
    "AgendaState",
    "AmendmentChoice",
    "AmendmentRuling",
    "Anchor",
    "Audience",
    "ChangeKind",
    "CodeItem",
    "CodeKind",
    "ContestReason",
    "DeadAddress",
    "DeadlinePolicy",
    "DeathCause",
    "DeathEnd",
    "DecisionKind",
    "DefaultView",
    "Demand",
    "Dimension",
    "Escalation",
    "Export",
    "ExportState",
    "ExtensionReason",
    "ExtensionRequest",
    "ExtensionState",
    "FileText",
    "FileTextState",
    "HandOver",
    "Instruction",
    "InstructionAnswer",
    "InstructionFile",
    "InstructionKind",
    "InstructionReceipt",
    "InstructionState",
    "LadderPolicy",
    "LadderRule",
    "Level",
    "Mail",
    "MailKind",
    "MailOutage",
    "MailState",
    "MailTry",
    "Meeting",
    "MeetingDecision",
    "MeetingState",
    "Notice",
    "NoticeKind",
    "ObstacleCode",
    "Pack",
    "PackFile",
    "PackRule",
    "Party",
    "PartyState",
    "PartyStatus",
    "PracticeRule",
    "ProgressReport",
    "ReadVia",
    "RepeatChoice",
    "RepeatRuling",
    "RequestState",
    "RiskBacktest",
    "RiskLevel",
    "RuleBook",
    "SavedView",
    "Series",
    "SeriesChange",
    "SeriesRule",
    "SeriesState",
    "SignOffWaiver",
    "Stage",
    "SweepRun",
    "SweepShare",
    "Tally",
    "TallyDelta",
    "TallyState",
    "Task",
    "TaskEvent",
    "TaskFile",
    "TaskRisk",
    "TaskSketch",
    "TaskState",
    "TaskStatus",
    "TaskWords",
    "TryOutcome",
    "Urging",
    "UrgingLetter",
    "UrgingReceipt",
    "UrgingRound",
    "ViewAudience",
    "Weekday",
    "WeightRule",
    "WordsState",
    "Workday",
]

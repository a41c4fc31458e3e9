"""Rows of what was ordered."""

from directives.models.clause import ClauseRuling
from directives.models.directive import Directive, DirectiveState, Urgency
from directives.models.draft import DraftState, TaskDraft
from directives.models.file import DirectiveFile, FileState
from directives.models.name import NameState, RememberedName
from directives.models.reading import OPEN_READINGS, Reading, ReadingState
from directives.models.section import Reference, Section
from directives.models.sketch import PaperSketch
from directives.models.step import ReviewStep
from directives.models.target import Standing, Target, TargetProgress, TargetState
from directives.models.words import DirectiveWords

__all__ = [
    "OPEN_READINGS",
    "ClauseRuling",
    "Directive",
    "DirectiveFile",
    "DirectiveState",
    "DirectiveWords",
    "DraftState",
    "FileState",
    "NameState",
    "PaperSketch",
    "Reading",
    "ReadingState",
    "Reference",
    "RememberedName",
    "ReviewStep",
    "Section",
    "Standing",
    "Target",
    "TargetProgress",
    "TargetState",
    "TaskDraft",
    "Urgency",
]

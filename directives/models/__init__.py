"""Rows of what was ordered."""

from directives.models.directive import Directive, DirectiveState, Urgency
from directives.models.draft import DraftState, TaskDraft
from directives.models.file import DirectiveFile, FileState
from directives.models.section import Reference, Section
from directives.models.step import ReviewStep

__all__ = [
    "Directive",
    "DirectiveFile",
    "DirectiveState",
    "DraftState",
    "FileState",
    "Reference",
    "ReviewStep",
    "Section",
    "TaskDraft",
    "Urgency",
]

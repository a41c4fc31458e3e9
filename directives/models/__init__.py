"""Rows of what was ordered."""

from directives.models.directive import Directive, DirectiveState, Urgency
from directives.models.draft import DraftState, TaskDraft
from directives.models.file import DirectiveFile, FileState
from directives.models.section import Reference, Section

__all__ = [
    "Directive",
    "DirectiveFile",
    "DirectiveState",
    "DraftState",
    "FileState",
    "Reference",
    "Section",
    "TaskDraft",
    "Urgency",
]

"""The administration site shows tasks and their history; it changes nothing, because moves have rules of their own."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import ReadOnlyAdmin
from tasks.models import CodeItem, ProgressReport, Task, TaskEvent


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    """Tasks by number."""

    list_display = ["pk", "title", "lead", "status", "due_on"]
    list_filter = ["status"]
    list_select_related = ["lead"]
    search_fields = ["title"]
    show_full_result_count = False


@admin.register(TaskEvent)
class TaskEventAdmin(ReadOnlyAdmin):
    """Moves, newest first."""

    list_display = ["at", "task", "move", "from_status", "to_status", "actor"]
    list_select_related = ["task", "actor"]
    ordering = ["-pk"]
    show_full_result_count = False


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnlyAdmin):
    """Reports, newest first."""

    list_display = ["at", "task", "author", "percent", "is_result"]
    list_select_related = ["task", "author"]
    show_full_result_count = False


@admin.register(CodeItem)
class CodeItemAdmin(admin.ModelAdmin[CodeItem]):
    """The lists of codes: labels, order and use may change, a code itself and its list may not, and none is deleted."""

    list_display = ["kind", "code", "label", "demands", "rank", "is_active"]
    list_filter = ["kind", "is_active"]

    def get_readonly_fields(self, request: HttpRequest, obj: CodeItem | None = None) -> list[str]:
        """What old rows refer to stays."""
        return ["kind", "code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: CodeItem | None = None) -> bool:
        """Retire it instead."""
        return False

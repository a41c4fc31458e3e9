"""Papers and files in the administration site: to look at, for whom a page is not enough."""

from django.contrib import admin
from django.http import HttpRequest

from directives.models import Directive, DirectiveFile


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # ModelAdmin is no generic at run time
    """Nothing official is changed past the actions and their trail."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Papers come in through the pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Papers are changed on their pages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Papers stay."""
        return False


@admin.register(Directive)
class DirectiveAdmin(ReadOnly):
    """The registry as rows."""

    list_display = ["number_text", "subject", "issuer_name", "issued_on", "state"]
    list_filter = ["state", "kind"]
    search_fields = ["number_text", "subject"]
    date_hierarchy = "issued_on"


@admin.register(DirectiveFile)
class DirectiveFileAdmin(ReadOnly):
    """What came in, and what became of it."""

    list_display = ["name", "state", "problem", "uploaded_by", "uploaded_at"]
    list_filter = ["state"]
    search_fields = ["name", "sha256"]

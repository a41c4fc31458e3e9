"""The administration site: rows as they are, for operators; people work on the pages of the app."""

from django.contrib import admin
from django.forms import BaseForm
from django.http import HttpRequest

from accounts import audit
from accounts.models import AuditEntry, Field, Membership, Organisation, Succession, User


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the stubs only
    """Rows to look at: whatever changes them is an action with its audit entry."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody deletes here."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """The audit trail."""

    list_display = ("id", "at", "actor", "action", "target_label", "address")
    list_filter = ("action",)
    search_fields = ("target_label", "actor__full_name", "request_id")
    list_select_related = ("actor",)
    show_full_result_count = False


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People."""

    list_display = ("username", "full_name", "email", "is_active", "is_staff", "last_login")
    search_fields = ("username", "full_name", "email")
    exclude = ("password",)


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Posts."""

    list_display = ("user", "organisation", "role", "title", "valid_from", "valid_to")
    list_filter = ("role",)
    search_fields = ("user__full_name", "organisation__name")
    list_select_related = ("user", "organisation")


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    """Organisations."""

    list_display = ("code", "name", "kind", "valid_from", "valid_to", "rank")
    list_filter = ("kind",)
    search_fields = ("code", "name", "short_name")


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    """Which organisation became which."""

    list_display = ("predecessor_name", "successor", "kind", "effective_on")
    search_fields = ("predecessor_name", "successor__name")
    list_select_related = ("successor",)


@admin.register(Field)
class FieldAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the stubs only
    """Fields of government; the only rows kept here by hand, audited like every other change."""

    list_display = ("code", "name")

    def save_model(self, request: HttpRequest, obj: Field, form: BaseForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save and note who did it; the site runs each page in a transaction."""
        super().save_model(request, obj, form, change)
        actor = request.user if isinstance(request.user, User) else None
        after = {"code": obj.code, "name": obj.name}
        audit.record("field.changed" if change else "field.created", obj, actor=actor, after=after)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nothing official is deleted."""
        return False

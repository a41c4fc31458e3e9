"""Asking for a file that is made in the background, taking it back, asking again; everybody only for their own."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from tasks.models import Export, ExportState
from tasks.models.export import UNFINISHED


@transaction.atomic
def ask(user: User, *, query: str, form: str, day: date | None) -> Export:
    """Ask for the list that `query` finds; the same list that is still being made is not asked for twice."""
    row, is_new = Export.objects.get_or_create(
        owner=user, query=query, form=form, state__in=UNFINISHED, defaults={"day": day, "state": ExportState.WAITING}
    )
    if is_new:
        audit.record("export.asked", row, actor=user, after={"form": form, "query": query[:300]})
    return row


@transaction.atomic
def cancel(export_id: int, *, actor: User) -> Export:
    """Stop a file that is still to come.

    Raises:
        DomainError: it is made already, or was stopped.
    """
    row = Export.objects.select_for_update().get(pk=export_id, owner=actor)
    if not row.is_unfinished:
        raise DomainError(_("Tệp này không còn đang tạo nên không hủy được."), code="export_ended")
    return _become(row, "export.cancelled", ExportState.CANCELLED, actor)


@transaction.atomic
def retry(export_id: int, *, actor: User) -> Export:
    """Make a file after all that failed or was cancelled.

    Raises:
        DomainError: it needs no second try.
    """
    row = Export.objects.select_for_update().get(pk=export_id, owner=actor)
    if row.state not in {ExportState.FAILED, ExportState.CANCELLED}:
        raise DomainError(_("Tệp này đang được tạo hoặc đã xong."), code="export_not_failed")
    twin = Export.objects.unfinished().filter(owner=actor, query=row.query, form=row.form)
    if twin.exists():
        raise DomainError(_("Cùng danh sách này đang được tạo ở một dòng khác."), code="export_twice")
    return _become(row, "export.retried", ExportState.WAITING, actor)


def _become(row: Export, action: str, state: ExportState, actor: User) -> Export:
    before, row.state = row.state, state
    row.problem, row.claimed_at = "", None
    row.save(update_fields=["state", "problem", "claimed_at"])
    audit.record(action, row, actor=actor, before={"state": before}, after={"state": state.value})
    return row

"""The header of a paper, set by hand: registering without a file, and putting right what was read."""

from dataclasses import dataclass, fields
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.models import Field, Organisation, User
from directives import policy
from directives.actions.pieces import cite_back
from directives.actions.rows import lock_directive
from directives.actions.storing import (
    identity_columns,
    organisation_named,
    parties,
    search_text,
    too_early,
    twin_of,
)
from directives.identity import identify
from directives.matching import Directory
from directives.models import Directive, DraftState, TaskDraft


@dataclass(frozen=True, slots=True)
class HeaderValues:
    """What a clerk says of a paper; an empty text or None means "not known"."""

    number_text: str = ""
    unnumbered: bool = False
    kind: str = ""
    issuer_name: str = ""
    issued_on: date | None = None
    received_on: date | None = None
    signer: str = ""
    signer_capacity: str = ""
    subject: str = ""
    urgency: str = "normal"
    recipients: str = ""
    field: Field | None = None

    @classmethod
    def of(cls, row: Directive) -> "HeaderValues":
        """What the registry says of a paper."""
        return cls(**{column.name: getattr(row, column.name) for column in fields(cls)})

    def columns(self) -> dict[str, object]:
        """The values by column name."""
        return {column.name: getattr(self, column.name) for column in fields(self)}


class AlreadyRegistered(DomainError):
    """Another row of the registry is the same paper; `twin` is its key."""

    code = "duplicate"

    def __init__(self, twin: Directive | None) -> None:
        self.twin = twin.pk if twin else None
        super().__init__(_("Văn bản %(paper)s của cơ quan này đã có trong sổ.") % {"paper": twin or ""})


def register(values: HeaderValues, *, actor: User, today: date) -> Directive:
    """A paper without a file, e.g. one that came on paper.

    Raises:
        Refused: `actor` does not keep the registry.
        AlreadyRegistered: issuer, kind, number, symbol and period are those of another paper.
    """
    acting.require(policy.may, actor, "register", None, today=today)
    row = Directive(registered_by=actor)
    _apply(row, values, Directory.load(today))
    _save_noted(row, "directive.registered", actor, before={}, after=values.columns())
    return row


def change_header(directive_id: int, values: HeaderValues, *, actor: User, today: date, seen_version: int) -> Directive:
    """Put the header right. A new date of issue settles agencies anew in drafts that nobody has touched.

    Raises:
        Refused: not a registry keeper, or the tasks have been released.
        Stale: the header was changed since the form was opened.
        AlreadyRegistered: as in `register`.
    """
    with transaction.atomic():
        row = lock_directive(directive_id, actor=actor, today=today, action="edit", seen_version=seen_version)
        directory = Directory.load(today)
        before = {name: getattr(row, name) for name in values.columns()}
        row.warnings, row.version = [], row.version + 1
        set_header(row, values, directory)
        after = {name: value for name, value in values.columns().items() if value != before[name]}
        _save_noted(row, "directive.changed", actor, before={name: before[name] for name in after}, after=after)
    return row


def set_header(row: Directive, values: HeaderValues, directory: Directory) -> None:
    """Fill the columns of a paper with its header, unsaved; proposals follow a new date of issue at once."""
    moved = row.pk is not None and row.issued_on != values.issued_on
    _apply(row, values, directory)
    if moved:
        _settle_again(row, directory)


def _apply(row: Directive, values: HeaderValues, directory: Directory) -> None:
    for name, value in values.columns().items():
        setattr(row, name, value)
    number = "" if values.unnumbered else values.number_text
    identity = identify(
        number_text=number, kind=values.kind, issuer_name=values.issuer_name, issued_on=values.issued_on
    )
    for name, value in identity_columns(identity).items():
        setattr(row, name, value)
    row.issuer = organisation_named(values.issuer_name, directory, values.issued_on)
    row.search_text = search_text(row)


def _save_noted(
    row: Directive, action: str, actor: User, *, before: dict[str, object], after: dict[str, object]
) -> None:
    """Save with its audit entry; the schema decides whether the paper is there already."""
    with transaction.atomic():
        save_once(row)
        audit.record(action, row, actor=actor, before=before, after=after)


def save_once(row: Directive) -> None:
    """Save a header and point citations of it here.

    Raises:
        AlreadyRegistered: the schema knows the paper under another key.
    """
    try:
        with transaction.atomic():
            row.save()
            cite_back(row)
    except IntegrityError as error:
        raise AlreadyRegistered(twin_of(row)) from error


def _settle_again(row: Directive, directory: Directory) -> None:
    """Names are read by the date of the paper, so untouched proposals are matched once more."""
    for draft in row.drafts.filter(state=DraftState.PROPOSED, edited_at=None):
        _rematch(draft, row.issued_on, directory)


def _rematch(draft: TaskDraft, issued_on: date | None, directory: Directory) -> None:
    who = parties(draft.lead_mentions, draft.coordinating_mentions, directory, issued_on)
    early = too_early(draft.due_on, issued_on)
    draft.leads.set(who.leads)
    draft.coordinating.set(who.coordinating)
    draft.candidates = who.candidates
    draft.warnings = [*who.doubts, *([early] if early else [])]
    draft.version += 1
    draft.save(update_fields=["candidates", "warnings", "version"])


def issuers() -> list[str]:
    """Names of bodies of this place that issue papers, for the form's suggestions."""
    kinds = ["ubnd_tp", "co_quan_chuyen_mon", "hdnd", "dang_cap_uy"]
    names = Organisation.objects.filter(kind__in=kinds, valid_to=None).values_list("name", flat=True)
    return list(names)

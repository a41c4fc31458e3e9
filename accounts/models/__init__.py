"""Rows of people, organisations and the audit trail."""

from accounts.models.anchor import AuditAnchor
from accounts.models.audit import AuditEntry
from accounts.models.membership import Field, Membership
from accounts.models.organisation import Organisation, OrganisationKind, Succession, SuccessionKind
from accounts.models.user import User

__all__ = [
    "AuditAnchor",
    "AuditEntry",
    "Field",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Succession",
    "SuccessionKind",
    "User",
]

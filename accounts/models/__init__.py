"""Rows of people, organisations and the audit trail."""

from accounts.models.absence import Absence, StandIns, substitute_of
from accounts.models.anchor import AuditAnchor
from accounts.models.audit import AuditEntry
from accounts.models.invitation import Invitation
from accounts.models.membership import Field, Membership
from accounts.models.organisation import Organisation, OrganisationKind, Succession, SuccessionKind
from accounts.models.preference import Cadence, MailPreference, Weekday
from accounts.models.reorganisation import (
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    ReorganisedRow,
    RowChange,
)
from accounts.models.scan import FileScan, ScanState
from accounts.models.signin import SecondFactorRule
from accounts.models.token import ApiToken, Scope
from accounts.models.user import User

__all__ = [
    "Absence",
    "ApiToken",
    "AuditAnchor",
    "AuditEntry",
    "Cadence",
    "Field",
    "FileScan",
    "Invitation",
    "MailPreference",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Reorganisation",
    "ReorganisationKind",
    "ReorganisationState",
    "ReorganisedRow",
    "RowChange",
    "ScanState",
    "Scope",
    "SecondFactorRule",
    "StandIns",
    "Succession",
    "SuccessionKind",
    "User",
    "Weekday",
    "substitute_of",
]

"""The audit trail: append-only by trigger, each row chained to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

Said: TypeAlias = Mapping[str, object]
"""Everything an entry says, by the names of `AuditEntry.said`."""


def chained(previous_hash: str, said: Said) -> str:
    """SHA-256 over the previous row's hash and what this row says, as 64 hexadecimal digits."""
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


class AuditEntry(models.Model):
    """One thing done: by whom under which post, from where, to what, before and after."""

    at = models.DateTimeField(_("lúc"))
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("việc"), max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.GenericIPAddressField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("dấu vết")
        verbose_name_plural = _("dấu vết")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_target"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_label}"

    def said(self) -> Said:
        """What is hashed: all that the row says."""
        return {
            "at": self.at.isoformat(),
            "actor": self.actor_id,
            "membership": self.membership_id,
            "action": self.action,
            "target": [self.target_type, self.target_id, self.target_label],
            "before": self.before,
            "after": self.after,
            "request": self.request_id,
            "address": self.address,
        }

    def digest(self) -> str:
        """The hash that this row must carry."""
        return chained(self.previous_hash, self.said())

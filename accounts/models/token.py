"""Tokens with which programs act for a person: hashed, with a scope and an end."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Scope(models.TextChoices):
    """What a token opens, within what its person may do."""

    READ = "read", _("Chỉ đọc")
    WRITE = "write", _("Đọc và cập nhật")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions about tokens."""

    def open(self, today: date) -> "ApiTokenQuerySet":
        """Neither revoked nor past their last day."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=today)

    def revoke(self, now: datetime) -> int:
        """End these tokens at once; how many were not ended before."""
        return self.filter(revoked_at__isnull=True).update(revoked_at=now)


class ApiToken(models.Model):
    """One token of one person; `digest` is all that is kept of it, so nobody can read it again.

    `hint` are its first letters, by which its owner knows it. `expires_on` is the last day on which it opens anything.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("tên"), max_length=60)
    scope = models.CharField(_("phạm vi"), max_length=5, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    expires_on = models.DateField(_("hết hạn"))
    last_used_at = models.DateTimeField(_("dùng gần nhất"), null=True, blank=True)
    last_used_from = models.GenericIPAddressField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã API")
        verbose_name_plural = _("mã API")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "-id"], name="token_open", condition=Q(revoked_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

"""Invitations: who was asked to join with which post; the account comes into being when they accept, not before."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.membership import Field
from accounts.models.organisation import Organisation
from accounts.models.user import User
from accounts.roles import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked, expired ones included."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """One invitation by mail. The link in it names this row and `nonce`; a new nonce makes all older links void.

    `valid_from` and `valid_to` are those of the post, as in `Membership`.
    """

    username = models.CharField(_("tên đăng nhập"), max_length=60)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    email = models.EmailField(_("thư điện tử"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("tổ chức")
    )
    role = models.CharField(_("vai trò"), max_length=10, choices=Role)
    title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    fields_in_charge = models.ManyToManyField(Field, blank=True, verbose_name=_("lĩnh vực phụ trách"))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    nonce = models.CharField(max_length=32)
    sent_times = models.PositiveSmallIntegerField(_("số lần gửi"), default=0)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người mời"))
    invited_at = models.DateTimeField(_("mời lúc"))
    accepted_at = models.DateTimeField(_("nhận lời lúc"), null=True, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư mời")
        verbose_name_plural = _("thư mời")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=Q(accepted_at=None, revoked_at=None), name="invitation_pending_email_once"
            ),
            models.UniqueConstraint(
                Lower("username"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_pending_username_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="invitation_interval_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} <{self.email}>"

    def is_open(self, now: datetime) -> bool:
        """Whether it can be accepted at `now`."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at

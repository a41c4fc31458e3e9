"""Posts: a person in an organisation with a role, dated; and the fields a leader is in charge of."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.user import User
from accounts.roles import Role

GENERAL_CHARGE = "phu-trach-chung"
"""Code of the field whose leader is in charge of all others too (Phụ trách chung, as a chairman is)."""


class Field(models.Model):
    """A field of government (lĩnh vực), e.g. construction or health."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=120)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about posts."""

    def on(self, day: date) -> "MembershipQuerySet":
        """Posts held on that day by people who may sign in; intervals are half-open."""
        held = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
        return self.filter(held, user__is_active=True)

    def of(self, organisation: Organisation, *roles: Role) -> "MembershipQuerySet":
        """Posts in that very organisation, of these roles when given."""
        found = self.filter(organisation=organisation)
        return found.filter(role__in=roles) if roles else found


class Membership(models.Model):
    """A post. A user acts through one; ending it never deletes it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("người dùng"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("tổ chức")
    )
    role = models.CharField(_("vai trò"), max_length=10, choices=Role)
    title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    fields_in_charge = models.ManyToManyField(Field, blank=True, verbose_name=_("lĩnh vực phụ trách"))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("vị trí công tác")
        verbose_name_plural = _("vị trí công tác")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="membership_interval_not_empty",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "valid_from"], name="membership_recorded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation.short_name}"

    @property
    def charge(self) -> frozenset[int] | None:
        """Fields that the post is in charge of; None when it is of all: by `GENERAL_CHARGE`, or none are named.

        Asked once and kept (one query); the dates of the post are those of the charge.
        """
        kept: dict[str, frozenset[int] | None] = self.__dict__.setdefault("_charge", {})
        if not kept:
            named = dict(self.fields_in_charge.values_list("pk", "code"))
            kept["fields"] = None if not named or GENERAL_CHARGE in named.values() else frozenset(named)
        return kept["fields"]

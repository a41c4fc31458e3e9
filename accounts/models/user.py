"""People who sign in."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.search import SearchWords

if TYPE_CHECKING:
    from accounts.models.membership import Membership


class UserManager(BaseUserManager["User"]):
    """Makes users; names the ways to find them."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """A new active user; without a password nobody can sign in until it is set by mail."""
        user: User = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "User":
        """A user who may enter the administration site."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in names differ in more than case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person; what they may do comes from the posts they hold (`Membership`).

    `closed_on` is since when the account is closed; on `contact_erased_on` address and phone were removed, the name
    stays for the trail.
    """

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_staff = models.BooleanField(_("vào trang quản trị"), default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    closed_on = models.DateField(_("khóa từ ngày"), null=True, blank=True, editable=False)
    contact_erased_on = models.DateField(_("xóa thông tin liên hệ ngày"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ["full_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="user_email_once"),
            models.UniqueConstraint(Lower("username"), name="user_username_once"),
        ]
        indexes = [GinIndex(SearchWords("full_name"), name="user_name_words")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def posts(self, today: date) -> list["Membership"]:
        """The posts held on that day, oldest first, each with its organisation (one query, then kept).

        The list is kept per day on the instance, so that a page asks once.
        """
        kept: dict[date, list[Membership]] = self.__dict__.setdefault("_posts", {})
        if today not in kept:
            kept[today] = list(self.memberships.on(today).select_related("organisation").order_by("pk"))
        return kept[today]

    def holds(self, roles: frozenset[Role] | set[Role], today: date) -> bool:
        """Whether any post on that day carries one of `roles` (may cost one query)."""
        return any(post.role in roles for post in self.posts(today))

"""Filters that people keep under a name, for themselves or for others; only a query, never a right to see."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import kept_sql
from accounts.models import Organisation, User
from accounts.roles import Role


class ViewAudience(models.TextChoices):
    """Who finds a kept view in their menu."""

    ME = "me", _("Chỉ mình tôi")
    UNIT = "unit", _("Đơn vị của tôi")
    OFFICE = "office", _("Tất cả mọi người")
    ROLE = "role", _("Một vai trò")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about kept views."""

    def offered_to(self, user: User, today: date) -> "SavedViewQuerySet":
        """Their own, and what others share with them by the posts that they hold on that day."""
        posts = user.posts(today)
        found = Q(owner=user)
        if posts:
            found |= Q(audience=ViewAudience.OFFICE)
            found |= Q(audience=ViewAudience.ROLE, role__in={post.role for post in posts})
            found |= Q(audience=ViewAudience.UNIT, unit__path__in=_at_or_above(post.organisation for post in posts))
        return self.filter(found)

    def keys_offered(self, user: User, today: date, **where: object) -> list[int]:
        """Keys of all these that meet `where`, in the order of the menu (one quick query: most pages have none)."""
        posts = tuple((post.role, post.organisation.path) for post in user.posts(today))
        asked = ("views", user.pk, posts, *sorted(where.items()))
        rows = kept_sql.rows(asked, lambda: self.offered_to(user, today).filter(**where).values_list("pk"))
        return [key for (key,) in rows]


def _at_or_above(organisations: Iterable[Organisation]) -> set[str]:
    """Paths of the bodies and of everything above them."""
    paths: set[str] = set()
    for organisation in organisations:
        steps = organisation.path.rstrip("/").split("/")
        paths |= {"/".join(steps[:length]) + "/" for length in range(1, len(steps) + 1)}
    return paths


class SavedView(models.Model):
    """The address of a list, board or report under a name.

    `path` is the page, `query` what it was narrowed by. `unit` and `role` say with whom it is shared, where the
    audience asks for it. Views stand in the menu by `position`, then by name.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("người lưu"))
    name = models.CharField(_("tên góc nhìn"), max_length=80)
    path = models.CharField(_("trang"), max_length=200)
    query = models.TextField(_("điều kiện lọc"), blank=True)
    audience = models.CharField(_("chia sẻ với"), max_length=8, choices=ViewAudience, default=ViewAudience.ME)
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("vai trò"), max_length=8, choices=Role, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("góc nhìn đã lưu")
        verbose_name_plural = _("góc nhìn đã lưu")
        ordering = ["position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "path", "name"], name="saved_view_named_once"),
            models.CheckConstraint(
                condition=Q(audience="unit", unit__isnull=False) | (~Q(audience="unit") & Q(unit=None)),
                name="saved_view_of_unit",
            ),
            models.CheckConstraint(
                condition=(Q(audience="role") & ~Q(role="")) | (~Q(audience="role") & Q(role="")),
                name="saved_view_of_role",
            ),
        ]
        indexes = [models.Index(fields=["path"], name="saved_view_shared", condition=~Q(audience="me"))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Opens the view; conditions that no longer exist are left out there."""
        return reverse("saved-view", args=[self.pk])

    @property
    def is_shared(self) -> bool:
        """Whether others find it too."""
        return self.audience != ViewAudience.ME


class DefaultView(models.Model):
    """The view with which a page opens for one person, their own or one shared with them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="default_views")
    path = models.CharField(max_length=200)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="defaults")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="default_view_once_a_page")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.path}"

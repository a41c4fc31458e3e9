"""Files as they came in; the bytes are kept, the state says how far reading has come."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from directives.models.directive import Directive


class FileState(models.TextChoices):
    """uploaded → reading → read, or one of the ends that need a person."""

    UPLOADED = "uploaded", _("Chờ đọc")
    READING = "reading", _("Đang đọc")
    READ = "read", _("Đã đọc")
    FAILED = "failed", _("Không đọc được")
    DUPLICATE = "duplicate", _("Trùng văn bản đã có")
    REFUSED = "refused", _("Từ chối: văn bản mật")


class DirectiveFile(models.Model):
    """One file of a paper; the sha256 of its bytes recognises a second copy.

    `page_starts` says for each page where its words begin in the text of the paper; empty where a file has no pages.
    """

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    name = models.CharField(_("tên tệp"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.FileField(upload_to="directives/%Y/%m/", blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=FileState, default=FileState.UPLOADED)
    problem = models.CharField(_("vấn đề"), max_length=500, blank=True)
    problem_code = models.CharField(max_length=30, blank=True)
    page_starts = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tệp văn bản")
        verbose_name_plural = _("tệp văn bản")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["sha256"], name="directive_file_once")]
        indexes = [
            models.Index(
                fields=["claimed_at", "id"],
                name="file_to_read",
                condition=Q(state__in=["uploaded", "reading"]),
            )
        ]

    def __str__(self) -> str:
        return self.name

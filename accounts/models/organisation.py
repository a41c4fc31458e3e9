"""Organisations as a tree by materialised path, with dated names and the mergers that joined them."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts import text
from accounts.search import SearchWords

STEP = 6  # digits of one step in a path, e.g. "000001/000023/"


class OrganisationKind(models.TextChoices):
    """Kinds of bodies in the directory of the city."""

    CITY = "ubnd_tp", _("UBND thành phố")
    PROVINCE = "ubnd_tinh", _("UBND tỉnh (cũ)")
    DEPARTMENT = "co_quan_chuyen_mon", _("Sở và cơ quan tương đương")
    OTHER_AGENCY = "co_quan_hanh_chinh_khac", _("Cơ quan hành chính khác")
    WARD = "ubnd_phuong", _("UBND phường")
    COMMUNE = "ubnd_xa", _("UBND xã")
    SPECIAL_ZONE = "ubnd_dac_khu", _("UBND đặc khu")
    DISTRICT = "ubnd_huyen", _("UBND cấp huyện (cũ)")
    COUNCIL = "hdnd", _("Hội đồng nhân dân")
    COUNCIL_COMMITTEE = "hdnd_ban", _("Ban của Hội đồng nhân dân")
    COUNCIL_OFFICE = "van_phong_hdnd", _("Văn phòng Đoàn ĐBQH và HĐND")
    PARTY_COMMITTEE = "dang_cap_uy", _("Cấp ủy Đảng")
    PARTY_BODY = "dang_co_quan", _("Cơ quan của Đảng")
    PARTY_BRANCH = "dang_bo_truc_thuoc", _("Đảng bộ trực thuộc")
    FRONT = "mttq", _("Mặt trận Tổ quốc")
    MASS_ORGANISATION = "doan_the", _("Đoàn thể")
    PUBLIC_UNIT = "don_vi_su_nghiep", _("Đơn vị sự nghiệp")
    CENTRAL_BODY = "co_quan_nganh_doc", _("Cơ quan ngành dọc")
    DIVISION = "phong", _("Phòng, đơn vị thuộc sở")
    CENTRAL_AUTHORITY = "co_quan_trung_uong", _("Cơ quan trung ương")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def in_force(self, on: date) -> "OrganisationQuerySet":
        """Those that exist on that day; intervals are half-open, [valid_from, valid_to)."""
        started = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.filter(started, Q(valid_to=None) | Q(valid_to__gt=on))

    def named_like(self, typed: str) -> "OrganisationQuerySet":
        """Those with a name, alias or symbol in which a word starts with `typed`; accents count when typed."""
        wanted = text.query_form(typed)
        return self.filter(search_text__contains=f" {wanted}") if wanted else self

    def below(self, paths: Iterable[str]) -> "OrganisationQuerySet":
        """What stands at these paths or below, and bodies that ended and went on in one of them.

        Both by an index: an OR of the path and of the heir's would read every body there is.
        """
        reached = Q(pk__in=[])
        for path in paths:
            reached |= Q(path__startswith=path)
        here = Organisation.objects.filter(reached).order_by().values("pk")
        return self.filter(
            pk__in=here.union(Organisation.objects.filter(heir__in=here).order_by().values("pk"))
        ).order_by()

    def within(self, root: "Organisation") -> "OrganisationQuerySet":
        """`root` and everything below it."""
        return self.filter(path__startswith=root.path)


class Organisation(models.Model):
    """A body that gives or carries out tasks. Nothing official is deleted: it ends on `valid_to`.

    `heir` is the one body of today that took an ended one over; one that went to several is `divided` and has none.
    Both are derived from the successions by `accounts.lineage.settle_heirs`, nobody else writes them.
    """

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    name = models.CharField(_("tên đầy đủ"), max_length=300)
    short_name = models.CharField(_("tên gọi"), max_length=200)
    kind = models.CharField(_("loại"), max_length=30, choices=OrganisationKind)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("cấp trên"),
    )
    path = models.CharField(max_length=250, unique=True, editable=False)
    aliases = ArrayField(models.CharField(max_length=300), default=list, blank=True, verbose_name=_("cách gọi khác"))
    symbols = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("ký hiệu"))
    head_titles = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("chức danh"))
    email = models.EmailField(_("hộp thư đầu mối"), blank=True)
    valid_from = models.DateField(_("có từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("thứ tự"), default=0)
    note = models.TextField(_("ghi chú"), blank=True)
    search_text = models.TextField(default="", blank=True, editable=False)
    heir = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="inherited"
    )
    divided = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tổ chức")
        verbose_name_plural = _("tổ chức")
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="organisation_interval_not_empty",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="organisation_not_its_own_parent"),
        ]
        indexes = [
            models.Index(OpClass(F("path"), name="text_pattern_ops"), name="organisation_path"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="organisation_name_trigram"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="organisation_search_trigram"),
            GinIndex(SearchWords("search_text"), name="organisation_words"),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Give a new row its path; moving a subtree is an action of its own (`actions.organisations.move`)."""
        if not self.path:
            self.path = self.next_path(self.parent)
        self.search_text = text.search_form(self.name, self.short_name, *self.aliases, *self.symbols)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature, passed through

    def become(self, **values: object) -> None:
        """Save these columns, what search reads of them, and the next version; nothing else."""
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*values, "search_text", "version"])

    @staticmethod
    def next_path(parent: "Organisation | None") -> str:
        """The first free path below `parent`; two at once are kept apart by the unique column."""
        root = parent.path if parent else ""
        siblings = Organisation.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True)
        last = siblings.first()
        step = int(last[len(root) : len(root) + STEP]) + 1 if last else 1
        return f"{root}{step:0{STEP}d}/"


class SuccessionKind(models.TextChoices):
    """How one body became another."""

    MERGED = "merged_into", _("hợp nhất vào")
    SPLIT = "split_into", _("tách thành")
    RENAMED = "renamed_to", _("đổi tên thành")
    PART = "part_moved_to", _("chuyển một phần sang")


class Succession(models.Model):
    """From a predecessor to its successor on a date; a predecessor outside the directory has a name only."""

    predecessor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="successions"
    )
    predecessor_name = models.CharField(max_length=300)
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=20, choices=SuccessionKind)
    effective_on = models.DateField()

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor_name", "successor", "effective_on"], name="succession_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_name} → {self.successor_id}"

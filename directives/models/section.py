"""The structure of a paper and the documents it cites, each with its span in the text."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from directives.models.directive import Directive
from directives.parsing.types import Relation

RELATIONS = [
    (Relation.IMPLEMENTS.value, _("thực hiện")),
    (Relation.CITES.value, _("căn cứ, nhắc đến")),
    (Relation.AMENDS.value, _("sửa đổi")),
    (Relation.REPLACES.value, _("thay thế")),
    (Relation.REPEALS.value, _("bãi bỏ")),
]


class Section(models.Model):
    """A piece of the structure: chapter, article, clause, point, annex row."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    label = models.CharField(max_length=60, blank=True)
    path = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["directive", "order"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "order"], name="section_order_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="section_span_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.title[:60]}".strip()


class Reference(models.Model):
    """A citation; `target` is set when the cited paper stands in the registry."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="references")
    target = models.ForeignKey(Directive, on_delete=models.SET_NULL, null=True, blank=True, related_name="cited_by")
    number_text = models.CharField(max_length=80)
    issued_on = models.DateField(null=True, blank=True)
    relation = models.CharField(max_length=12, choices=RELATIONS)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["directive", "start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "number_text", "relation"], name="reference_once_per_relation")
        ]

    def __str__(self) -> str:
        return self.number_text

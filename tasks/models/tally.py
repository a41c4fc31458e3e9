"""The maintained summary: how many duties each unit, paper, field and leader has in each class on one day.

Triggers on the tasks write what changed as rows of `TallyDelta`, which are only ever added, so that no two people wait
for each other; a job folds them into `Tally`. A delta holds the facts of a task and no class, so that it means the same
whatever day the summary is of. See `tasks.tally`.
"""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

EVERY_YEAR = 0
"""In the column `year`: tasks of every year together."""
NOBODY = 0
"""In the column `key`: tasks without a field or leader."""


class Dimension(StrEnum):
    """What a row of the summary stands for; of units there is one per map, and one sum per ranking group and map."""

    UNIT_NOW = "unit_now"
    UNIT_THEN = "unit_then"
    GROUP_NOW = "group_now"
    GROUP_THEN = "group_then"
    FIELD = "field"
    LEADER = "leader"
    PAPER = "directive"


class Tally(models.Model):
    """Counts by class (`overdue`, ...) and ageing band (`band:8-30`), of tasks assigned in that year.

    `ranking` is the group a unit is ranked in (`unit_ranking` in the schema), empty for fields, leaders and papers.
    """

    pk = models.CompositePrimaryKey("dimension", "basis", "year", "ranking", "key")
    dimension = models.CharField(max_length=12)
    basis = models.CharField(max_length=8)
    year = models.SmallIntegerField()
    ranking = models.CharField(max_length=1)
    key = models.BigIntegerField()
    counts = models.JSONField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                F("basis"),
                F("year"),
                Cast(KeyTextTransform("overdue", "counts"), models.IntegerField()).desc(),
                F("key"),
                name="tally_worst_papers",
                condition=Q(dimension=Dimension.PAPER.value, ranking="", counts__has_key="overdue"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.key} {self.year} {self.basis}"


class TallyDelta(models.Model):
    """`number` tasks with these facts came to be (or, below zero, are no more); keys without constraints, no locks."""

    lead = models.BigIntegerField()
    lead_as_given = models.BigIntegerField(null=True)
    field = models.BigIntegerField(null=True)
    leader = models.BigIntegerField(null=True)
    directive = models.BigIntegerField()
    year = models.SmallIntegerField()
    status = models.CharField(max_length=12)
    until = models.DateField(null=True)
    until_as_issued = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    awaits = models.BooleanField()
    number = models.IntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number:+} {self.status}"


class TallyState(models.Model):
    """One row: of which day the summary is and by which settings; `stale` until it has been built anew.

    Whoever folds or rebuilds holds this row. `differed_on` is the last day on which a check found it wrong, in
    `differences` places. `shape` tells what it was built of, lest a program of another version takes it for whole.
    """

    day = models.DateField(null=True)
    soon_days = models.PositiveIntegerField(default=0)
    edges = ArrayField(models.PositiveIntegerField(), default=list)
    stale = models.BooleanField(default=True)
    built_at = models.DateTimeField(null=True)
    differed_on = models.DateField(null=True)
    differences = models.PositiveIntegerField(default=0)
    shape = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="tally_has_one_state")]

    def __str__(self) -> str:
        return f"{self.day}{' (stale)' if self.stale else ''}"

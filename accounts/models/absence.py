"""Absences: who is away from when to when, and who receives in their place; set by the office, not by the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


@dataclass(frozen=True, slots=True)
class StandIns:
    """Who is away on one day, with the substitute named (None where nobody is): keys of people."""

    named: Mapping[int, int | None] = field(default_factory=dict)

    def is_away(self, person: int) -> bool:
        """Whether the person is away on that day."""
        return person in self.named

    def of(self, person: int) -> int | None:
        """Who receives what is meant for `person`: themselves, or down the chain of substitutes the first who is there.

        None when nobody is named, the last of the chain is away too, or the chain leads back to where it began.
        """
        seen: set[int] = set()
        current: int | None = person
        while current is not None and current in self.named and current not in seen:
            seen.add(current)
            current = self.named[current]
        return current if current is not None and current not in self.named else None

    def covered_by(self, person: int) -> tuple[int, ...]:
        """Those for whom `person` receives on that day."""
        return tuple(sorted(away for away in self.named if self.of(away) == person))


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions about absences."""

    def in_force(self) -> "AbsenceQuerySet":
        """Those that were not called off."""
        return self.filter(called_off_at=None)

    def on(self, day: date) -> "AbsenceQuerySet":
        """Those of that day."""
        return self.in_force().filter(first_on__lte=day, last_on__gte=day)

    def touching(self, first_on: date, last_on: date) -> "AbsenceQuerySet":
        """Those that share a day with the days from `first_on` to `last_on`."""
        return self.in_force().filter(first_on__lte=last_on, last_on__gte=first_on)

    def stand_ins(self, day: date) -> StandIns:
        """Who is away on that day and who was named in their place (one query)."""
        return StandIns(dict(self.on(day).values_list("person_id", "substitute_id")))


def _closed(least: str, most: str, function: str, kind: models.Field[object, object]) -> Func:
    """The range of two columns, both ends included."""
    return Func(least, most, Value("[]"), function=function, output_field=kind)


class Absence(models.Model):
    """Somebody is away from `first_on` to `last_on` (both inclusive); one at a time, the schema refuses an overlap.

    What is addressed to them goes to `substitute` meanwhile, who also decides in their place; they keep their notices
    in the app.
    """

    person = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="absences", verbose_name=_("người vắng mặt")
    )
    first_on = models.DateField(_("từ ngày"))
    last_on = models.DateField(_("đến hết ngày"))
    substitute = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người thay")
    )
    ground = models.CharField(_("căn cứ"), max_length=200, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người ghi"))
    entered_at = models.DateTimeField(auto_now_add=True)
    called_off_at = models.DateTimeField(_("đã hủy lúc"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("vắng mặt")
        verbose_name_plural = _("vắng mặt")
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="absence_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(substitute=F("person")), name="absence_other_substitute"),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                # A range of one key, so that GiST needs no extension for the comparison.
                expressions=[
                    (
                        Func(
                            "person", "person", Value("[]"), function="int8range", output_field=BigIntegerRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("first_on", "last_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(called_off_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["last_on", "first_on"], name="absence_days", condition=Q(called_off_at=None))]

    def __str__(self) -> str:
        return f"{self.person}: {self.first_on:%d/%m/%Y} – {self.last_on:%d/%m/%Y}"


def substitute_of(user: User, today: date) -> User | None:
    """Who receives and decides in place of `user` today; None when they are there, or nobody stands in."""
    stand_ins = Absence.objects.stand_ins(today)
    key = stand_ins.of(user.pk) if stand_ins.is_away(user.pk) else None
    return User.objects.filter(pk=key, is_active=True).first() if key is not None else None

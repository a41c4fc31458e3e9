"""A recurrence rule as four small answers: how often, on which weekday, on which day, in which month."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directives import recurrence

WEEKDAYS: Final[list[tuple[str, str | Promise]]] = [
    ("MO", _("Thứ Hai")),
    ("TU", _("Thứ Ba")),
    ("WE", _("Thứ Tư")),
    ("TH", _("Thứ Năm")),
    ("FR", _("Thứ Sáu")),
    ("SA", _("Thứ Bảy")),
    ("SU", _("Chủ nhật")),
]
LAST_DAY: Final = "-1"


@dataclass(frozen=True, slots=True)
class Repeat:
    """The answers as the form holds them; "" where nothing is said."""

    pace: str = ""
    weekday: str = ""
    day: str = ""
    month: str = ""

    @property
    def rule(self) -> str:
        """The RFC 5545 rule; what does not fit the pace is left out (a weekly duty has no day of the month)."""
        parts = [self.pace]
        if "WEEKLY" in self.pace and self.weekday:
            parts.append(f"BYDAY={self.weekday}")
        if "YEARLY" in self.pace and self.month:
            parts.append(f"BYMONTH={self.month}")
        if ("MONTHLY" in self.pace or ("YEARLY" in self.pace and self.month)) and self.day:
            parts.append(f"BYMONTHDAY={self.day}")
        return ";".join(parts) if self.pace else ""


def read(rule: str) -> Repeat:
    """The answers that give `rule`; a rule that no answers give stands as its own pace."""
    found = recurrence.parts(rule)
    repeat = Repeat(
        recurrence.base(rule), found.get("BYDAY", ""), found.get("BYMONTHDAY", ""), found.get("BYMONTH", "")
    )
    known = repeat.pace in {pace for pace, _words in recurrence.COMMON}
    return repeat if known and sorted(repeat.rule.split(";")) == sorted(rule.split(";")) else Repeat(rule)

"""What became of ended bodies, as columns that lists and reports can join: one heir, or divided among several."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry, Organisation, Succession, SuccessionKind


def settle_heirs() -> int:
    """Bring `heir` and `divided` of every body in line with the successions; counts the changed ones (two queries).

    An ended body with one successor has for heir the last body on that way; one with several is divided.
    """
    successors: dict[int, set[int]] = defaultdict(set)
    links = Succession.objects.exclude(predecessor=None).values_list("predecessor", "successor")
    for predecessor, successor in links:
        if predecessor is not None and predecessor != successor:
            successors[predecessor].add(successor)
    rows = {row.pk: row for row in Organisation.objects.only("valid_to", "heir", "divided")}
    ended = {pk: successors[pk] for pk, row in rows.items() if row.valid_to is not None and successors.get(pk)}
    changed = [row for row in rows.values() if _settle(row, ended)]
    Organisation.objects.bulk_update(changed, ["heir", "divided"])
    return len(changed)


def _settle(row: Organisation, ended: Mapping[int, set[int]]) -> bool:
    heir, divided = _heir(row.pk, ended), len(ended.get(row.pk, ())) > 1
    if (row.heir_id, row.divided) == (heir, divided):
        return False
    row.heir_id, row.divided = heir, divided
    return True


def _heir(body: int, ended: Mapping[int, set[int]]) -> int | None:
    """The last body on the way of single successors; a loop in the data ends the way."""
    seen, current = {body}, body
    while len(ended.get(current, ())) == 1:
        (following,) = ended[current]
        if following in seen:
            break
        seen.add(following)
        current = following
    return current if current != body else None


def former_names(day: date) -> dict[int, str]:
    """Short names that bodies had when `day` ended and have no more, by key, out of the trail (one query).

    A body that was renamed by a reorganisation is another row, so this is about names that were edited in place.
    """
    after = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    edits = AuditEntry.objects.filter(
        target_type=Organisation._meta.label_lower, at__gte=after, before__has_key="short_name"
    )
    found: dict[int, str] = {}
    for key, name in edits.order_by("pk").values_list("target_id", "before__short_name"):
        found.setdefault(int(key), str(name))
    return found


def with_heirs_of(found: QuerySet[Organisation], on: date) -> QuerySet[Organisation]:
    """Bodies in force on the day that are among `found`, or took over one of them."""
    taken = found.exclude(heir=None).values("heir")
    return Organisation.objects.in_force(on).filter(Q(pk__in=found.values("pk")) | Q(pk__in=taken))


# ── the life of one body ──────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Moment:
    """One thing in the life of a body; `others` are (key, name) of the bodies it speaks of, key None outside."""

    on: date | None
    words: str
    others: tuple[tuple[int | None, str], ...] = ()


def life_of(body: Organisation) -> list[Moment]:
    """From what it came, when it began, what became of it: oldest first (two queries)."""
    origins = Succession.objects.filter(successor=body).select_related("predecessor")
    successions = Succession.objects.filter(predecessor=body).select_related("successor")
    moments = [Moment(body.valid_from, _("bắt đầu hoạt động"))] if body.valid_from else []
    moments += _gathered(
        [(row.effective_on, row.kind, row.predecessor_id, row.predecessor_name) for row in origins], FROM
    )
    moments += _gathered(
        [(row.effective_on, row.kind, row.successor_id, row.successor.short_name) for row in successions], INTO
    )
    if body.valid_to:
        moments.append(Moment(body.valid_to, _("kết thúc hoạt động")))
    return sorted(moments, key=lambda moment: moment.on or date.min)


FROM = {
    SuccessionKind.MERGED: gettext_lazy("hợp nhất từ"),
    SuccessionKind.SPLIT: gettext_lazy("tách ra từ"),
    SuccessionKind.RENAMED: gettext_lazy("đổi tên từ"),
    SuccessionKind.PART: gettext_lazy("nhận một phần từ"),
}
INTO = {
    SuccessionKind.MERGED: gettext_lazy("hợp nhất vào"),
    SuccessionKind.SPLIT: gettext_lazy("tách thành"),
    SuccessionKind.RENAMED: gettext_lazy("đổi tên thành"),
    SuccessionKind.PART: gettext_lazy("chuyển một phần sang"),
}


def _gathered(
    rows: list[tuple[date, str, int | None, str]], words: Mapping[SuccessionKind, str | Promise]
) -> list[Moment]:
    """One moment for all that happened in one way on one day."""
    together: dict[tuple[date, str], list[tuple[int | None, str]]] = defaultdict(list)
    for on, kind, key, name in rows:
        together[on, kind].append((key, name))
    return [Moment(on, str(words[SuccessionKind(kind)]), tuple(others)) for (on, kind), others in together.items()]

"""What stands against a reorganisation, or should be known before it: sentences, the blocking ones first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, Reorganisation, ReorganisationKind, ReorganisationState
from accounts.roles import Role
from tasks.models import Party, Task
from tasks.succession import END, SORT_LABELS, Item, Outline, Sort, items, undecided

SHAPES: Final = {
    ReorganisationKind.MERGE: (1, 99, 1, 1),
    ReorganisationKind.SPLIT: (1, 1, 2, 99),
    ReorganisationKind.RENAME: (1, 1, 1, 1),
    ReorganisationKind.DISSOLVE: (1, 99, 1, 99),
    ReorganisationKind.MOVE: (1, 99, 0, 0),
}
"""How many bodies of each side a kind takes: least and most sources, least and most receivers."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One sentence; a blocking one has to be settled first."""

    words: str
    blocks: bool = False


def conflicts(plan: Outline, today: date) -> list[Conflict]:
    """Everything to know, blocking sentences first (a fixed number of queries)."""
    found = [Conflict(words, blocks=True) for words in _blocking(plan, today)]
    if not found:
        found += [Conflict(words, blocks=True) for words in _undecided(plan, today)]
        found += [Conflict(words) for words in _worth_knowing(plan)]
    return found


def _blocking(plan: Outline, today: date) -> Iterator[str]:
    yield from _shape(plan)
    yield from _days(plan)
    yield from _places(plan)
    yield from _names(plan)
    yield from _others(plan)
    if not plan.row.document.strip():
        yield _("Hãy nêu số, ký hiệu văn bản làm căn cứ.")


def _shape(plan: Outline) -> Iterator[str]:
    least, most, least_to, most_to = SHAPES[ReorganisationKind(plan.row.kind)]
    if len(plan.sources) < least:
        yield _("Hãy chọn đơn vị được sắp xếp.")
    if len(plan.sources) > most:
        yield _("Hình thức này chỉ áp dụng cho một đơn vị mỗi lần.")
    if len(plan.receivers) < least_to:
        yield _("Chia tách cần ít nhất hai đơn vị tiếp nhận.") if least_to > 1 else _("Hãy chọn đơn vị tiếp nhận.")
    if len(plan.receivers) > most_to:
        yield (
            _("Hình thức này chỉ có một đơn vị tiếp nhận.")
            if most_to
            else _("Chuyển cấp trên không có đơn vị tiếp nhận.")
        )
    if plan.row.kind == ReorganisationKind.RENAME and not plan.row.founded and plan.receivers:
        yield _("Đổi tên cần tên mới; để nhập vào một đơn vị đang có, hãy chọn hợp nhất.")
    both = set(plan.row.receivers) & set(plan.source_keys)
    for source in plan.sources:
        if source.pk in both:
            yield _("%(unit)s vừa được sắp xếp vừa tiếp nhận; hãy bỏ khỏi một trong hai phía.") % {
                "unit": source.short_name
            }


def _days(plan: Outline) -> Iterator[str]:
    on = plan.row.effective_on
    receivers = Organisation.objects.filter(pk__in=plan.row.receivers)
    for body in (*plan.sources, *receivers):
        if not _is_in_force(body, on):
            yield _("%(unit)s không có hiệu lực vào ngày %(day)s.") % {
                "unit": body.short_name,
                "day": f"{on:%d/%m/%Y}",
            }
    for source in plan.sources:
        if source.valid_from == on and not plan.moves_only:
            yield _("%(unit)s bắt đầu đúng ngày %(day)s nên không thể kết thúc trong ngày đó.") % {
                "unit": source.short_name,
                "day": f"{on:%d/%m/%Y}",
            }


def _is_in_force(body: Organisation, on: date) -> bool:
    begun = body.valid_from is None or body.valid_from <= on
    return begun and (body.valid_to is None or body.valid_to > on)


def _places(plan: Outline) -> Iterator[str]:
    """A body cannot stand below one that ends, or below itself."""
    targets = list(Organisation.objects.filter(pk__in=plan.row.receivers))
    if plan.row.parent is not None:
        targets.append(plan.row.parent)
    elif plan.moves_only:
        yield _("Hãy chọn cấp trên mới.")
    for source in plan.sources:
        for target in targets:
            if target.pk != source.pk and target.path.startswith(source.path):
                yield _("%(target)s trực thuộc %(unit)s; hãy chuyển đơn vị này ra trước.") % {
                    "target": target.short_name,
                    "unit": source.short_name,
                }
        if plan.moves_only and plan.row.parent_id == source.parent_id:
            yield _("%(unit)s đã trực thuộc cấp trên này.") % {"unit": source.short_name}


def _names(plan: Outline) -> Iterator[str]:
    """A new body must not bear the name of one that goes on."""
    names = [body["name"] for body in plan.row.founded] + [body["short_name"] for body in plan.row.founded]
    going_on = Organisation.objects.in_force(plan.row.effective_on).exclude(pk__in=plan.source_keys)
    for name in going_on.filter(name__in=names).values_list("name", flat=True):
        yield _("Đã có tổ chức tên “%(name)s” đang hoạt động.") % {"name": name}


def _others(plan: Outline) -> Iterator[str]:
    """Another decision that waits for its day must not speak of the same bodies."""
    waiting = Reorganisation.objects.filter(state=ReorganisationState.PLANNED).exclude(pk=plan.row.pk)
    for other in waiting.filter(sources__overlap=[*plan.source_keys, *plan.row.receivers])[:3]:
        yield _("Một đợt sắp xếp khác đang chờ đến ngày cũng nói đến đơn vị này: %(other)s.") % {"other": other}


def _undecided(plan: Outline, today: date) -> Iterator[str]:
    for sort, count in undecided(plan).items():
        words = {"sort": SORT_LABELS[sort], "count": count}
        yield _("%(sort)s: còn %(count)s mục chưa chọn đơn vị nhận.") % words
    if plan.row.effective_on > today and not plan.moves_only and not plan.fallback:
        yield _("Việc sắp xếp vào một ngày sắp tới cần đơn vị nhận mặc định, cho những việc phát sinh đến lúc đó.")


# ── worth knowing ─────────────────────────────────────────────────────────────────────────────
def _worth_knowing(plan: Outline) -> Iterator[str]:
    if plan.moves_only:
        return
    tasks = items(plan, Sort.TASK)
    parts = items(plan, Sort.PARTY)
    if count := len(parts_that_close(plan, tasks, parts)):
        yield _(
            "%(count)s phần việc phối hợp sẽ kết thúc vì đơn vị nhận đã chủ trì hoặc đã phối hợp cùng nhiệm vụ đó."
        ) % {"count": count}
    if count := len(twins(plan, tasks)):
        yield _(
            "%(count)s nhiệm vụ trùng nội dung với nhiệm vụ đơn vị nhận đã được giao từ cùng điểm của văn bản; "
            "chúng sẽ thành việc con của nhiệm vụ đó, giữ nguyên hạn và lịch sử."
        ) % {"count": count}
    yield from _heads(plan)
    ended = [item for item in items(plan, Sort.POST) if item.ref == END]
    if ended:
        names = ", ".join(item.label for item in ended[:5])
        yield _("%(count)s vị trí sẽ kết thúc, không chuyển: %(names)s.") % {"count": len(ended), "names": names}


def _heads(plan: Outline) -> Iterator[str]:
    """A receiver that nobody heads cannot receive."""
    on = plan.row.effective_on
    moving = Membership.objects.filter(pk__in=[item.key for item in items(plan, Sort.POST) if item.ref != END])
    heads = set(moving.filter(role=Role.HEAD).values_list("pk", flat=True))
    headed = {item.ref for item in items(plan, Sort.POST) if item.key in heads}
    keys = [receiver.key for receiver in plan.receivers.values() if receiver.key is not None]
    known = Membership.objects.on(on).filter(role=Role.HEAD, organisation__in=keys)
    headed |= {str(key) for key in known.values_list("organisation", flat=True)}
    for receiver in plan.receivers.values():
        if receiver.ref not in headed:
            yield _("%(unit)s chưa có lãnh đạo đơn vị nào vào ngày này.") % {"unit": receiver.name}


def parts_that_close(plan: Outline, tasks: list[Item], parts: list[Item]) -> set[int]:
    """Coordinating parts that cannot follow: their new body leads the task by then, or coordinates it already.

    Those of the receivers on tasks that come to them are among these.
    """
    leads = {item.key: item.ref for item in tasks}
    keyed = {receiver.key: ref for ref, receiver in plan.receivers.items() if receiver.key is not None}
    rows = Party.objects.filter(pk__in=[item.key for item in parts]).values_list("pk", "task", "task__lead")
    about = {pk: (task, lead) for pk, task, lead in rows}
    own = Party.objects.filter(organisation__in=keyed, task__in={task for task, _lead in about.values()} | set(leads))
    taken: set[tuple[int, str]] = set()
    closing: set[int] = set()
    for pk, task, organisation in own.values_list("pk", "task", "organisation"):
        ref = keyed[organisation]
        taken.add((task, ref))
        if leads.get(task) == ref:
            closing.add(pk)
    for item in parts:
        task, lead = about[item.key]
        leader = leads.get(task) or keyed.get(lead, "")
        if item.ref == leader or (task, item.ref) in taken:
            closing.add(item.key)
        taken.add((task, item.ref))
    return closing


def twins(plan: Outline, tasks: list[Item]) -> dict[int, int]:
    """Tasks whose receiver already leads one from the same clause, with the task that they become part of."""
    rows = Task.objects.filter(pk__in=[item.key for item in tasks], parent=None, series=None).exclude(draft=None)
    clauses = dict(rows.values_list("pk", "draft"))
    keyed = {receiver.key: ref for ref, receiver in plan.receivers.items() if receiver.key is not None}
    known = Task.objects.filter(lead__in=keyed, draft__in=set(clauses.values()), parent=None, series=None)
    first = {(draft, keyed[lead]): pk for pk, draft, lead in known.values_list("pk", "draft", "lead")}
    found: dict[int, int] = {}
    for item in tasks:
        if (draft := clauses.get(item.key)) is None:
            continue
        elder = first.setdefault((draft, item.ref), item.key)
        if elder != item.key:
            found[item.key] = elder
    return found


def counts_by_status(keys: list[int]) -> dict[int, dict[str, int]]:
    """Tasks by lead and status."""
    found: dict[int, dict[str, int]] = {key: {} for key in keys}
    rows = Task.objects.order_by().filter(lead__in=keys).values_list("lead", "status").annotate(count=Count("pk"))
    for lead, status, count in rows:
        found[lead][status] = count
    return found

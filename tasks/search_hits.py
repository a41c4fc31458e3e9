"""How results of a search are shown: a title, a line of facts, and the place in the text, what was met marked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from django.db.models.functions import Left
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import people_policy
from accounts.models import Membership, Organisation, User
from directives.highlight import LOOKED_THROUGH, Piece, marked, meets, snippet
from directives.kinds import kind_name
from directives.models import Directive
from directives.search import Query
from tasks.models import FileText, InstructionFile, InstructionKind, Task, TaskFile
from tasks.search import Wish

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Also:
    """A second way to go from a result."""

    href: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; `task` for the badge of its state, `also` a second link."""

    href: str
    title: list[Piece]
    facts: list[Piece]
    snippet: list[Piece] = field(default_factory=list)
    task: Task | None = None
    also: Also | None = None


TASKS_OF_UNIT: Final = gettext_lazy("Nhiệm vụ chủ trì")
TASK_OF_FILE: Final = gettext_lazy("Mở nhiệm vụ")


def shown(key: str, wish: Wish, keys: Sequence[int]) -> list[Hit]:
    """The rows with these keys of the source `key`, in their order; rows gone meanwhile are left out."""
    return list(SHOWN[key](wish, keys)) if keys else []


def _facts(query: Query, *facts: object) -> list[Piece]:
    return marked(query, " · ".join(str(fact) for fact in facts if fact))


def _day(day: date | None) -> str:
    return date_format(day, "d/m/Y") if day else ""


def _papers(wish: Wish, keys: Sequence[int]) -> Iterable[Hit]:
    rows = Directive.objects.defer("text", "search_text", "warnings").in_bulk(keys)
    heads = {pk: f"{row.number_text} {kind_name(row.kind)} {row.subject}" for pk, row in rows.items()}
    unmet = [pk for pk, head in heads.items() if not meets(wish.query, head)]
    texts = _texts_of(unmet)
    for row in _in_order(rows, keys):
        name = f"{kind_name(row.kind)} {row.number_text}".strip() or str(row)
        facts = (row.issuer_name, _day(row.issued_on), row.get_state_display())
        subject = marked(wish.query, row.subject)
        text = snippet(wish.query, texts.get(row.pk, ""))
        line = [Piece(" – ", met=False), *subject] if row.subject and name != row.subject else []
        yield Hit(row.get_absolute_url(), [*marked(wish.query, name), *line], _facts(wish.query, *facts), text)


def _texts_of(keys: Sequence[int]) -> dict[int, str]:
    if not keys:
        return {}
    rows = Directive.objects.filter(pk__in=keys).order_by().annotate(start=Left("text", LOOKED_THROUGH))
    return dict(rows.values_list("pk", "start"))


def _tasks(wish: Wish, keys: Sequence[int]) -> Iterable[Hit]:
    rows = Task.objects.select_related("directive", "lead", "officer").defer(
        "search_text", "directive__text", "directive__search_text", "directive__warnings"
    )
    for row in _in_order(rows.in_bulk(keys), keys):
        due = _("hạn %(day)s") % {"day": _day(row.due_on)} if row.due_on else _("không có hạn")
        facts = _facts(wish.query, row.directive.number_text, row.lead.short_name, row.officer or "", due)
        met = meets(wish.query, f"{row.title} {row.directive.number_text}")
        rest = "" if met else " … ".join(part for part in (row.text, row.product, row.event) if part)
        yield Hit(row.get_absolute_url(), marked(wish.query, row.title), facts, snippet(wish.query, rest), task=row)


def _files(wish: Wish, keys: Sequence[int]) -> Iterable[Hit]:
    rows = TaskFile.objects.select_related("task__lead", "task__directive").defer(
        "task__search_text", "task__text", "task__directive__text", "task__directive__search_text"
    )
    found = rows.in_bulk(keys)
    texts = _texts_of_files(row.sha256 for row in found.values())
    for row in _in_order(found, keys):
        facts = (row.task.directive.number_text, row.task.lead.short_name, _day(row.uploaded_at.date()), row.task.title)
        href = reverse("task-file-view", args=[row.task_id, row.pk])
        text = snippet(wish.query, texts.get(row.sha256, ""))
        also = Also(row.task.get_absolute_url(), TASK_OF_FILE)
        yield Hit(href, marked(wish.query, row.name), _facts(wish.query, *facts), text, also=also)


def _answers(wish: Wish, keys: Sequence[int]) -> Iterable[Hit]:
    """Reading an explanation is noted in the trail, so its words are not shown here."""
    rows = InstructionFile.objects.select_related("answer__instruction__unit", "answer__instruction__leader")
    found = rows.in_bulk(keys)
    plain = [row for row in found.values() if row.answer.instruction.kind != InstructionKind.EXPLAIN]
    texts = _texts_of_files(row.sha256 for row in plain)
    for row in _in_order(found, keys):
        record = row.answer.instruction
        secret = record.kind == InstructionKind.EXPLAIN
        href = reverse("instruction-file-view", args=[record.pk, row.pk])
        facts = _facts(wish.query, record.get_kind_display(), record.unit.short_name, _day(row.answer.on))
        text = [] if secret else snippet(wish.query, texts.get(row.sha256, ""))
        yield Hit(href, marked(wish.query, row.name), facts, text)


def _texts_of_files(contents: Iterable[str]) -> dict[str, str]:
    rows = FileText.objects.filter(sha256__in=set(contents)).order_by().annotate(start=Left("text", LOOKED_THROUGH))
    return dict(rows.values_list("sha256", "start"))


def _people(wish: Wish, keys: Sequence[int]) -> Iterable[Hit]:
    may_see = people_policy.may_see_people(wish.user, wish.today)
    posts: dict[int, list[Membership]] = {}
    for post in Membership.objects.on(wish.today).filter(user__in=keys).select_related("organisation").order_by("pk"):
        posts.setdefault(post.user_id, []).append(post)
    for row in _in_order(User.objects.in_bulk(keys), keys):
        held = posts.get(row.pk, [])
        if not held and not may_see:
            continue
        words = "; ".join(f"{post.title or post.get_role_display()}, {post.organisation.short_name}" for post in held)
        of_unit = reverse("organisation-detail", args=[held[0].organisation_id]) if held else ""
        href = reverse("person-detail", args=[row.pk]) if may_see else of_unit
        yield Hit(href, marked(wish.query, str(row)), _facts(wish.query, words or _("không giữ vị trí nào")))


def _organisations(wish: Wish, keys: Sequence[int]) -> Iterable[Hit]:
    for row in _in_order(Organisation.objects.in_bulk(keys), keys):
        ended = row.valid_to is not None and row.valid_to <= wish.today
        gone = _("kết thúc ngày %(day)s") % {"day": _day(row.valid_to)} if ended else ""
        names = [name for name in (*row.symbols, *row.aliases) if meets(wish.query, name)][:2]
        facts = _facts(wish.query, row.get_kind_display(), ", ".join(names), gone)
        href = reverse("organisation-detail", args=[row.pk])
        also = Also(f"{reverse('task-list')}?lead={row.pk}", TASKS_OF_UNIT)
        yield Hit(href, marked(wish.query, row.short_name), facts, also=also)


def _in_order(rows: Mapping[int, Row], keys: Sequence[int]) -> Iterable[Row]:
    return (rows[key] for key in keys if key in rows)


SHOWN: Final[Mapping[str, Callable[[Wish, Sequence[int]], Iterable[Hit]]]] = {
    "papers": _papers,
    "tasks": _tasks,
    "files": _files,
    "answers": _answers,
    "people": _people,
    "organisations": _organisations,
}

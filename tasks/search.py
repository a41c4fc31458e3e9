"""What the search box finds: papers, tasks, files, people and organisations, each only as far as the person may see.

Every source counts at most `MOST_COUNTED` rows out of one look into its index; pages go on by a cursor, never by an
offset. What is not visible to the person is in no list and no count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import people_policy, scope
from accounts.models import Membership, Organisation, User
from accounts.search import Matches, SearchWords, is_hit
from directives.models import Directive, DirectiveWords
from directives.search import KINDS_OF, Number, Query
from tasks.models import FileText, Instruction, InstructionFile, Task, TaskFile, TaskWords
from tasks.models.task import TaskQuerySet

MOST_COUNTED: Final = 1_000
PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """Who looks for what on which day; `kind` of paper, `year` and `field` (a key) narrow what has them."""

    user: User
    today: date
    query: Query
    typed: str = ""
    kind: str = ""
    year: int | None = None
    field: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the words was asked for."""
        return bool(self.kind or self.year or self.field)


@dataclass(frozen=True, slots=True)
class Source:
    """One group of results: `found` gives the visible rows that match, each with its `closeness` (0 is nearest).

    A source without `narrows` knows neither kind, year nor field and is left out when one of them is asked for.
    """

    key: str
    label: str | Promise
    icon: str
    found: Callable[[Wish], QuerySet[Any]]
    narrows: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """Keys in order from the cursor on, how many there are in all up to `MOST_COUNTED`, and the cursor of the rest."""

    keys: list[int]
    count: int
    next_cursor: str = ""

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED


def matching_tasks(tasks: TaskQuerySet, query: Query) -> TaskQuerySet:
    """Those of `tasks` with all that is asked for; the search page, lists, reports and the API narrow by this."""
    return tasks.filter(is_hit("pk", TaskWords, "vector", query.tsquery)) if query else tasks.none()


def look(source: Source, wish: Wish, *, size: int, cursor: str = "") -> Found:
    """The nearest and newest `size` rows of a source; one query, a second one behind the first page."""
    if not wish.query or (wish.is_narrowed and not source.narrows):
        return Found([], 0)
    ordered = source.found(wish).order_by("closeness", "-pk").values_list("closeness", "pk")
    first = list(ordered[: MOST_COUNTED + 1])
    place = _place(cursor)
    rows = first if place is None else list(ordered.filter(_after(*place))[: size + 1])
    more = f"{rows[size - 1][0]}_{rows[size - 1][1]}" if len(rows) > size else ""
    return Found([pk for _closeness, pk in rows[:size]], len(first), more)


def _after(closeness: int, pk: int) -> Q:
    return Q(closeness__gt=closeness) | Q(closeness=closeness, pk__lt=pk)


def _place(cursor: str) -> tuple[int, int] | None:
    """What a cursor says; an unreadable one starts over."""
    closeness, _, pk = cursor.partition("_")
    plain = closeness.isascii() and pk.isascii() and closeness.isdecimal() and pk.isdecimal() and len(cursor) < 25
    return (int(closeness), int(pk)) if plain else None


# ── sources ───────────────────────────────────────────────────────────────────────────────────
def _papers(wish: Wish) -> QuerySet[Directive]:
    """The paper of that number first, then those that say so in their head, then those that say so anywhere."""
    found = _seen_papers(wish).filter(is_hit("pk", DirectiveWords, "everything", wish.query.tsquery))
    found = found.filter(**_narrowing(wish, kind="kind", day="issued_on", field="field"))
    header = When(Matches(F("words__header"), wish.query.tsquery), then=Value(1))
    named = [When(_is_called(number), then=Value(0)) for number in wish.query.numbers]
    return found.annotate(closeness=Case(*named, header, default=Value(2), output_field=IntegerField()))


def _seen_papers(wish: Wish) -> QuerySet[Directive]:
    """Papers that the person may see as `Directive.objects.visible_to`, asked of every hit, not gathered beforehand."""
    reach = scope.of(wish.user, wish.today)
    if reach.everything:
        return Directive.objects.all()
    given = Task.objects.visible_one_by_one(wish.user, wish.today).filter(directive=OuterRef("pk")).order_by()
    charged = Q(field__in=reach.fields) if reach.leads else Q(pk__in=[])
    return Directive.objects.filter(Exists(given) | charged)


def _is_called(number: Number) -> Q:
    """The paper of that number itself, not one that cites it: serial and kind are its own, its head has the symbol."""
    called = Q(Matches(F("words__header"), number.tsquery), number=number.serial)
    return called & Q(kind__in=KINDS_OF[number.kind]) if number.kind else called


def _tasks(wish: Wish) -> QuerySet[Task]:
    seen = matching_tasks(Task.objects.visible_one_by_one(wish.user, wish.today), wish.query)
    return _alike(seen.filter(**_narrowing(wish, kind="directive__kind", day="assigned_on", field="field")))


def _files(wish: Wish) -> QuerySet[TaskFile]:
    seen = Task.objects.visible_one_by_one(wish.user, wish.today)
    seen = seen.filter(**_narrowing(wish, kind="directive__kind", day="", field="field"))
    found = _named_or_saying(TaskFile, wish.query).filter(task__in=seen.order_by().values("pk"))
    return _alike(found.filter(**_narrowing(wish, kind="", day="uploaded_at", field="")))


def _answers(wish: Wish) -> QuerySet[InstructionFile]:
    seen = Instruction.objects.visible_to(wish.user, wish.today).order_by().values("pk")
    return _alike(_named_or_saying(InstructionFile, wish.query).filter(answer__instruction__in=seen))


def _named_or_saying(model: type[Model], query: Query) -> QuerySet[Any]:
    """Files whose name matches, and files whose content does: each way has its index, an OR of them has none."""
    rows = model._default_manager
    named = rows.filter(Matches(SearchWords("name"), query.tsquery)).order_by().values("pk")
    saying = rows.filter(is_hit("sha256", FileText, "vector", query.tsquery)).order_by().values("pk")
    found: QuerySet[Any] = rows.filter(pk__in=named.union(saying))
    return found


def _people(wish: Wish) -> QuerySet[User]:
    """Who holds a post today, as the page of every organisation shows; everybody for who keeps the accounts."""
    found = User.objects.filter(Matches(SearchWords("full_name"), wish.query.tsquery))
    if not people_policy.may_see_people(wish.user, wish.today):
        found = found.filter(pk__in=Membership.objects.on(wish.today).order_by().values("user"))
    return _alike(found)


def _organisations(wish: Wish) -> QuerySet[Organisation]:
    """Called exactly so first (by name or abbreviation), then those of today, then those that have ended."""
    typed = " ".join(wish.typed.split())
    exactly = When(Q(short_name__iexact=typed) | Q(symbols__contains=[typed.upper()]), then=Value(0))
    ended = When(valid_to__lte=wish.today, then=Value(2))
    found = Organisation.objects.filter(Matches(SearchWords("search_text"), wish.query.tsquery))
    return found.annotate(closeness=Case(ended, exactly, default=Value(1), output_field=IntegerField()))


def _alike(found: QuerySet[Any]) -> QuerySet[Any]:
    """Rows none of which is nearer than another, so that the newest come first."""
    alike: QuerySet[Any] = found.annotate(closeness=Value(0, output_field=IntegerField()))
    return alike


def _narrowing(wish: Wish, *, kind: str, day: str, field: str) -> dict[str, object]:
    """Conditions for the columns that a source has; an empty name stands for none."""
    asked = {kind: wish.kind, f"{day}__year": wish.year if day else None, field: wish.field}
    return {column: value for column, value in asked.items() if column and value}


SOURCES: Final = (
    Source("papers", _("Văn bản"), "file-text", _papers),
    Source("tasks", _("Nhiệm vụ"), "list-checks", _tasks),
    Source("files", _("Tệp kết quả, minh chứng"), "paperclip", _files),
    Source("answers", _("Tệp trả lời, giải trình"), "message-square-reply", _answers, narrows=False),
    Source("people", _("Người"), "users", _people, narrows=False),
    Source("organisations", _("Cơ quan, đơn vị"), "building-2", _organisations, narrows=False),
)

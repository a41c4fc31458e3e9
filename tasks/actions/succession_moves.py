"""What a reorganisation does to the rows, step by step, each through the journal so that it can be taken back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

from accounts.models import (
    Membership,
    Organisation,
    ReorganisationKind,
    Succession,
    SuccessionKind,
    User,
)
from accounts.roles import ANSWER
from accounts.scope import same_branch
from accounts.text import fold
from directives.models import TaskDraft
from tasks.actions import succession_waivers
from tasks.actions.succession_instructions import followers
from tasks.actions.succession_rows import Journal
from tasks.actions.succession_words import write
from tasks.models import Instruction, Party, Series, SeriesState, SignOffWaiver, Task
from tasks.succession import END, Item, Outline, Sort, items, outline, rows_of
from tasks.succession_conflicts import parts_that_close, twins

LINKS: Final = {
    ReorganisationKind.MERGE: SuccessionKind.MERGED,
    ReorganisationKind.SPLIT: SuccessionKind.SPLIT,
    ReorganisationKind.RENAME: SuccessionKind.RENAMED,
}
"""How a body became another; one that was dissolved was merged into its only receiver, or handed over in parts."""


def locked(plan: Outline) -> Outline:
    """Lock all rows that will change, in the documented order (tasks, series, posts, bodies); the plan read anew."""
    keys = plan.source_keys
    for sort in (Sort.TASK, Sort.SERIES, Sort.DRAFT, Sort.POST):
        rows = rows_of(plan, sort).order_by("pk").select_related(None).defer(None).only("pk")
        list(rows.select_for_update(of=("self",), no_key=True))
    bodies = Organisation.objects.filter(pk__in=[*keys, *plan.row.receivers]).order_by("pk")
    list(bodies.select_for_update(no_key=True).values_list("pk", flat=True))
    return outline(plan.row)


@dataclass
class Application:
    """One application at work: the plan, who does it, the journal, and the keys of receivers by reference."""

    plan: Outline
    actor: User
    today: date
    journal: Journal = field(init=False)
    keys: dict[str, int] = field(default_factory=dict)
    first: int = 0
    moved: list[int] = field(default_factory=list)
    lines: list[tuple[int, str, Mapping[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = Journal(self.plan.row, self.first)
        self.keys = {ref: each.key for ref, each in self.plan.receivers.items() if each.key is not None}

    @property
    def on(self) -> date:
        """The day from which it holds."""
        return self.plan.row.effective_on

    @cached_property
    def found(self) -> dict[Sort, list[Item]]:
        """Everything that moves, read once before anything does."""
        return {sort: [item for item in items(self.plan, sort) if item.ref] for sort in Sort}

    def bodies(self) -> dict[int, Organisation]:
        """Sources and receivers as they are now."""
        return Organisation.objects.in_bulk([*self.plan.source_keys, *self.keys.values()])

    def key(self, ref: str) -> int:
        """The body that a reference names."""
        return self.keys[ref]


def carry_out(work: Application) -> dict[str, int]:
    """All steps in order; how many rows of each sort."""
    if work.plan.moves_only:
        assert work.plan.row.parent is not None  # noqa: S101 - a move without a parent is refused as a conflict
        return {"units": sum(_rehang(work, body.pk, work.plan.row.parent.pk) for body in work.plan.sources)}
    _ = work.found
    closing = parts_that_close(work.plan, work.found[Sort.TASK], work.found[Sort.PARTY])
    elders = twins(work.plan, work.found[Sort.TASK])
    counts = {"founded": _found_bodies(work), "units": _move_units(work), "posts": _move_posts(work)}
    counts["closed_parts"] = _close_parts(work, closing)
    counts["tasks"] = _move_tasks(work, elders)
    counts["twins"] = len(elders)
    counts["parties"] = _move_parts(work, closing)
    counts["series"] = _move_series(work)
    counts["drafts"] = _move_drafts(work)
    _move_words(work)
    _move_waivers(work)
    _link(work)
    counts["bodies"] = work.journal.change(Organisation, {key: {"valid_to": work.on} for key in work.plan.source_keys})
    write(work.lines, work.plan.row, actor=work.actor, today=work.today)
    return counts


def follow_up(work: Application) -> int:
    """Tasks and parts that came to a body while it ended go on to its successor too; counts them."""
    closing = parts_that_close(work.plan, work.found[Sort.TASK], work.found[Sort.PARTY])
    count = _close_parts(work, closing)
    count += _move_tasks(work, twins(work.plan, work.found[Sort.TASK])) + _move_parts(work, closing)
    write(work.lines, work.plan.row, actor=work.actor, today=work.today)
    return count


# ── bodies ────────────────────────────────────────────────────────────────────────────────────
def _found_bodies(work: Application) -> int:
    first = work.plan.sources[0]
    renames = work.plan.row.kind == ReorganisationKind.RENAME
    made = []
    for index, body in enumerate(work.plan.row.founded):
        symbols = [body["symbol"]] if body.get("symbol") else list(first.symbols) if renames else []
        row = Organisation.objects.create(
            code=_free_code(body["short_name"] or body["name"]),
            name=body["name"],
            short_name=body["short_name"] or body["name"],
            kind=first.kind,
            parent=first.parent,
            symbols=symbols,
            head_titles=list(first.head_titles) if renames else [],
            email=body.get("email") or (first.email if renames else ""),
            rank=first.rank,
            valid_from=work.on,
        )
        work.keys[f"new-{index}"] = row.pk
        made.append(row)
    work.journal.create(made)
    return len(made)


def _free_code(name: str) -> str:
    base = "-".join(fold(name).split())[:50]
    taken = set(Organisation.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _move_units(work: Application) -> int:
    return sum(_rehang(work, item.key, work.key(item.ref)) for item in work.found[Sort.UNIT])


def _rehang(work: Application, body: int, parent: int) -> int:
    """Hang a subtree under another parent; each of its paths is a row of the journal."""
    under = Organisation.objects.get(pk=parent)
    root = Organisation.objects.get(pk=body)
    prefix = Organisation.next_path(under)
    wanted: dict[int, dict[str, Any]] = {
        key: {"path": prefix + path[len(root.path) :]}
        for key, path in Organisation.objects.within(root).values_list("pk", "path")
    }
    wanted[body]["parent_id"] = parent
    work.journal.change(Organisation, wanted)
    return 1


def _link(work: Application) -> None:
    receivers = list(work.keys.values())
    kind = LINKS.get(ReorganisationKind(work.plan.row.kind))
    kind = kind or (SuccessionKind.MERGED if len(receivers) == 1 else SuccessionKind.PART)
    rows = [
        Succession(predecessor=source, predecessor_name=source.name, successor_id=key, kind=kind, effective_on=work.on)
        for source in work.plan.sources
        for key in receivers
    ]
    known = Succession.objects.filter(successor__in=receivers, effective_on=work.on)
    taken = set(known.values_list("predecessor_name", "successor"))
    new = [row for row in rows if (row.predecessor_name, row.successor_id) not in taken]
    work.journal.create(Succession.objects.bulk_create(new))


# ── people ────────────────────────────────────────────────────────────────────────────────────
def _move_posts(work: Application) -> int:
    """Posts end on the day and begin in the new body; one that begins later than the day simply changes its place."""
    items_by_key = {item.key: item for item in work.found[Sort.POST]}
    posts = Membership.objects.prefetch_related("fields_in_charge").in_bulk(list(items_by_key))
    held = _held(work)
    ending: dict[int, dict[str, Any]] = {}
    made = []
    for key, item in sorted(items_by_key.items()):
        post = posts[key]
        place = None if item.ref == END else work.key(item.ref)
        doubled = (post.user_id, place, post.role) in held
        if post.valid_from >= work.on and place is not None and not doubled:
            ending[key] = {"organisation_id": place}
            continue
        # A post lasts at least a day, so one that has just begun is left with its first day.
        ending[key] = {"valid_to": max(work.on, post.valid_from + timedelta(days=1))}
        if place is not None and not doubled:
            made.append(_continued(post, place, work.on))
            held.add((post.user_id, place, post.role))
    work.journal.change(Membership, ending)
    work.journal.create(made)
    return len(ending)


def _held(work: Application) -> set[tuple[int, int | None, str]]:
    posts = Membership.objects.on(work.on).filter(organisation__in=work.keys.values())
    return set(posts.values_list("user", "organisation", "role"))


def _continued(post: Membership, place: int, on: date) -> Membership:
    row = Membership.objects.create(
        user_id=post.user_id,
        organisation_id=place,
        role=post.role,
        title=post.title,
        valid_from=on,
        valid_to=post.valid_to,
    )
    row.fields_in_charge.set(post.fields_in_charge.all())
    return row


def _stays(work: Application, wanted: Collection[tuple[int | None, int]]) -> set[tuple[int, int]]:
    """Of (officer, new lead): those whose post is in the branch of the lead by now."""
    people = {person for person, _lead in wanted if person is not None}
    bodies = work.bodies()
    posts = Membership.objects.on(max(work.today, work.on)).filter(user__in=people, role__in=ANSWER)
    return {
        (post.user_id, lead)
        for post in posts.select_related("organisation")
        for person, lead in wanted
        if person == post.user_id and same_branch(post.organisation, bodies[lead])
    }


# ── tasks ─────────────────────────────────────────────────────────────────────────────────────
def _move_tasks(work: Application, elders: Mapping[int, int]) -> int:
    """Open tasks get the new lead and keep their officer where the post moved too; deadlines and status stay."""
    found = work.found[Sort.TASK]
    rows = Task.objects.in_bulk([item.key for item in found])
    pairs = {(item.person, work.key(item.ref)) for item in found}
    stays = _stays(work, pairs)
    names = {key: body.short_name for key, body in work.bodies().items()}
    wanted: dict[int, dict[str, Any]] = {}
    for item in found:
        task, lead = rows[item.key], work.key(item.ref)
        values: dict[str, Any] = {"lead_id": lead, "lead_as_given_id": task.lead_as_given_id or task.lead_id}
        if task.officer_id is not None and (task.officer_id, lead) not in stays:
            values["officer_id"] = None
        if item.key in elders:
            values["parent_id"] = elders[item.key]
        wanted[item.key] = values
        details = {"lead_before": names[task.lead_id], "lead_before_id": task.lead_id, "lead_name": names[lead]}
        work.lines.append((item.key, "lead_followed", details))
    work.moved = sorted(wanted)
    return work.journal.change(Task, wanted) + _move_givers(work)


def _move_givers(work: Application) -> int:
    """What a source handed out inside has the new body for its giver; such tasks are not counted twice."""
    inside = Task.objects.open().filter(giver__in=work.plan.source_keys).select_related("root")
    leads = {item.key: work.key(item.ref) for item in work.found[Sort.TASK]}
    spare = work.key(work.plan.fallback) if work.plan.fallback else next(iter(work.keys.values()))
    wanted = {
        task.pk: {"giver_id": leads.get(task.root_id or 0, leads.get(task.parent_id or 0, spare))} for task in inside
    }
    work.journal.change(Task, wanted)
    return 0


def _close_parts(work: Application, closing: Collection[int]) -> int:
    parts = list(Party.objects.filter(pk__in=closing).select_related("organisation"))
    for part in parts:
        work.lines.append((part.task_id, "party_absorbed", {"unit": part.organisation.short_name, "part": part.part}))
    return work.journal.delete(parts)


def _move_parts(work: Application, closing: Collection[int]) -> int:
    names = {key: body.short_name for key, body in work.bodies().items()}
    moving = [item for item in work.found[Sort.PARTY] if item.key not in closing]
    about = dict(Party.objects.filter(pk__in=[item.key for item in moving]).values_list("pk", "task"))
    for item in moving:
        details = {"unit_before": names[item.source], "unit": names[work.key(item.ref)]}
        work.lines.append((about[item.key], "party_followed", details))
    return work.journal.change(Party, {item.key: {"organisation_id": work.key(item.ref)} for item in moving})


# ── series and drafts ─────────────────────────────────────────────────────────────────────────
def _move_series(work: Application) -> int:
    found = work.found[Sort.SERIES]
    rows = Series.objects.in_bulk([item.key for item in found])
    stays = _stays(work, {(item.person, work.key(item.ref)) for item in found})
    numbers = _numbers(list(work.keys.values()))
    wanted: dict[int, dict[str, Any]] = {}
    for item in found:
        series, lead = rows[item.key], work.key(item.ref)
        values: dict[str, Any] = {"lead_id": lead}
        if series.officer_id is not None and (series.officer_id, lead) not in stays:
            values["officer_id"] = None
        taken = numbers.setdefault((series.draft_id, lead), set())
        if series.draft_id is not None and series.number in taken:
            values["number"] = max(taken) + 1
        taken.add(values.get("number", series.number))
        wanted[item.key] = values
    count = work.journal.change(Series, wanted)
    relation = Relation(Series.coordinating.through, "series_id")
    helped = relation.rows(work.plan.source_keys)
    running = Series.objects.exclude(state=SeriesState.CLOSED).filter(pk__in={*wanted, *helped.values()})
    _follow(work, relation, dict.fromkeys(running.values_list("pk", flat=True)), set(running.values_list("pk", "lead")))
    return count


def _move_words(work: Application) -> int:
    """What a leader said that still waits is asked of the new body."""
    leads = {item.key: work.key(item.ref) for item in work.found[Sort.TASK]}
    spare = work.key(work.plan.fallback) if work.plan.fallback else next(iter(work.keys.values()), None)
    if spare is None:
        return 0
    return work.journal.change(Instruction, followers(work.plan.source_keys, leads, spare))


def _move_waivers(work: Application) -> int:
    """The rule of a unit whose head signs nothing goes with its name and ends with the unit."""
    renames = work.plan.row.kind == ReorganisationKind.RENAME
    heir = next(iter(work.keys.values())) if renames else None
    return work.journal.change(SignOffWaiver, succession_waivers.followers(work.plan.source_keys, heir, work.on))


def _numbers(leads: Sequence[int]) -> dict[tuple[int | None, int], set[int]]:
    found: dict[tuple[int | None, int], set[int]] = {}
    for draft, lead, number in Series.objects.filter(lead__in=leads).values_list("draft", "lead", "number"):
        found.setdefault((draft, lead), set()).add(number)
    return found


def _move_drafts(work: Application) -> int:
    """Proposals in review name the new body; those that a reviewer has open are noticed by their version."""
    found: dict[int, int | None] = {item.key: work.key(item.ref) for item in work.found[Sort.DRAFT]}
    leads, helpers = TaskDraft.leads.through, TaskDraft.coordinating.through
    _follow(work, Relation(leads, "taskdraft_id"), found)
    led = leads.objects.filter(taskdraft__in=found).values_list("taskdraft", "organisation")
    _follow(work, Relation(helpers, "taskdraft_id"), found, set(led))
    return work.journal.change(TaskDraft, {key: {} for key in found})


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of pairs of an owner and an organisation."""

    table: Any
    owner: str

    def rows(self, bodies: Collection[int]) -> dict[int, int]:
        """Owners that name one of these bodies, by row."""
        return dict(self.table.objects.filter(organisation__in=bodies).values_list("pk", self.owner))


def _follow(
    work: Application,
    relation: Relation,
    receivers: Mapping[int, int | None],
    led: Collection[tuple[int, int]] = (),
) -> None:
    """Rows of these owners that name a source name the receiver (None: the spare one).

    One that would stand twice goes, and so does one of a body that leads (`led`, as pairs) by now.
    """
    spare = work.key(work.plan.fallback) if work.plan.fallback else next(iter(work.keys.values()))
    bodies = [*work.plan.source_keys, *work.keys.values()]
    owned = {f"{relation.owner}__in": list(receivers)}
    rows = sorted(relation.table.objects.filter(organisation__in=bodies, **owned), key=lambda row: row.pk)
    leading = set(led)
    taken = {_pair(relation, row) for row in rows if row.organisation_id not in work.plan.source_keys}
    doomed = [row for row in rows if _pair(relation, row) in leading]
    wanted: dict[int, dict[str, Any]] = {}
    for row in rows:
        if row.organisation_id not in work.plan.source_keys:
            continue
        pair = (getattr(row, relation.owner), receivers[getattr(row, relation.owner)] or spare)
        if pair in taken or pair in leading:
            doomed.append(row)
        else:
            taken.add(pair)
            wanted[row.pk] = {"organisation_id": pair[1]}
    work.journal.delete({row.pk: row for row in doomed}.values())
    work.journal.change(relation.table, wanted)


def _pair(relation: Relation, row: Any) -> tuple[int, int]:
    return getattr(row, relation.owner), row.organisation_id

"""What stands in the registry already: papers and open tasks that read nearly like those of a paper in review.

Likes are looked up by sketches in one query each; only the few that share most of a sketch are compared word by word.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import connection

from accounts.models import OrganisationKind, User
from directives import shingles
from directives.models import Directive, DraftState, PaperSketch, TaskDraft, bodies
from tasks.models import RepeatRuling, Task, TaskSketch

MOST_CANDIDATES: Final = 2_000
"""Papers whose sketches are compared; more would mean a passage that every paper holds."""

MOST_COMPARED: Final = 5
MOST_SHOWN: Final = 3
LEAST_SHARED: Final = 3
"""Hashes of a sketch (of 12) that two tasks must share to be compared."""

SAME_TASK: Final = 0.6
HELD_BY: Final = 0.85
"""A clause that is nearly all inside a longer one is a re-issue too."""

SAME_PAPER: Final = 0.5


_LIKELIEST: Final = """
    WITH wanted (draft, lead, hash, least) AS (
        SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
    ), pieces AS (
        SELECT known.id, known.lead, unnest(sketch.hashes) AS hash
        FROM ({tasks}) AS known (id, lead)
        JOIN {sketches} AS sketch ON sketch.task_id = known.id
    ), ranked AS (
        SELECT wanted.draft, pieces.id AS task,
            row_number() OVER (PARTITION BY wanted.draft ORDER BY count(*) DESC, pieces.id) AS place
        FROM pieces
        JOIN wanted ON wanted.hash = pieces.hash AND wanted.lead = pieces.lead
        GROUP BY wanted.draft, pieces.id
        HAVING count(*) >= min(wanted.least)
    )
    SELECT draft, task FROM ranked WHERE place <= %s ORDER BY draft, place
"""
"""`tasks` are (key, lead) pairs; what is wanted comes as four columns of equal length."""


@dataclass(frozen=True, slots=True)
class PaperLike:
    """Another paper and how much of the text is the same, 0 to 1."""

    paper: Directive
    share: float

    @property
    def percent(self) -> int:
        """The share for people."""
        return round(self.share * 100)


@dataclass(frozen=True, slots=True)
class TaskLike:
    """An open task of another paper with the same lead; `ruling` is what was decided about the pair, "" if nothing."""

    task: Task
    share: float
    is_central: bool
    ruling: str = ""

    @property
    def percent(self) -> int:
        """The share for people."""
        return round(self.share * 100)


@dataclass(frozen=True, slots=True)
class Repeat:
    """One proposal and the open tasks that it repeats, the likest first."""

    draft: TaskDraft
    likes: Sequence[TaskLike]

    @property
    def is_decided(self) -> bool:
        """Whether somebody said for each what is to be done."""
        return all(like.ruling for like in self.likes)


@dataclass(frozen=True, slots=True)
class Near:
    """Everything to point out before a paper is released."""

    papers: Sequence[PaperLike] = ()
    repeats: Sequence[Repeat] = field(default_factory=tuple)

    @property
    def undecided(self) -> int:
        """Proposals with a repetition that nobody has looked at."""
        return sum(not repeat.is_decided for repeat in self.repeats)


def near_duplicates(directive: Directive, today: date, user: User) -> Near:
    """Papers and open tasks like those of `directive`, as far as `user` may see them (at most ten queries)."""
    return Near(papers=papers_like(directive, today, user), repeats=repeats_of(directive, today, user))


# ── papers ────────────────────────────────────────────────────────────────────────────────────
def papers_like(directive: Directive, today: date, user: User) -> list[PaperLike]:
    """Papers that share at least half of the text (two queries)."""
    own = PaperSketch.objects.filter(directive=directive).values_list("hashes", flat=True).first()
    if not own:
        return []
    visible = Directive.objects.visible_to(user, today).exclude(pk=directive.pk)
    rows = PaperSketch.objects.filter(hashes__overlap=own, directive__in=visible).order_by("-pk")
    shares = {
        pk: shingles.share_of_sketches(own, hashes, shingles.PAPER_KEPT)
        for pk, hashes in rows.values_list("pk", "hashes")[:MOST_CANDIDATES]
    }
    best = sorted((pk for pk, share in shares.items() if share >= SAME_PAPER), key=lambda pk: -shares[pk])[:MOST_SHOWN]
    papers = Directive.objects.defer("text", "search_text").in_bulk(best)
    return [PaperLike(papers[pk], shares[pk]) for pk in best if pk in papers]


# ── tasks ─────────────────────────────────────────────────────────────────────────────────────
def repeats_of(directive: Directive, today: date, user: User) -> list[Repeat]:
    """Proposals that repeat an open task of another paper with the same lead (eight queries)."""
    drafts = list(directive.drafts.exclude(state=DraftState.REJECTED).order_by("order", "pk"))
    leads = {pk: set(keys.leads) for pk, keys in bodies.keys_of(draft.pk for draft in drafts).items()}
    sketches = {draft.pk: frozenset(shingles.sketch_of_task(draft.text)) for draft in drafts if leads[draft.pk]}
    pairs = _likely(directive, sketches, leads, today, user)
    tasks = _tasks({task for likely in pairs.values() for task in likely})
    rulings = _rulings(pairs)
    found = [Repeat(draft, _likes(draft, pairs.get(draft.pk, ()), tasks, rulings)) for draft in drafts]
    return [repeat for repeat in found if repeat.likes]


def _likely(
    directive: Directive,
    sketches: Mapping[int, frozenset[int]],
    leads: Mapping[int, Collection[int]],
    today: date,
    user: User,
) -> dict[int, list[int]]:
    """For each proposal the few tasks whose sketches share most with its own, the likest first (one query).

    Only sketches of open tasks of the same lead are looked at, all of them: a look-up of hashes among all tasks would
    be drowned by phrases that every task holds, and cut off before the likest were seen.
    """
    wanted = [
        (draft, lead, value, min(LEAST_SHARED, len(own)))
        for draft, own in sketches.items()
        for lead in leads[draft]
        for value in own
    ]
    if not wanted:
        return {}
    own_leads = {lead for pk in sketches for lead in leads[pk]}
    others = Task.objects.visible_to(user, today).open().filter(lead__in=own_leads).exclude(directive=directive)
    tasks, params = others.order_by().values_list("pk", "lead_id").query.sql_with_params()
    columns = [list(column) for column in zip(*wanted, strict=True)]
    found: dict[int, list[int]] = defaultdict(list)
    query = _LIKELIEST.format(tasks=tasks, sketches=TaskSketch._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(query, [*columns, *params, MOST_COMPARED])
        for draft, task in cursor.fetchall():
            found[draft].append(task)
    return found


def _tasks(keys: Collection[int]) -> dict[int, Task]:
    rows = Task.objects.filter(pk__in=keys).select_related("directive__issuer", "lead")
    return {task.pk: task for task in rows.defer("directive__text", "directive__search_text", "search_text")}


def _rulings(drafts: Iterable[int]) -> dict[tuple[int, int], str]:
    rows = RepeatRuling.objects.filter(draft__in=list(drafts)).values_list("draft_id", "task_id", "choice")
    return {(draft, task): choice for draft, task, choice in rows}


def _likes(
    draft: TaskDraft,
    likely: Iterable[int],
    tasks: Mapping[int, Task],
    rulings: Mapping[tuple[int, int], str],
) -> list[TaskLike]:
    found = []
    for task in (tasks[pk] for pk in likely if pk in tasks):
        share = _share(draft.text, task.text)
        if share:
            found.append(TaskLike(task, share, _is_central(task.directive), rulings.get((draft.pk, task.pk), "")))
    return sorted(found, key=lambda like: (not like.is_central, -like.share))[:MOST_SHOWN]


def _share(one: str, other: str) -> float:
    """How alike two tasks are, 0 when they are not near-identical."""
    same = shingles.resemblance(one, other)
    held = shingles.containment(one, other)
    return max(same, held) if same >= SAME_TASK or held >= HELD_BY else 0.0


def _is_central(paper: Directive) -> bool:
    """Whether a body above the city issued the paper."""
    if paper.issuer is not None:
        return paper.issuer.kind == OrganisationKind.CENTRAL_AUTHORITY
    return paper.symbol.endswith(("-CP", "-TTg", "/TW", "-TW", "QH15", "QH16"))

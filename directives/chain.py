"""The chain of papers around one paper: what it rests on, what rests on it, and numbers that nobody registered yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q

from directives.models import Directive, Reference
from directives.models.directive import DirectiveQuerySet
from directives.models.section import RELATIONS
from directives.parsing.types import Relation

DEEPEST: Final = 6
MOST: Final = 200
"""Papers of one page; a chain of more is cut, and the page says so."""
MOST_CARRYING: Final = 1_000
"""Papers below one paper whose tasks count for it."""
MOST_CITED: Final = 20
"""Mere mentions ("căn cứ") are told of the paper itself only, and of so many: they would draw in half the registry."""
WORDS: Final = dict(RELATIONS)
BINDING: Final = tuple(relation.value for relation in Relation if relation is not Relation.CITES)
CARRYING: Final = (Relation.IMPLEMENTS.value, Relation.AMENDS.value, Relation.REPLACES.value)
"""A paper that does this with another one carries it out, in its present form; one that repeals it does not."""


@dataclass(frozen=True, slots=True)
class Link:
    """`lower` says that it does `relation` with `upper`; both are keys of nodes."""

    lower: str
    upper: str
    relation: str

    @property
    def words(self) -> str:
        """The relation for people."""
        return str(WORDS[self.relation])


@dataclass(slots=True)
class Node:
    """A paper of the chain, so many layers below (above: negative) the one asked about.

    `paper` is None where only its number is known to whoever looks.
    """

    key: str
    layer: int
    number: str
    issued_on: date | None = None
    paper: Directive | None = None
    is_registered: bool = False
    up: list[Link] = field(default_factory=list)
    down: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chain:
    """Papers by layers, the highest first, in a layer by day of issue; `is_cut` when there are more."""

    root: Node
    nodes: Sequence[Node]
    is_cut: bool

    def __bool__(self) -> bool:
        return len(self.nodes) > 1

    @property
    def above(self) -> list[Node]:
        """What the paper rests on, the nearest first."""
        return sorted((node for node in self.nodes if node.layer < 0), key=lambda node: -node.layer)

    @property
    def below(self) -> list[Node]:
        """What rests on it, the nearest first."""
        return [node for node in self.nodes if node.layer > 0]


def chain_of(directive: Directive, visible: DirectiveQuerySet) -> Chain:
    """The chain as far as it may be seen (four queries): a paper beyond one that may not be seen is not told of."""
    above, below = _walk(directive.pk, _UP, BINDING, MOST), _walk(directive.pk, _DOWN, BINDING, MOST)
    rows = list(_references(directive.pk, set(above), set(below)))
    keys = {key for row in rows for key in (row.directive_id, row.target_id) if key}
    papers = visible.filter(pk__in=keys).defer("text", "search_text").in_bulk()
    papers[directive.pk] = directive
    nodes = _seen(directive, rows, papers)
    nearest = sorted(nodes.values(), key=lambda node: (abs(node.layer), node.paper is None, _order(node)))
    is_cut = len(above) >= MOST or len(below) >= MOST or len(nodes) > MOST
    return Chain(nodes[_key(directive.pk)], sorted(nearest[:MOST], key=_order), is_cut)


def carried_out_by(directive_id: int) -> list[int]:
    """Papers that carry that paper out, through others too, the nearest first (one query, bounded)."""
    return _walk(directive_id, _DOWN, CARRYING, MOST_CARRYING)


_UP: Final = ("directive_id", "target_id")
_DOWN: Final = ("target_id", "directive_id")


def _walk(start: int, way: tuple[str, str], relations: Collection[str], most: int) -> list[int]:
    """Papers along references from the first column of `way` to the second, each once, the nearest first.

    Each paper stands once at each distance, so a ring of papers ends at the deepest distance.
    """
    near, far = way
    sql = f"""
        WITH RECURSIVE chain (paper, depth) AS (
            SELECT {far}, 1 FROM directives_reference
            WHERE {near} = %(start)s AND {far} IS NOT NULL AND relation = ANY(%(relations)s)
            UNION
            SELECT r.{far}, chain.depth + 1 FROM directives_reference r JOIN chain ON r.{near} = chain.paper
            WHERE r.{far} IS NOT NULL AND r.relation = ANY(%(relations)s) AND chain.depth < %(deepest)s
        )
        SELECT paper FROM chain WHERE paper <> %(start)s GROUP BY paper ORDER BY min(depth), paper LIMIT %(most)s
    """  # noqa: S608 - the names of two columns of our own
    values: dict[str, int | list[str]] = {
        "start": start,
        "relations": list(relations),
        "deepest": DEEPEST,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [int(paper) for (paper,) in cursor.fetchall()]


def _references(root: int, above: set[int], below: set[int]) -> Iterable[Reference]:
    """References inside the chain, numbers cited by it that are not registered, and mentions of and by the paper."""
    upward = Q(directive__in=above | {root}, relation__in=BINDING)
    downward = Q(directive__in=below, target__in=below | {root}, relation__in=BINDING)
    rows = Reference.objects.filter(upward | downward).order_by("start", "pk")
    mentions = Reference.objects.filter(relation=Relation.CITES.value).order_by("start", "pk")
    cites, cited = mentions.filter(directive=root), mentions.filter(target=root).order_by("-pk")
    return [*rows[: 4 * MOST], *cites[:MOST_CITED], *cited[:MOST_CITED]]


def _key(pk: int) -> str:
    return f"p{pk}"


def _upper(row: Reference, papers: Mapping[int, Directive]) -> str:
    """The key of what is cited: a paper that may be seen, or a bare number."""
    known = row.target_id is not None and row.target_id in papers
    return _key(row.target_id or 0) if known else f"n{row.number_text.casefold()}"


def _seen(directive: Directive, rows: Iterable[Reference], papers: Mapping[int, Directive]) -> dict[str, Node]:
    """Nodes that can be reached from the paper through papers that may be seen, each at its shortest distance."""
    ways: dict[str, list[tuple[str, int, Link, Reference]]] = defaultdict(list)
    for row in rows:
        if row.directive_id not in papers:
            continue
        lower, upper = _key(row.directive_id), _upper(row, papers)
        link = Link(lower, upper, row.relation)
        ways[lower].append((upper, -1, link, row))
        ways[upper].append((lower, 1, link, row))
    start = Node(_key(directive.pk), 0, str(directive), directive.issued_on, directive, is_registered=True)
    nodes = {start.key: start}
    waiting = [start]
    while waiting:
        waiting = [new for node in waiting for new in _spread(node, ways[node.key], nodes, papers)]
    _join(nodes, ways)
    return nodes


def _spread(
    node: Node,
    ways: Iterable[tuple[str, int, Link, Reference]],
    nodes: dict[str, Node],
    papers: Mapping[int, Directive],
) -> list[Node]:
    """New nodes beside this one; above the paper the way leads only up, below it only down."""
    found = []
    for key, step, _link, row in ways:
        onwards = node.layer * step >= 0 and node.paper is not None
        if key in nodes or not onwards or abs(node.layer) >= DEEPEST:
            continue
        pk = row.target_id if step < 0 else row.directive_id
        paper = papers.get(pk or 0)
        number, day = (str(paper), paper.issued_on) if paper else (row.number_text, row.issued_on)
        nodes[key] = Node(key, node.layer + step, number, day, paper, is_registered=pk is not None)
        found.append(nodes[key])
    return found


def _join(nodes: Mapping[str, Node], ways: Mapping[str, Iterable[tuple[str, int, Link, Reference]]]) -> None:
    """Write down which nodes are linked."""
    for key, node in nodes.items():
        links = [link for other, _step, link, _row in ways[key] if other in nodes]
        node.up = [link for link in dict.fromkeys(links) if link.lower == key]
        node.down = [link for link in dict.fromkeys(links) if link.upper == key]


def _order(node: Node) -> tuple[int, bool, date, str]:
    return node.layer, node.issued_on is None, node.issued_on or date.min, node.number

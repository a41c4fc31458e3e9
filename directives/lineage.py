"""The chain of papers around one paper: what it rests on, and what rests on it, link by link."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from directives.models import Directive
from directives.models.directive import DirectiveQuerySet
from directives.models.section import RELATIONS
from directives.parsing.types import Relation

DEEPEST: Final = 6
MOST: Final = 60
_WORDS: Final = dict(RELATIONS)
_BINDING: Final = tuple(relation.value for relation in Relation if relation is not Relation.CITES)
"""A mere mention ("căn cứ") would draw in half of the registry."""


@dataclass(frozen=True, slots=True)
class Link:
    """One paper of the chain: so many links away, and its relation to the paper one link nearer."""

    paper: Directive
    depth: int
    relation: str

    @property
    def relation_words(self) -> str:
        """The relation for people."""
        return str(_WORDS[self.relation])


@dataclass(frozen=True, slots=True)
class Chain:
    """Both directions, the nearest papers first."""

    above: Sequence[Link]
    below: Sequence[Link]

    def __bool__(self) -> bool:
        return bool(self.above or self.below)


def chain_of(directive: Directive, visible: DirectiveQuerySet) -> Chain:
    """Papers linked by implementing, amending, replacing or repealing, as far as they may be seen (three queries)."""
    above, below = _walk(directive.pk, "directive_id", "target_id"), _walk(directive.pk, "target_id", "directive_id")
    keys = {key for key, _depth, _relation in (*above, *below)}
    papers = visible.filter(pk__in=keys).defer("text", "search_text").in_bulk() if keys else {}
    return Chain(_links(above, papers), _links(below, papers))


def _links(rows: Collection[tuple[int, int, str]], papers: dict[int, Directive]) -> list[Link]:
    return [Link(papers[key], depth, relation) for key, depth, relation in rows if key in papers]


def _walk(start: int, near: str, far: str) -> list[tuple[int, int, str]]:
    """(paper, depth, relation) along references from `near` to `far`, each paper once, at its shortest distance."""
    sql = f"""
        WITH RECURSIVE chain (paper, depth, relation) AS (
            SELECT {far}, 1, relation FROM directives_reference
            WHERE {near} = %(start)s AND {far} IS NOT NULL AND relation = ANY(%(relations)s)
            UNION
            SELECT r.{far}, chain.depth + 1, r.relation FROM directives_reference r JOIN chain ON r.{near} = chain.paper
            WHERE r.{far} IS NOT NULL AND r.relation = ANY(%(relations)s) AND chain.depth < %(deepest)s
        )
        SELECT paper, depth, relation FROM (
            SELECT DISTINCT ON (paper) paper, depth, relation FROM chain WHERE paper <> %(start)s ORDER BY paper, depth
        ) nearest ORDER BY depth, paper LIMIT %(most)s
    """  # noqa: S608 - the names of two columns of our own
    values: dict[str, int | list[str]] = {"start": start, "relations": list(_BINDING), "deepest": DEEPEST, "most": MOST}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(int(paper), int(depth), str(relation)) for paper, depth, relation in cursor.fetchall()]

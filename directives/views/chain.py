"""The chain of papers around one paper, as a picture and as a table, with what became of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.clock import today
from accounts.http import AuthedRequest
from directives import chain
from directives.chain import Node
from directives.chain_picture import draw
from directives.views.points import find, frame
from directives.work import Tally, work


@dataclass(frozen=True, slots=True)
class Row:
    """One paper of the chain with its numbers; `carries` when its tasks count for the whole chain.

    `relations` are what it does with which papers, in words; of one at the top, what which papers do with it.
    """

    node: Node
    tally: Tally
    carries: bool
    relations: Sequence[str]


def chain_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """What the paper rests on and what rests on it, each with its tasks; and the sum of all that carries it out."""
    directive, visible = find(request, pk)
    found = chain.chain_of(directive, visible)
    carrying = chain.carried_out_by(directive.pk)
    shown = {node.paper.pk for node in found.nodes if node.paper}
    tallies = work().tallies(shown | {directive.pk, *carrying}, request.user, today())
    carriers = {directive.pk, *carrying}
    numbers = {node.key: node.number for node in found.nodes}
    rows = [_row(node, tallies, carriers, numbers) for node in found.nodes]
    context = {
        **frame(request, directive),
        "chain": found,
        "picture": draw(found, tallies) if found else None,
        "rows": rows,
        "whole": sum((tallies.get(key, Tally()) for key in carriers), Tally()),
        "whole_papers": sum(bool(tallies.get(key)) for key in carriers),
    }
    return render(request, "directives/chain.html", context)


def _row(node: Node, tallies: Mapping[int, Tally], carriers: Collection[int], numbers: Mapping[str, str]) -> Row:
    pk = node.paper.pk if node.paper else 0
    said = [f"{link.words} {numbers[link.upper]}" for link in node.up if link.upper in numbers]
    by = [_("được %(number)s %(words)s") % {"number": numbers[link.lower], "words": link.words} for link in node.down]
    return Row(node, tallies.get(pk, Tally()), pk in carriers, said or (by if node.layer < 0 else []))

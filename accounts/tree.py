"""The directory as a tree on one page: who stands under whom, and what a search leaves of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree; `depth` counts the shown organisations above it."""

    organisation: Organisation
    depth: int


def nodes(organisations: Iterable[Organisation]) -> list[Node]:
    """Every organisation under the nearest one above it that is also shown, siblings in the order given."""
    shown = list(organisations)
    paths = {organisation.path for organisation in shown}
    below: dict[str, list[Organisation]] = {}
    for organisation in shown:
        below.setdefault(_above(organisation.path, paths), []).append(organisation)
    return list(_walk("", 0, below))


def _above(path: str, paths: set[str]) -> str:
    while path:
        path = path[: path.rstrip("/").rfind("/") + 1]
        if path in paths:
            return path
    return ""


def _walk(path: str, depth: int, below: dict[str, list[Organisation]]) -> Iterator[Node]:
    for organisation in below.get(path, []):
        yield Node(organisation, depth)
        yield from _walk(organisation.path, depth + 1, below)

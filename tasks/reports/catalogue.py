"""Every report of the house by its name in the address; one page, one set of files and one mail pack serve them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.forms import Form
from django.http import QueryDict
from django.utils.functional import Promise

from accounts.models import User
from accounts.policy import Decision
from tasks.reports.asked import Asked
from tasks.reports.paper import Report


@dataclass(frozen=True, slots=True)
class Maker:
    """How a report is made, and who may ask for it.

    `options` makes the form of what this report alone understands, out of the query string and the day asked about: it
    is bound, brings its own defaults, and its fields stand in the toolbar beside day, basis and map. While it has
    errors nothing is built.
    """

    slug: str
    title: str | Promise
    lede: str | Promise
    build: Callable[[Asked], Report]
    may: Callable[[User, date], Decision]
    options: Callable[[QueryDict, date], Form] | None = None


MAKERS: Final[tuple[Maker, ...]] = ()
REPORTS: Final[Mapping[str, Maker]] = {maker.slug: maker for maker in MAKERS}

"""The tasks of papers for the pages of papers, which know no tasks themselves (see `directives.work`)."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Q

from accounts.models import User
from directives.work import Pile, Row, Slip, Tally
from tasks import policy_instructions, policy_urging
from tasks.lifecycle import Status
from tasks.models import Task
from tasks.models.task import OPEN_VALUES, OVERDUE_VALUES, Level, TaskQuerySet


class PaperWork:
    """What the lists show by default: duties of the city, none of the work that units hand out inside."""

    def slips(self, directive: int, user: User, today: date) -> list[Slip]:
        """Every task of the paper that `user` may see (one query)."""
        rows = _of_city(user, today).filter(directive=directive).order_by("pk")
        columns = rows.values_list("pk", "draft", "path", "status", "counts_until")
        return [Slip(pk, draft, path, _pile(status, until, today), until) for pk, draft, path, status, until in columns]

    def rows(self, tasks: Collection[int], user: User, today: date) -> Mapping[int, Row]:
        """These tasks with their lead, and whether `user` may urge or instruct about each."""
        found = _of_city(user, today).filter(pk__in=tasks).select_related("lead__heir", "officer").defer("search_text")
        urges = bool(policy_urging.may_urge_at_all(user, today))
        speaks = bool(policy_instructions.may_speak(user, today))
        return {task.pk: Row(task, urges and _can_be_urged(task), speaks) for task in found}

    def tallies(self, papers: Collection[int], user: User, today: date) -> Mapping[int, Tally]:
        """The numbers of each paper (one query)."""
        counted = _of_city(user, today).filter(directive__in=papers).order_by().values("directive")
        rows = counted.annotate(
            total=Count("pk"),
            open=Count("pk", filter=Q(status__in=OPEN_VALUES)),
            overdue=Count("pk", filter=Q(status__in=OVERDUE_VALUES, counts_until__lt=today)),
            done=Count("pk", filter=Q(status="done")),
        )
        columns = rows.values_list("directive", "total", "open", "overdue", "done")
        return {paper: Tally(*numbers) for paper, *numbers in columns}


def _of_city(user: User, today: date) -> TaskQuerySet:
    return Task.objects.visible_to(user, today).of_level(Level.CITY)


def _pile(status: str, until: date | None, today: date) -> Pile:
    if status not in OPEN_VALUES:
        return Pile.DONE if status == Status.DONE else Pile.WITHDRAWN
    is_overdue = status in OVERDUE_VALUES and until is not None and until < today
    return Pile.OVERDUE if is_overdue else Pile.OPEN


def _can_be_urged(task: Task) -> bool:
    return Status(task.status) not in policy_urging.WHY_NOT

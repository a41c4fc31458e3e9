"""What papers gave units, for a batch of mails, as the tasks stand now."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from directives.models import Directive
from directives.workdays import WorkingCalendar
from tasks import addressees
from tasks.addressees import Addressees
from tasks.mail import rows
from tasks.mail.types import MOST_ROWS, Release, Row
from tasks.models import Mail, Party, Task, Workday
from tasks.models.task import OPEN_VALUES

Slot = tuple[int, int]
"""A paper and a unit."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Everything the mails of a batch need, read in a fixed number of queries."""

    leads: Mapping[Slot, list[Task]]
    helps: Mapping[Slot, list[Task]]
    helpers: Mapping[int, tuple[str, ...]]
    papers: Mapping[int, Directive]
    known: Addressees
    names: Mapping[int, str]
    calendar: WorkingCalendar


def load(mails: Collection[Mail], now: datetime) -> Callable[[Mail], Release | None]:
    """How to get the release of each of `mails`; None where all is done or withdrawn.

    Call it in the reader's language.
    """
    batch = _read({_slot(mail) for mail in mails}, timezone.localtime(now).date())

    def make(mail: Mail) -> Release | None:
        slot = _slot(mail)
        return _release(mail, batch, now) if batch.leads.get(slot) or batch.helps.get(slot) else None

    return make


def _slot(mail: Mail) -> Slot:
    return (mail.directive_id or 0, mail.organisation_id or 0)


def _read(slots: Collection[Slot], today: date) -> _Batch:
    papers = {paper for paper, _ in slots}
    units = {unit for _, unit in slots}
    helped = Party.objects.filter(organisation__in=units, task__directive__in=papers)
    helping = list(helped.values_list("task_id", "organisation_id"))
    tasks = (
        Task.objects.filter(
            Q(lead__in=units) | Q(pk__in=[task for task, _ in helping]),
            directive__in=papers,
            giver=None,
            status__in=OPEN_VALUES,
        )
        .select_related("lead", "directive")
        .only(*rows.TASK_FIELDS, *rows.JOINED)
        .order_by("pk")
    )
    by_key = {task.pk: task for task in tasks}
    leads, helps = defaultdict(list), defaultdict(list)
    for task in by_key.values():
        leads[task.directive_id, task.lead_id].append(task)
    for key, unit in sorted(helping):
        if key in by_key:
            helps[by_key[key].directive_id, unit].append(by_key[key])
    known = addressees.on(today, near=[], units=units)
    return _Batch(
        leads=leads,
        helps=helps,
        helpers=rows.helpers_of(by_key),
        papers=_papers(papers),
        known=known,
        names=dict(User.objects.filter(pk__in=known.people).values_list("pk", "full_name")),
        calendar=Workday.objects.calendar(),
    )


def _papers(keys: Collection[int]) -> dict[int, Directive]:
    fields = ("number_text", "subject", "issuer_name", "issued_on")
    return Directive.objects.only(*fields).in_bulk(keys)


def _release(mail: Mail, batch: _Batch, now: datetime) -> Release:
    slot = _slot(mail)
    leads, helps = batch.leads.get(slot, []), batch.helps.get(slot, [])
    shown = _as_rows(leads[:MOST_ROWS], batch, mail.day, _("Tiếp nhận và phân công"))
    helped = helps[: MOST_ROWS - len(shown)]
    paper = batch.papers[slot[0]]
    return Release(
        unit=str(mail.organisation),
        paper=str(paper),
        paper_subject=paper.subject,
        issuer=paper.issuer_name,
        issued_on=paper.issued_on,
        day=mail.day,
        counted_at=timezone.localtime(now),
        leads=shown,
        helps=_as_rows(helped, batch, mail.day, _("Phối hợp theo đề nghị của cơ quan chủ trì")),
        leading=len(leads),
        helping=len(helps),
        people=tuple(batch.names[head] for head in batch.known.heads_of(slot[1])),
        paper_url=rows.url(paper.get_absolute_url()),
    )


def _as_rows(tasks: Collection[Task], batch: _Batch, day: date, action: str) -> tuple[Row, ...]:
    return tuple(
        rows.row(task, batch.helpers.get(task.pk, ()), day=day, calendar=batch.calendar, action=action)
        for task in tasks
    )

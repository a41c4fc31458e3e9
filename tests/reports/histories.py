"""Random histories of a few tasks over some months, played through the real actions, and a slow reckoning of each day.

The reckoning knows nothing of the schema's history, of filters or of reports: after each day it reads every row as it
is and keeps it, and works out classes and bands from those rows by rules of its own.
"""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace

from accounts.errors import DomainError
from accounts.models import User
from accounts.roles import Role
from tasks import tally
from tasks.actions import assign, extensions, instruct, parties, pauses, progress, results, succession, urgings
from tasks.asof import played_on
from tasks.models import ExtensionRequest, Instruction, Party, Task, TaskEvent, Urging
from tasks.models.history import PARTY_NOT_KEPT, TASK_NOT_KEPT, WORDS_NOT_KEPT
from tests import factories as make

BEGIN = date(2026, 3, 2)
OPEN = {"assigned", "received", "in_progress", "signing", "contested"}
WORDS = {"reason": "Theo tình hình thực tế."}
GROUND = pauses.Ground("Theo chỉ đạo.", "12/CV-UBND")


@dataclass
class Day:
    """Every row as it stood when the day ended."""

    day: date
    rows: dict[str, list[dict[str, object]]]


@dataclass
class History:
    """A city with few people, its random choices, and the days that were lived."""

    seed: int
    days: list[Day] = field(default_factory=list)
    merged_on: date | None = None

    def __post_init__(self):
        self.chance = random.Random(self.seed)  # noqa: S311 - a seed makes a failing run repeatable
        self.cast = make.cast()
        self.planning = make.organisation(name="Sở Kế hoạch và Đầu tư", parent=self.cast.city, code="skhdt")
        self.ward = make.organisation(name="UBND phường Hồng Bàng", parent=self.cast.city, kind="ubnd_phuong")
        self.people = {
            self.cast.finance.pk: (self.cast.lan, self.cast.minh),
            self.cast.building.pk: (self.cast.tuan, self.cast.son),
            self.planning.pk: self._staff(self.planning),
            self.ward.pk: self._staff(self.ward),
        }
        self.papers = [make.directive(number=number, issued_on=date(2026, 2, 20)) for number in (2, 3)]
        self.day = BEGIN

    def _staff(self, body):
        return tuple(make.user(organisation=body, role=role) for role in (Role.OFFICER, Role.HEAD))

    def live(self, days, steps):
        """So many days with so many steps each, some days apart; a merger falls into the middle.

        The summary is built on the morning of the last day, half of whose steps are folded in; its end is not.
        """
        for number in range(days):
            if number == days - 1:
                tally.rebuild(self.day)
            for step in range(steps):
                self._step(_issue if number < 2 else self.chance.choice(self._possible()))
                if number == days - 1 and step == steps // 2:
                    tally.fold(self.day)
            if number == days // 2:
                self._step(_merge)
            if number == days - 1:
                self._step(_issue)
            self.days.append(Day(self.day, everything()))
            self.day += timedelta(days=self.chance.choice([1, 2, 4, 7, 9]))

    def _step(self, step):
        """What the rules refuse is no part of the history."""
        with suppress(DomainError), played_on(self.day):
            step(self)

    def _possible(self):
        """Steps that some task may be ripe for, the usual ones more often."""
        found = [_issue, _supervise, _urge, _help, _leave_off, _instruct]
        for status in Task.objects.filter(status__in=STEPS).order_by("pk").values_list("status", flat=True):
            found += STEPS[status]
        return found + [_decide] * 4 * ExtensionRequest.objects.pending().count()

    # ── chances ───────────────────────────────────────────────────────────────────────────────
    def task(self, *statuses):
        """A task in one of these statuses with its officer and head."""
        found = list(Task.objects.filter(status__in=statuses or OPEN).order_by("pk"))
        if not found:
            raise DomainError("-")
        task = self.chance.choice(found)
        officer, head = (User.objects.get(pk=person.pk) for person in self.people[task.lead_id])
        return SimpleNamespace(row=task, pk=task.pk, officer=officer, head=head)

    def unit(self):
        """Some body that may lead today."""
        bodies = [self.cast.finance, self.cast.building, self.ward]
        return self.chance.choice(bodies if self.merged_on else [*bodies, self.planning])

    def by(self, person):
        """The arguments of every action."""
        return {"actor": User.objects.get(pk=person.pk), "today": self.day, "seen_version": None}


def everything():
    """All rows whose past is read, column by column."""
    left_out = {Task: TASK_NOT_KEPT, Party: PARTY_NOT_KEPT, Instruction: WORDS_NOT_KEPT}
    found = {}
    for model in (Task, Party, ExtensionRequest, Instruction, Urging, TaskEvent):
        columns = [each.attname for each in model._meta.concrete_fields if each.column not in left_out.get(model, ())]
        found[model.__name__] = list(model.objects.order_by("pk").values(*columns))
    return found


# ── steps ─────────────────────────────────────────────────────────────────────────────────────
def _issue(city):
    due = city.chance.choice([None, *(city.day + timedelta(days=days) for days in (2, 5, 12, 40))])
    lead, helper = city.unit(), city.unit()
    order = assign.Order(f"Việc {city.chance.random()}", lead, due, coordinating=[helper] if helper != lead else [])
    who = city.by(city.cast.hoa)
    assign.create_task(city.chance.choice(city.papers).pk, actor=who["actor"], today=city.day, order=order)


def _receive(city):
    task = city.task("assigned")
    progress.receive(task.pk, **city.by(task.head))


def _report(city):
    task = city.task("received", "in_progress")
    said = progress.Progress(done="Đã làm một phần.", percent=city.chance.choice([20, 50, 80]), obstacle="legal")
    progress.report(task.pk, **city.by(task.head), progress=said)


def _extend(city):
    task = city.task("received", "in_progress")
    wish = extensions.Ask((task.row.due_on or city.day) + timedelta(days=15), "legal", "Chờ hướng dẫn.", "Đã họp.")
    extensions.ask(task.pk, **city.by(task.head), wish=wish)


def _decide(city):
    waiting = list(ExtensionRequest.objects.pending().order_by("pk"))
    verdict = city.chance.choice(
        [extensions.Verdict(extensions.AS_ASKED, "Đồng ý."), extensions.Verdict(None, "Không.")]
    )
    if waiting:
        extensions.decide(city.chance.choice(waiting).task_id, **city.by(city.cast.hoa), verdict=verdict)


def _submit(city):
    task = city.task("received", "in_progress")
    results.submit(task.pk, **city.by(task.head), result=results.Result(number="9/BC", words="Xong."))


def _accept(city):
    results.accept(city.task("submitted").pk, **city.by(city.cast.hoa), mark=results.Mark("pass"))


def _return(city):
    results.return_(city.task("submitted").pk, **city.by(city.cast.hoa), **WORDS)


def _contest(city):
    task = city.task("assigned")
    progress.contest(task.pk, **city.by(task.head), code="wording", **WORDS)


def _reassign(city):
    assign.reassign(city.task("contested").pk, **city.by(city.cast.hoa), lead=city.unit(), **WORDS)


def _suspend(city):
    pauses.suspend(city.task("assigned", "received", "in_progress").pk, **city.by(city.cast.hoa), ground=GROUND)


def _resume(city):
    pauses.resume(city.task("suspended").pk, **city.by(city.cast.hoa))


def _withdraw(city):
    pauses.withdraw(city.task().pk, **city.by(city.cast.hoa), ground=GROUND)


def _supervise(city):
    leader = city.chance.choice([None, User.objects.get(pk=city.cast.binh.pk)])
    assign.supervise(city.task().pk, **city.by(city.cast.hoa), monitor=None, leader=leader)


def _urge(city):
    task = city.task()
    who = city.by(city.cast.hoa)
    message = urgings.Message("Đề nghị báo cáo.")
    urgings.urge_one(task.pk, actor=who["actor"], today=city.day, seen=task.row.urged_times, message=message)


def _help(city):
    party = city.chance.choice(list(Party.objects.order_by("pk")) or [None])
    if party is not None and party.organisation_id in city.people:
        head = city.people[party.organisation_id][1]
        status = city.chance.choice(["received", "working", "done"])
        parties.update(party.pk, **city.by(head), status=status, words="Đã gửi ý kiến.")


def _leave_off(city):
    party = city.chance.choice(list(Party.objects.order_by("pk")) or [None])
    if party is not None:
        parties.remove(party.pk, **city.by(city.cast.hoa))


def _instruct(city):
    wish = instruct.Wish(kind="instruct", words="Khẩn trương hoàn thành.", answer_by=city.day + timedelta(days=3))
    leader = User.objects.get(pk=city.cast.binh.pk)
    instruct.about_tasks([city.task().pk], wish, actor=leader, today=city.day)


def _merge(city):
    decision = succession.Decision(
        "merge", city.day, "Nghị quyết 02/NQ-HĐND", (city.planning.pk,), (city.cast.finance.pk,)
    )
    quan = User.objects.get(pk=city.cast.quan.pk)
    row = succession.prepare(decision, actor=quan, today=city.day)
    succession.apply(row.pk, actor=quan, today=city.day, seen_version=None)
    city.merged_on = city.day


STEPS = {
    "assigned": [_receive, _receive, _receive, _contest],
    "received": [_report, _submit, _extend, _extend, _suspend],
    "in_progress": [_submit, _submit, _report, _extend, _withdraw],
    "submitted": [_accept, _accept, _return],
    "contested": [_reassign],
    "suspended": [_resume],
}


# ── the reckoning ─────────────────────────────────────────────────────────────────────────────
def reckoned(day, *, basis, on_map, heirs, soon_days=7, edges=(7, 30, 120)):
    """By body: how many tasks of each class, and of each band of those overdue, when `day` ended."""
    found = {}
    for row in day.rows["Task"]:
        unit = (
            row["lead_as_given_id"] or row["lead_id"] if on_map == "then" else heirs.get(row["lead_id"], row["lead_id"])
        )
        until = row["counts_until" if basis == "current" else "counts_until_as_issued"]
        _reckon(found.setdefault(unit, Counter()), row, until, day.day, soon_days, edges)
    return found


def reckoned_by(day, column, *, basis, soon_days=7, edges=(7, 30, 120)):
    """As `reckoned`, by the value of a column: the paper, field or leader of the tasks."""
    found = {}
    for row in day.rows["Task"]:
        until = row["counts_until" if basis == "current" else "counts_until_as_issued"]
        _reckon(found.setdefault(row[column], Counter()), row, until, day.day, soon_days, edges)
    return found


def _reckon(counts, row, until, day, soon_days, edges):
    kind = _kind(row, until, day, soon_days)
    counts[kind] += 1
    if kind == "overdue":
        counts[_band((day - until).days, edges)] += 1


def _kind(row, until, day, soon_days):
    status = row["status"]
    if status in {"withdrawn", "suspended"}:
        return status
    if status == "submitted":
        return "waiting"
    if status == "done":
        if until is None:
            return "done_no_deadline"
        return "done_on_time" if row["submitted_on"] <= until else "done_late"
    if until is None:
        return "awaiting_event" if row["event"] and not row["event_on"] else "no_deadline"
    left = (until - day).days
    return "overdue" if left < 0 else "due_soon" if left <= soon_days else "in_term"


def _band(late, edges):
    least = 1
    for edge in edges:
        if late <= edge:
            return f"band:{least}-{edge}"
        least = edge + 1
    return f"band:{least}-"

"""Papers of the sample city: imported, and some of them reviewed and released, through the real actions."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction

from accounts.models import Field, Membership, Organisation, User
from accounts.roles import ANSWER
from config.sample.people import OPENED, acting
from directives.actions import intake, registry, review, shaping
from directives.models import Directive, DirectiveFile, DirectiveState, DraftState, FileState, TaskDraft
from directives.samples.build import SAMPLES, build_samples
from tasks.actions import issue
from tasks.actions.given import waits_for_event
from tasks.models import Task


@dataclass(frozen=True, slots=True)
class Plan:
    """A paper to release: its number, when the office did so, and the field it belongs to."""

    number: str
    released_on: date
    field: str


# The report of 2020 and the resolution of the Government stay for the visitor to review.
PLANS: Final = (
    Plan("02/CT-UBND", date(2025, 7, 15), "kinh-te-tong-hop"),
    Plan("615/TB-UBND", date(2025, 10, 21), "noi-vu-cai-cach"),
    Plan("318/KH-UBND", date(2025, 12, 8), "khoa-hoc-chuyen-doi-so"),
)


def import_papers(clerk: User) -> int:
    """Store and read the sample files that are not in the registry yet; how many."""
    names = [name for name, _source, _make in SAMPLES]
    known = set(
        DirectiveFile.objects.filter(name__in=names).exclude(state=FileState.UPLOADED).values_list("name", flat=True)
    )
    if known >= set(names):
        return 0
    with TemporaryDirectory() as folder, acting(clerk, OPENED):
        missing = [path for path in build_samples(Path(folder)) if path.name not in known]
        for path in missing:
            file = intake.receive(path.read_bytes(), path.name, actor=clerk).file
            intake.read_file(file.pk, today=OPENED)
    return len(missing)


def waiting(plan: Plan) -> Directive | None:
    """The paper of the plan, when it was read and nobody has released it."""
    papers = Directive.objects.filter(number_text=plan.number, state=DirectiveState.PARSED)
    return papers.filter(issued_on__isnull=False).order_by("pk").first()


@transaction.atomic
def release(paper: Directive, plan: Plan, *, clerk: User, monitor: User, today: date) -> list[Task]:
    """File it, settle every proposal, and release it on its day (today, when the day lies ahead)."""
    day = min(plan.released_on, today)
    with acting(clerk, day):
        header = {name: getattr(paper, name) for name in registry.HeaderValues().columns()}
        field = Field.objects.get(code=plan.field)
        values = replace(registry.HeaderValues(**header), field=field, received_on=paper.issued_on)
        registry.change_header(paper.pk, values, actor=clerk, today=day, seen_version=paper.version)
        staffed = _staffed()
        for draft in paper.drafts.filter(state=DraftState.PROPOSED).prefetch_related("leads", "coordinating"):
            _settle(draft, staffed, clerk=clerk, today=day)
        review.finish(paper.pk, actor=clerk, today=day)
    with acting(monitor, day):
        return issue.release(paper.pk, actor=monitor, today=day, seen_version=None).tasks


def _staffed() -> list[Organisation]:
    """Organisations with people to carry a task out, in the order of the directory."""
    posts = Membership.objects.filter(role__in=ANSWER).values("organisation")
    return list(Organisation.objects.filter(pk__in=posts).order_by("rank"))


def _settle(draft: TaskDraft, staffed: list[Organisation], *, clerk: User, today: date) -> None:
    """As a clerk would: choose the lead when one is named, say so when there is no deadline, drop the rest.

    What everybody is told without a deadline ("bám sát tình hình") is an appeal, no task.
    """
    leads = [lead.pk for lead in draft.leads.all()] or _named(draft, staffed)
    if len(leads) > 1 and draft.due_on is None and not draft.recurrence:
        leads = []
    if not leads:
        review.reject(draft.pk, actor=clerk, today=today, seen_version=draft.version)
        return
    values = shaping.DraftValues(
        text=draft.text,
        leads=tuple(leads),
        coordinating=tuple(helper.pk for helper in draft.coordinating.all()),
        due_on=draft.due_on,
        precision=draft.precision,
        recurrence=draft.recurrence,
        product=draft.product,
        no_deadline_confirmed=draft.due_on is None and not draft.recurrence and not waits_for_event(draft),
    )
    edited = shaping.edit(draft.pk, values, actor=clerk, today=today, seen_version=draft.version)
    review.accept(draft.pk, actor=clerk, today=today, seen_version=edited.version)


def _named(draft: TaskDraft, staffed: list[Organisation]) -> list[int]:
    """Of a group ("các sở, ban, ngành"), those with people; else the likeliest body; else nobody."""
    kinds = {kind for row in draft.candidates for kind in row.get("group", ())}
    if kinds:
        return [place.pk for place in staffed if place.kind in kinds]
    return [row["organisation"] for row in draft.candidates if row.get("organisation")][:1]

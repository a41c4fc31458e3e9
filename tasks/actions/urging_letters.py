"""The formal letter of a round of urging: drafted as .docx and kept as handed out, its number left to the registry."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.models import Organisation, User
from accounts.text import fold
from tasks import policy_urging
from tasks.letters.types import Letter, Signer, UnitLines
from tasks.models import Task, Urging, UrgingLetter, UrgingRound
from tasks.models.task import TaskQuerySet
from tasks.reports.urging_lines import pressing_of, unit_lines

VIETNAMESE: Final = "vi"


@dataclass(frozen=True, slots=True)
class Terms:
    """How the letter is written: who signs, what it lists, and whether the day is printed or left to the registry.

    `whole` adds everything of the units that is overdue, due soon or without a deadline; `unit` makes it a letter for
    one unit of the round.
    """

    signer: str = Signer.OFFICE_DEPUTY.value
    signer_name: str = ""
    whole: bool = False
    dated: bool = False
    unit: int | None = None


@transaction.atomic
def write(round_id: int, *, actor: User, today: date, terms: Terms) -> UrgingLetter:
    """Draft the letter of a round as its tasks stand now, and keep it.

    Raises:
        Refused: the role does not urge.
        DomainError: `nothing_left` when every task has been reported or has ended, `unknown_signer`.
    """
    acting.require(policy_urging.may_urge_at_all, actor, today=today)
    held = UrgingRound.objects.get(pk=round_id)
    urgings = Urging.objects.filter(round=held)
    if terms.unit is not None:
        urgings = urgings.filter(lead=terms.unit)
    tasks = listed(urgings.values_list("task_id", flat=True), actor=actor, today=today, whole=terms.whole)
    times = urgings.aggregate(most=Max("number"))["most"] or 1
    content, units = draft(tasks, terms, times=times, words=held.words, answer_by=held.answer_by, today=today)
    letter = UrgingLetter(
        round=held,
        made_by=actor,
        name=file_name(units, times, today),
        sha256=hashlib.sha256(content).hexdigest(),
        facts={"times": times, "units": {unit.name: unit.counts for unit in units}, "signer": terms.signer},
    )
    letter.content.save(f"{letter.sha256[:20]}.docx", ContentFile(content), save=False)
    letter.save()
    letter.units.set(Organisation.objects.filter(pk__in=tasks.order_by().values("lead")))
    audit.record("task.urging_letter", letter, actor=actor, after={"round": held.pk, **letter.facts})
    return letter


def listed(keys: object, *, actor: User, today: date, whole: bool) -> TaskQuerySet:
    """The tasks a letter lists: those of the selection, or with `whole` all that presses their units."""
    visible = Task.objects.visible_to(actor, today)
    chosen = Q(pk__in=keys)
    if whole:
        chosen |= pressing_of(list(Task.objects.filter(chosen).order_by().values_list("lead", flat=True)), today)
    return visible.filter(chosen)


def draft(
    tasks: TaskQuerySet, terms: Terms, *, times: int, words: str, answer_by: date | None, today: date
) -> tuple[bytes, tuple[UnitLines, ...]]:
    """The file and what it counts, without keeping anything; always in Vietnamese.

    Raises:
        DomainError: `nothing_left`, `unknown_signer`.
    """
    if terms.signer not in set(Signer):
        raise DomainError(_("Hãy chọn người ký trong danh sách."), code="unknown_signer", status=400)
    with translation.override(VIETNAMESE):
        units = unit_lines(tasks, today)
    if not units:
        raise DomainError(
            _("Các nhiệm vụ này đã báo cáo xong hoặc đã kết thúc nên không còn gì để đưa vào công văn."),
            code="nothing_left",
        )
    letter = _letter(units, terms, times=times, words=words, answer_by=answer_by, today=today)
    from tasks.letters import urging as letters  # Word is loaded by who writes one, not by every worker

    return letters.draft(letter), units


def _letter(
    units: tuple[UnitLines, ...], terms: Terms, *, times: int, words: str, answer_by: date | None, today: date
) -> Letter:
    counted_at: datetime = timezone.localtime()
    return Letter(
        units=units,
        counted_at=counted_at,
        times=times,
        words=words,
        answer_by=answer_by,
        signer=Signer(terms.signer),
        signer_name=terms.signer_name.strip(),
        organ=tuple(settings.LETTER_ORGAN.split("|")),
        office=settings.LETTER_OFFICE,
        organ_name=settings.OFFICE_NAME,
        place=settings.LETTER_PLACE,
        symbol=settings.LETTER_SYMBOL,
        day=today if terms.dated else None,
    )


def file_name(units: tuple[UnitLines, ...], times: int, today: date) -> str:
    """What the download is called, e.g. `don-doc-so-tai-chinh-lan-2-20230301.docx`."""
    whom = fold(units[0].name).replace(" ", "-")[:60] if len(units) == 1 else f"{len(units)}-don-vi"
    return f"don-doc-{whom}-lan-{times}-{today:%Y%m%d}.docx"

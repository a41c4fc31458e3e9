"""Answering a reminder, and changing the ladder itself."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError, Stale
from accounts.models import User
from accounts.policy import Decision
from tasks import policy, policy_office
from tasks.actions.steps import Said, note
from tasks.models import Anchor, Audience, LadderPolicy, LadderRule, Task, TaskEvent

ANSWERING: Final = ("report", "acknowledge")


def may_acknowledge_by_side(user: User, task: Task, today: date) -> Decision:
    """The unit that carries the task out."""
    return policy.may_by_side(user, "acknowledge", task, today)


def may_acknowledge(user: User, task: Task, today: date) -> Decision:
    """As reporting, for a task that is overdue; before that nothing climbs."""
    return policy.may(user, "acknowledge", task, today)


@transaction.atomic
def acknowledge(
    task_id: int, *, actor: User, today: date, seen_version: int | None, forecast_on: date | None, words: str = ""
) -> Task:
    """The unit knows and says when it will be done; the reminders stop climbing for some working days.

    Raises:
        Stale: the task changed since the form was opened.
        Refused: the unit is another one, or the task is not overdue.
        DomainError: no day or a past one, or another word without a report in between.
    """
    task = Task.objects.lock(task_id, seen_version)
    acting.require(may_acknowledge, actor, task, today=today)
    if forecast_on is None or forecast_on < today:
        sentence = _("Hãy nêu ngày dự kiến xong, từ hôm nay trở đi.")
        raise DomainError(sentence, code="forecast_required", status=400)
    _refuse_empty_words(task)
    said = Said(reason=words, details={"forecast_on": forecast_on.isoformat(), "forecast": f"{forecast_on:%d/%m/%Y}"})
    return note(task, "acknowledge", actor=actor, today=today, values={}, said=said)


def _refuse_empty_words(task: Task) -> None:
    """Only so many words in a row; after that a report has to say what was done."""
    most = LadderRule.objects.ladder().acks_in_row
    answers = TaskEvent.objects.filter(task=task, move__in=ANSWERING).order_by("-pk")
    latest = list(answers.values_list("move", "on")[:most])
    if len(latest) == most and all(move == "acknowledge" for move, _ in latest):
        sentence = _("Đơn vị đã xác nhận ngày %(day)s; lần này hãy báo cáo tiến độ, nêu vướng mắc, ngày dự kiến xong.")
        raise DomainError(sentence % {"day": f"{latest[0][1]:%d/%m/%Y}"}, code="report_required")


# ── the rules ─────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the page: `every` None tells once."""

    anchor: str
    audience: str
    days: int
    urgent_days: int
    every: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class General:
    """What holds for the whole ladder, as `LadderPolicy` keeps it."""

    pause_days: int
    urgent_pause_days: int
    acks_in_row: int
    urgent_on_days_off: bool


def may_edit_ladder(user: User, today: date) -> Decision:
    """The ladder writes to everybody, so the administration keeps it."""
    return policy_office.may(user, "keep_ladder", today)


@transaction.atomic
def replace_rules(
    rules: Sequence[Rule], general: General, *, actor: User, today: date, seen_version: int | None
) -> LadderPolicy:
    """Put these rules in the place of all others; they hold from the next sweep on, nothing sent is taken back.

    Raises:
        Refused: not an administrator.
        Stale: somebody changed them since the page was opened.
        DomainError: a rule contradicts another or leaves overdue tasks without a word to those who do them.
    """
    acting.require(may_edit_ladder, actor, today=today)
    kept, _made = LadderPolicy.objects.select_for_update().get_or_create(pk=1)
    if seen_version is not None and kept.version != seen_version:
        raise Stale
    _check_rules(rules)
    before = _said()
    LadderRule.objects.all().delete()
    try:
        with transaction.atomic():
            LadderRule.objects.bulk_create(LadderRule(**asdict(rule)) for rule in rules)
    except IntegrityError as error:
        raise DomainError(_("Hai quy tắc trùng nhau; hãy bỏ một."), code="ladder_rule_twice", status=400) from error
    for name, value in asdict(general).items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save()
    audit.record("ladder.changed", kept, actor=actor, before=before, after=_said())
    return kept


def _check_rules(rules: Sequence[Rule]) -> None:
    own = [rule for rule in rules if (rule.anchor, rule.audience) == (Anchor.LATE, Audience.OFFICER)]
    if not any(rule.is_active and rule.every for rule in own):
        raise DomainError(
            _("Không tắt được việc nhắc chuyên viên về nhiệm vụ quá hạn của chính mình, và phải nhắc lại định kỳ."),
            code="own_overdue",
            status=400,
        )
    order = [audience.value for audience in Audience]
    late = sorted((rule for rule in rules if rule.anchor == Anchor.LATE and rule.is_active), key=lambda rule: rule.days)
    if [rule.audience for rule in late] != sorted((rule.audience for rule in late), key=order.index):
        raise DomainError(
            _("Bậc sau phải được báo muộn hơn bậc trước: chuyên viên, lãnh đạo đơn vị, theo dõi, lãnh đạo UBND."),
            code="ladder_order",
            status=400,
        )


def _said() -> dict[str, object]:
    ladder = LadderRule.objects.ladder()
    return {
        "rules": [
            f"{rule.anchor}/{rule.audience}: {rule.days}/{rule.urgent_days}/{rule.every or '-'}"
            f"{'' if rule.is_active else ' off'}"
            for rule in LadderRule.objects.order_by("anchor", "days", "pk")
        ],
        "pause_days": ladder.pause_days,
        "urgent_pause_days": ladder.urgent_pause_days,
        "acks_in_row": ladder.acks_in_row,
        "urgent_on_days_off": ladder.urgent_on_days_off,
    }

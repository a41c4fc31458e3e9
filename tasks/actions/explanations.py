"""What units answer to a leader's words, and whether the answer will do."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit, blobs, context
from accounts.errors import DomainError
from accounts.models import User
from tasks import policy_instructions
from tasks.actions import files
from tasks.actions.instruct import lock, note
from tasks.models import Instruction, InstructionAnswer, InstructionFile, InstructionKind, InstructionState
from tasks.notify import instructions as notify


@transaction.atomic
def answer(
    pk: int,
    *,
    actor: User,
    today: date,
    seen_version: int | None,
    words: str,
    is_final: bool = True,
    uploads: Sequence[files.Upload] = (),
) -> Instruction:
    """The unit answers. An instruction may be answered in between (`is_final` False) and then stays open.

    Raises:
        Refused, Stale: as every step.
        DomainError: no words, or a file that is refused.
    """
    row = lock(pk, seen_version)
    acting.require(policy_instructions.may_answer, actor, row, today=today)
    if not words.strip():
        raise DomainError(_("Hãy ghi nội dung trả lời."), code="words_required", status=400)
    final = is_final or row.kind == InstructionKind.EXPLAIN
    said = InstructionAnswer.objects.create(
        instruction=row,
        by=actor,
        membership_id=context.current().membership_id,
        at=timezone.now(),
        on=today,
        words=words.strip(),
        is_final=final,
    )
    kept = _keep(said, uploads)
    values: dict[str, object] = {"state": InstructionState.ANSWERED, "answered_on": today} if final else {}
    row.become(**values)
    note(row, "answer", actor=actor, today=today, words=words)
    notify.answered(said, actor=actor, today=today)
    after = {"words": said.words, "is_final": final, "files": [file.name for file in kept], "state": row.state}
    audit.record("instruction.answered", row, actor=actor, before={"state": InstructionState.OPEN}, after=after)
    return row


def _keep(said: InstructionAnswer, uploads: Sequence[files.Upload]) -> list[InstructionFile]:
    """The uploads that may be kept, the same content once."""
    if len(uploads) > files.FILES_PER_REPORT:
        words = _("Mỗi lần gửi tối đa %(most)s tệp.") % {"most": files.FILES_PER_REPORT}
        raise DomainError(words, code="too_many_files", status=400)
    unique = {checked.sha256: checked for checked in map(files.check, uploads)}
    blobs.hold(unique)
    return [_store(said, checked) for checked in unique.values()]


def _store(said: InstructionAnswer, checked: files.Checked) -> InstructionFile:
    row = InstructionFile(answer=said, name=checked.name, content_type=checked.content_type)
    files.put(row, checked)
    row.save()
    return row


@transaction.atomic
def accept(pk: int, *, actor: User, today: date, seen_version: int | None, words: str = "") -> Instruction:
    """The answer will do; the matter is closed.

    Raises:
        Refused, Stale: as every step.
    """
    row = lock(pk, seen_version)
    acting.require(policy_instructions.may_rule, actor, row, today=today)
    values = {"state": InstructionState.CLOSED, "closed_on": today, "closed_by": actor, "remark": words.strip()[:1000]}
    row.become(**values)
    note(row, "answer_accept", actor=actor, today=today, words=words)
    notify.ruled(row, _last(row), actor=actor, today=today)
    audit.record(
        "instruction.accepted",
        row,
        actor=actor,
        before={"state": InstructionState.ANSWERED},
        after={"state": row.state, "remark": row.remark},
    )
    return row


@transaction.atomic
def return_(
    pk: int, *, actor: User, today: date, seen_version: int | None, words: str, answer_by: date | None = None
) -> Instruction:
    """The answer will not do: the unit answers again, by a new day where one is given.

    Raises:
        Refused, Stale: as every step.
        DomainError: no reason, a day that is over, or an explanation whose day has passed and no new one.
    """
    row = lock(pk, seen_version)
    acting.require(policy_instructions.may_rule, actor, row, today=today)
    if not words.strip():
        raise DomainError(_("Hãy nêu lý do trả lại."), code="reason_required", status=400)
    limit = answer_by or row.answer_by
    if limit is not None and limit < today:
        raise DomainError(_("Hãy đặt hạn trả lời mới, từ hôm nay trở đi."), code="answer_past", status=400)
    said = _last(row)
    said.returned_on, said.return_words = today, words.strip()[:1000]
    said.save(update_fields=["returned_on", "return_words"])
    before = {"state": row.state, "answer_by": row.answer_by}
    row.become(state=InstructionState.OPEN, answered_on=None, answer_by=limit, returned_times=row.returned_times + 1)
    note(row, "answer_return", actor=actor, today=today, words=words)
    notify.ruled(row, said, actor=actor, today=today)
    after = {"state": row.state, "answer_by": limit, "reason": said.return_words}
    audit.record("instruction.returned", row, actor=actor, before=before, after=after)
    return row


def _last(row: Instruction) -> InstructionAnswer:
    """The answer under judgement."""
    return row.answers.filter(is_final=True).order_by("-pk")[0]

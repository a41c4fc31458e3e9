"""What a clerk says of a clause that gave no task: it is no duty, and the contrary."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.locking import locked
from accounts.models import User
from directives import points, policy
from directives.models import ClauseRuling, Directive
from directives.parsing.normalise import fold_space


@transaction.atomic
def rule_no_duty(
    directive_id: int, *, actor: User, today: date, path: str, span: tuple[int, int], note: str = ""
) -> ClauseRuling:
    """The clause `span` of the paper is no duty; saying it twice is saying it once.

    Raises:
        Refused: `actor` does not keep the registry.
        DomainError: `no_clause` when there are no words at that place any more.
    """
    acting.require(policy.may, actor, "rule_clauses", None, today=today)
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    words = directive.text[span[0] : span[1]]
    if not 0 <= span[0] < span[1] or not words.strip():
        raise DomainError(_("Không thấy điều khoản này trong văn bản; hãy tải lại trang."), code="no_clause")
    known = {"directive": directive, "path": path[:120], "digest": points.digest_of(words)}
    values = {"quote": fold_space(words)[:300], "note": note.strip()[:300], "decided_by": actor}
    row, is_new = ClauseRuling.objects.get_or_create(**known, defaults=values)
    if is_new:
        after = {"path": row.path, "quote": row.quote, "note": row.note}
        audit.record("directive.clause_ruled", directive, actor=actor, after=after)
    return row


@transaction.atomic
def unrule(ruling_id: int, *, actor: User, today: date) -> Directive:
    """The clause counts again.

    Raises:
        Refused: `actor` does not keep the registry.
        ClauseRuling.DoesNotExist: somebody was quicker.
    """
    acting.require(policy.may, actor, "rule_clauses", None, today=today)
    row = locked(ClauseRuling.objects.select_related("directive").filter(pk=ruling_id)).get()
    before = {"path": row.path, "quote": row.quote, "note": row.note, "decided_by": row.decided_by_id}
    row.delete()
    audit.record("directive.clause_unruled", row.directive, actor=actor, before=before)
    return row.directive

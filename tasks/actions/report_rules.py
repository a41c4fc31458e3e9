"""The city's rules about its own figures, as the administration enters them: ageing bands, weights of the index."""

from datetime import date
from typing import Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.errors import DomainError
from accounts.models import User
from accounts.policy import Decision
from tasks import policy_office
from tasks.models import AgeingRule, WeightRule

AGES: Final = ("valid_from", "edges", "source", "note")
WEIGHTS: Final = ("valid_from", "weights", "age_weights", "least_judged", "source", "note")
Rule = TypeVar("Rule", AgeingRule, WeightRule)


def may_edit(user: User, today: date) -> Decision:
    """As the rules for counting deadlines: the administration enters what the city has decided."""
    return policy_office.may(user, "keep_rules", today)


def set_ages(rule: AgeingRule, *, actor: User, today: date) -> AgeingRule:
    """Other ageing bands from a day on.

    Raises:
        Refused: not an administrator.
        DomainError: `day_gone`, a day before today has been reported already.
    """
    return _add(rule, AGES, "report.ages_set", actor=actor, today=today)


def set_weights(rule: WeightRule, *, actor: User, today: date) -> WeightRule:
    """Other weights of the discipline index from a day on.

    Raises:
        Refused: not an administrator.
        DomainError: `day_gone`, a day before today has been reported already.
    """
    return _add(rule, WEIGHTS, "report.weights_set", actor=actor, today=today)


@transaction.atomic
def _add(rule: Rule, columns: tuple[str, ...], verb: str, *, actor: User, today: date) -> Rule:
    acting.require(may_edit, actor, today=today)
    if rule.valid_from < today:
        sentence = _("Chỉ áp dụng được từ hôm nay trở đi: số liệu của ngày đã qua giữ cách tính của ngày đó.")
        raise DomainError(sentence, code="day_gone", status=400)
    rule.created_by = actor
    before = type(rule).on(rule.valid_from)
    rule.save(force_insert=True)
    was = {name: getattr(before, name) for name in columns} if before else {}
    audit.record(verb, rule, actor=actor, before=was, after={name: getattr(rule, name) for name in columns})
    return rule

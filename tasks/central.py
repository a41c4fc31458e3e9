"""Tasks of the Government and the Prime Minister: the city tracks and reports them apart.

A paper is theirs when one of them, or the Government Office on their behalf, issued it; by its issuer in the directory,
else by its number (`19/CT-TTg`, `07/NQ-CP`, `120/TB-VPCP`). A paper that implements such a one, directly or by way of
others, passes the duty on, so its tasks count too, even where the upper paper stands in no registry and is only cited.
QĐ 42/2014/QĐ-TTg as amended by QĐ 23/2018/QĐ-TTg has these tasks tracked down to who carries them out.
"""

from typing import Final

from django.db.models import Q
from django.db.models.expressions import RawSQL

from directives.parsing.types import Relation

GOVERNMENT: Final = ("chinh-phu", "thu-tuong", "vpcp")
"""Codes of the directory: the Government, the Prime Minister, the Government Office."""
NUMBERED: Final = r"(^|[/-])(CP|TTg|VPCP)(-|$)"
"""The body in a symbol: `NQ-CP`, `CT-TTg`, `TB-VPCP`, `VPCP-KTTH`."""
DEEPEST: Final = 6
"""Links followed upwards; the chain of a paper ends as deep."""

_PAPERS: Final = """
    WITH RECURSIVE passed_on (paper, depth) AS (
        SELECT d.id, 0 FROM directives_directive d LEFT JOIN accounts_organisation o ON o.id = d.issuer_id
        WHERE o.code = ANY(%s) OR (d.issuer_id IS NULL AND d.symbol ~ %s)
        UNION
        SELECT r.directive_id, 1 FROM directives_reference r WHERE r.relation = %s AND r.number_text ~ %s
        UNION
        SELECT r.directive_id, passed_on.depth + 1 FROM directives_reference r
        JOIN passed_on ON r.target_id = passed_on.paper
        WHERE r.relation = %s AND passed_on.depth < %s
    )
    SELECT paper FROM passed_on
"""


def of_government() -> Q:
    """Tasks given by the Government or the Prime Minister, directly or through papers that implement theirs."""
    relation = Relation.IMPLEMENTS.value
    values = (list(GOVERNMENT), NUMBERED, relation, NUMBERED, relation, DEEPEST)
    return Q(directive__in=RawSQL(_PAPERS, values))  # noqa: S611 - a constant text with parameters

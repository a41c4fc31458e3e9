"""What the clerk still has to say about a paper."""

from django.utils.translation import gettext as _

from directives.models import Directive


def missing(directive: Directive) -> list[str]:
    """What the clerk still has to say about the paper, one sentence each."""
    checks = [
        (directive.number_text or directive.unnumbered, _("Chưa có số, ký hiệu: hãy nhập, hoặc đánh dấu không có số.")),
        (directive.issued_on, _("Chưa có ngày ban hành: hãy nhập trước khi giao việc.")),
        (directive.issuer_name, _("Chưa có cơ quan ban hành: hãy nhập.")),
    ]
    return [sentence for value, sentence in checks if not value]

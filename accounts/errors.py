"""Errors a person is told of: one code for programs, one sentence for people."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """The base: `code` is stable, `str(error)` one Vietnamese sentence saying what to do, `status` the HTTP status."""

    code = "refused"
    status = 409

    def __init__(self, sentence: object, *, code: str = "", status: int = 0) -> None:
        super().__init__(str(sentence))
        self.code = code or self.code
        self.status = status or self.status


class Refused(DomainError):
    """The person may not do this; the sentence is the reason that also stands on the disabled button."""

    code = "forbidden"
    status = 403


class Stale(DomainError):
    """Somebody changed the row after the form was opened."""

    code = "stale"

    def __init__(self) -> None:
        super().__init__(
            _("Dữ liệu vừa được người khác thay đổi. Hãy xem lại nội dung mới rồi gửi lại; phần bạn đã nhập vẫn còn.")
        )

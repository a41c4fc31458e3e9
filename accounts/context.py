"""What is known of the request being served: its id, where it came from, the post its user acts under."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestContext:
    """`membership_id` is the post the user acts under, None outside a signed-in request.

    `chosen_id` is the post chosen in the session, where another one gave the right to what is being done.
    """

    request_id: str = ""
    address: str | None = None
    membership_id: int | None = None
    chosen_id: int | None = None


NOBODY = RequestContext()
_context: ContextVar[RequestContext] = ContextVar("request_context", default=NOBODY)

current = _context.get
enter = _context.set
leave = _context.reset


def current_request_id() -> str:
    """The id of the request being served, or an empty text."""
    return _context.get().request_id

"""Whether somebody may do something, always with the reason when not."""

from dataclasses import dataclass
from typing import Final

from accounts.errors import Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """Truthy when allowed; else `reason` is one sentence for tooltip, toast and API."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Do nothing when allowed.

        Raises:
            Refused: with the reason.
        """
        if not self.allowed:
            raise Refused(self.reason)


ALLOWED: Final = Decision(allowed=True)


def denied(reason: object) -> Decision:
    """A refusal with its reason."""
    return Decision(allowed=False, reason=str(reason))

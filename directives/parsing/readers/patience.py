"""How long pictures are read: a scan of hundreds of pages may not hold up everybody else's papers."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_SCANNED = 200
SECONDS = 360.0


@dataclass(slots=True)
class Patience:
    """Counts the seconds from when it was made, and keeps which pages had to be left out."""

    seconds: float = SECONDS
    began: float = field(default_factory=time.monotonic)
    skipped: list[int] = field(default_factory=list)

    def is_over(self) -> bool:
        """Whether the time for reading pictures is used up."""
        return time.monotonic() - self.began > self.seconds

    def skip(self, number: int) -> None:
        """Remember that page `number` (from 0) was not read."""
        self.skipped.append(number)

    def told(self) -> Iterator[str]:
        """The warning about pages that were left out."""
        if self.skipped:
            yield f"Từ trang {self.skipped[0] + 1} có ảnh quét chưa đọc vì tệp quá dài; hãy tách nhỏ rồi tải lên."

"""A clock that tests can move, shared by all processes of a scenario through one small file."""

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

_real = timezone.now


class Clock:
    """The office's clock: the real one plus what the file says, in seconds."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def now(self) -> datetime:
        """The time it is in the scenario."""
        return _real() + timedelta(seconds=float(self.file.read_text() or 0))

    def set(self, moment: datetime) -> None:
        """It is `moment` now, for every process that uses the file."""
        self._write((moment - _real()).total_seconds())

    def jump(self, **by: float) -> None:
        """Go forward by a time, given as `timedelta` takes it."""
        self._write(float(self.file.read_text()) + timedelta(**by).total_seconds())

    def _write(self, seconds: float) -> None:
        unfinished = self.file.with_suffix(".unfinished")
        unfinished.write_text(str(seconds))
        unfinished.replace(self.file)

    def install(self) -> None:
        """Let Django, and with it everything of ours, ask this clock."""
        timezone.now = self.now

    @staticmethod
    def uninstall() -> None:
        """Back to the real time."""
        timezone.now = _real

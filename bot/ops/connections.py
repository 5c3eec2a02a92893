"""Which channels are connected at the moment: what readiness and metrics go by."""

from __future__ import annotations

from collections.abc import Iterable


class Connections:
    """The state of each channel that should run, by its name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._connected = dict.fromkeys(names, False)
        self._times = dict.fromkeys(self._connected, 0)
        self._skipped = dict.fromkeys(self._connected, 0)

    def up(self, name: str) -> bool:
        """`name` is connected: questions can come. Whether that is news."""
        was_up, self._connected[name] = self._connected[name], True
        self._times[name] += not was_up
        return not was_up

    def down(self, name: str) -> bool:
        """`name` has lost its connection. Whether that is news."""
        was_up, self._connected[name] = self._connected[name], False
        return was_up

    def was_up(self, name: str) -> bool:
        """Whether `name` was connected at any time."""
        return self._times[name] > 0

    def skip(self, name: str) -> None:
        """`name` sent an event that could not be read."""
        self._skipped[name] += 1

    @property
    def states(self) -> dict[str, bool]:
        """Whether each is connected."""
        return dict(self._connected)

    @property
    def reconnects(self) -> dict[str, int]:
        """How often each was connected anew."""
        return {name: max(0, times - 1) for name, times in self._times.items()}

    @property
    def skipped(self) -> dict[str, int]:
        """How many events of each could not be read."""
        return dict(self._skipped)

"""Albums of groups: an album is for us when any of its pictures is, and they come one by one, without an end mark.

Who polls keeps them unacknowledged meanwhile, so nothing is lost with the process. A webhook has to acknowledge each
before it gets the next: a process that dies within those seconds loses the pictures that came before the caption.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channel import Letter

PATIENCE = 1.5  # s without another picture; then an album that was not for us will not be
MOST_KEPT = 1_000


@dataclass(slots=True)
class _Album:
    newest: float
    is_ours: bool = False
    is_over: bool = False
    held: dict[str, tuple[int, Letter]] = field(default_factory=dict)  # by name: the update's number, and the letter


class Albums:
    """Holds pictures back, in memory alone, until it is known whether their album is for us."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._albums: OrderedDict[str, _Album] = OrderedDict()

    def sorted_in(self, letter: Letter, number: int, is_addressed: bool) -> list[Letter]:
        """The letters that are to be kept now: none yet, or this one and all that were held back."""
        self._give_up()
        album = self._album(f"{letter.group} {letter.album}")
        album.is_ours |= is_addressed
        if not (album.is_ours or album.is_over) and letter.update not in album.held:
            album.held[letter.update] = (number, letter)
            album.newest = self._clock()
        if not album.is_ours:
            return []
        held = [each for _, each in album.held.values() if each.update != letter.update]
        album.held.clear()
        return [*held, letter]

    def first_held(self) -> int | None:
        """The lowest number of an update that is held back; it must not count as received yet."""
        self._give_up()
        return min((number for album in self._albums.values() for number, _ in album.held.values()), default=None)

    def _give_up(self) -> None:
        for album in self._albums.values():
            if album.held and self._clock() - album.newest > PATIENCE:
                album.is_over = True
                album.held.clear()

    def _album(self, name: str) -> _Album:
        album = self._albums.setdefault(name, _Album(self._clock()))
        self._albums.move_to_end(name)
        if len(self._albums) > MOST_KEPT:
            self._albums.popitem(last=False)
        return album

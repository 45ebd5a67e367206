"""Pictures and files on the page, by address. They stay in this process, and only their person can fetch them."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Response

MOST_BYTES = 256 * 1024 * 1024  # of everybody together; what was not looked at for longest goes first
FOREVER = "private, max-age=31536000, immutable"  # an address names its bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that can be fetched. `name` makes them a download."""

    content: bytes
    name: str | None = None


class Media:
    """Everything the page shows or hands out that is not a word."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes

    def put(self, person: str, content: bytes, name: str | None = None) -> str:
        """Keep a JPEG picture, or with a name a file, for one person. Returns its address on the page."""
        key = hashlib.sha256(content).hexdigest()
        if (person, key) not in self._kept:
            self._bytes += len(content)
        self._kept[person, key] = Kept(content, name)
        self._kept.move_to_end((person, key))
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.content)
        return f"/media/{key}"

    def get(self, person: str, key: str) -> Kept | None:
        """What lies at an address; None when this person has nothing there."""
        kept = self._kept.get((person, key))
        if kept:
            self._kept.move_to_end((person, key))
        return kept

    def at(self, person: str, addresses: Sequence[str]) -> tuple[bytes, ...]:
        """The contents of addresses that `put` returned, without those that are gone."""
        found = (self.get(person, address.removeprefix("/media/")) for address in addresses)
        return tuple(kept.content for kept in found if kept)

    def drop(self, person: str, addresses: Sequence[str]) -> None:
        """Forget what lies at these addresses."""
        for address in addresses:
            kept = self._kept.pop((person, address.removeprefix("/media/")), None)
            self._bytes -= len(kept.content) if kept else 0

    def forget(self, person: str) -> None:
        """Drop all that one person could fetch."""
        for key in [key for key in self._kept if key[0] == person]:
            self._bytes -= len(self._kept.pop(key).content)


def response_of(kept: Kept) -> Response:
    """A picture to show, or a file to save."""
    headers = {"Cache-Control": FOREVER}
    if kept.name is None:
        return Response(kept.content, media_type="image/jpeg", headers=headers)
    headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return Response(kept.content, media_type="application/octet-stream", headers=headers)

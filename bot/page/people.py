"""Who sits at the page. A name is enough: it keeps memories apart, it does not protect them."""

import unicodedata
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot.page.talks import CHANNEL
from core.errors import BadInput

COOKIE = "familiar_person"
LONGEST_NAME = 40
A_YEAR = 365 * 24 * 3600  # s


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in. `id` is the same for "Anna", "anna" and " ANNA "."""

    id: str  # "web:anna"
    name: str  # as it was typed


def person_called(name: str) -> Person:
    """The person with this name. Raises BadInput with a sentence when no letter or digit is in it."""
    shown = " ".join("".join(letter for letter in name if letter.isprintable()).split())[:LONGEST_NAME].strip()
    folded = unicodedata.normalize("NFKC", shown).casefold()
    slug = "-".join("".join(letter if letter.isalnum() else " " for letter in folded).split())
    if not slug:
        raise BadInput("Please type a name with at least one letter in it.")
    return Person(f"{CHANNEL}:{slug}", shown)


class Visitors:
    """Knows people again by a signed cookie."""

    def __init__(self, secret: str) -> None:
        self._seal = URLSafeSerializer(secret, salt="familiar person")

    def greet(self, response: Response, person: Person, *, secure: bool) -> None:
        """Let the browser that gets this response be this person."""
        response.set_cookie(
            COOKIE, self._seal.dumps(person.name), max_age=A_YEAR, httponly=True, samesite="lax", secure=secure
        )

    def part(self, response: Response) -> None:
        """Let the browser that gets this response be nobody."""
        response.delete_cookie(COOKIE)

    def known(self, request: HTTPConnection) -> Person | None:
        """Who this is; None without a cookie, or with one that we did not sign."""
        try:
            return person_called(str(self._seal.loads(request.cookies.get(COOKIE, ""))))
        except (BadSignature, BadInput):
            return None

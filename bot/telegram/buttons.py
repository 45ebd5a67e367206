"""Buttons: what they carry, and who may press them.

A button carries its value and a seal over the value and the account that may press it. The seal needs no memory, so a
button works after a restart; nobody can make one for somebody else's account.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from core.messages import Choice

A_ROW = 4  # buttons side by side, where their labels are short
SHORT = 14  # characters
_SEAL = 12  # characters; of the 64 bytes that Telegram carries, 40 are for the value


class Buttons:
    """Makes keyboards and reads what comes back of them."""

    def __init__(self, secret: str) -> None:
        """`secret` must outlive a restart."""
        self._key = hashlib.sha256(f"telegram buttons {secret}".encode()).digest()

    def keyboard(self, choices: Sequence[Choice], answered: str) -> InlineKeyboardMarkup | None:
        """A button for each choice; where a choice does not say who may press it, it is who is answered."""
        if not choices:
            return None
        buttons = [InlineKeyboardButton(c.label, callback_data=self._data(c, c.only or answered)) for c in choices]
        size = A_ROW if all(len(c.label) <= SHORT for c in choices) else 1
        return InlineKeyboardMarkup([buttons[at : at + size] for at in range(0, len(buttons), size)])

    def value(self, data: str, account: str) -> str | None:
        """The value of a button that this account may press; None for anybody else's."""
        seal, value = data[:_SEAL], data[_SEAL:]
        return value if hmac.compare_digest(seal.encode(), self._seal(value, account).encode()) else None

    def _data(self, choice: Choice, account: str) -> str:
        return self._seal(choice.value, account) + choice.value

    def _seal(self, value: str, account: str) -> str:
        digest = hmac.new(self._key, f"{account}\0{value}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode()[:_SEAL]

"""Buttons that only one account may press, and that outlive a restart: all they need is in their own id."""

import base64
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

from bot.discord.reading import account
from core.language import say, to_say
from core.messages import Choice

NOT_YOURS = to_say("That button is not yours.")
MOST_LABEL = 80

Interaction = discord.Interaction[Any]
Pressed = Callable[[Interaction, str], Awaitable[None]]
Speak = Callable[[Interaction], Awaitable[None]]  # has `say` answer whom an interaction comes from


class Seal:
    """Says by a button's id who may press it, without saying who that is."""

    def __init__(self, secret: str) -> None:
        """`secret` outlives a restart."""
        self._secret = secret.encode()

    def tag(self, value: str, person: str) -> str:
        """What nobody else could write beside this value."""
        mac = hmac.digest(self._secret, f"discord button\n{person}\n{value}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(mac[:12]).decode()

    def button(self, choice: Choice, person: str) -> ui.Button[Any]:
        """The button for a choice that is offered to a person."""
        tag = self.tag(choice.value, choice.only or person)
        return ui.Button(label=shortened(choice.label), custom_id=f"f{tag}:{choice.value}")

    def allows(self, tag: str, value: str, person: str) -> bool:
        """Whether this person may press it."""
        return hmac.compare_digest(tag.encode(), self.tag(value, person).encode())


def shortened(label: str) -> str:
    """A label that Discord takes."""
    return label if len(label) <= MOST_LABEL else label[: MOST_LABEL - 1] + "…"


def presses(seal: Seal, pressed: Pressed, speak: Speak) -> type[ui.DynamicItem[ui.Button[Any]]]:
    """What hears every button that `Seal.button` ever made; `pressed` gets those of the right person."""

    class Press(ui.DynamicItem[ui.Button[Any]], template=r"(?s)f(?P<tag>[\w-]{16}):(?P<value>.{1,60})"):
        def __init__(self, custom_id: str, tag: str, value: str) -> None:
            super().__init__(ui.Button(custom_id=custom_id))
            self.tag, self.value = tag, value

        @classmethod
        async def from_custom_id(cls, interaction: Interaction, item: ui.Item[Any], match: Any, /) -> "Press":
            return cls(match[0], match["tag"], match["value"])

        async def callback(self, interaction: Interaction) -> None:
            if seal.allows(self.tag, self.value, account(interaction.user.id)):
                await pressed(interaction, self.value)
            else:
                await speak(interaction)
                await interaction.response.send_message(say(NOT_YOURS), ephemeral=True)

    return Press

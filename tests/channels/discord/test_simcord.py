"""Behaviours on SimCord: the real client against somebody else's idea of what Discord permits."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import discord
import pytest

from bot.courier import Courier
from bot.letters import Letters
from core.messages import Choice, Picture, Reply
from tests.channels.discord.conftest import channel_on
from tests.channels.discord.mailbox import Mailbox
from tests.channels.discord.script import Script
from tests.channels.discord.server import Discord
from tests.fakes.chat import BELLA, MAX

pytestmark = pytest.mark.simcord(shard_count=1)

Env = Any  # simcord has no types


class Simulated:
    """A server with Anna and Bob in it, and a Familiar."""

    def __init__(self, env: Env, script: Script, mailbox: Mailbox) -> None:
        """Nothing was said."""
        self.env, self.script, self.mailbox = env, script, mailbox
        guild = env.create_guild()
        self.general = guild.create_text_channel("general")
        self.anna, self.bob = (guild.add_member(env.create_user(name)) for name in ("anna", "bob"))
        self.mention = f"<@{env.bot.user.id}> "

    async def settled(self) -> Any:
        """The newest message of the channel, once everything is answered."""
        await self.mailbox.quiet()
        await self.env.settle()
        return self.general.last_message


@dataclass
class Inside:
    """What the client talks to."""

    script: Script
    mailbox: Mailbox
    client: discord.Client


@pytest.fixture
async def inside(tmp_path: Path) -> Inside:
    """Not connected yet."""
    script, mailbox = Script(), Mailbox()
    channel = channel_on(Discord(), tmp_path, mailbox)

    async def never(old: str, new: str) -> None:
        raise AssertionError

    mailbox.courier = Courier(script, cast(Letters, mailbox), {"discord": channel}, never)
    return Inside(script, mailbox, channel.client(lambda line: None))


@pytest.fixture
def simcord_bot(inside: Inside) -> discord.Client:
    """For SimCord's own fixture."""
    return inside.client


@pytest.fixture
def simulated(simcord_env: Env, inside: Inside) -> Simulated:
    """Connected, menus told."""
    return Simulated(simcord_env, inside.script, inside.mailbox)


async def test_a_mention_with_a_photo_is_answered(simulated: Simulated) -> None:
    await simulated.anna.send(simulated.general, f"{simulated.mention}this is Max", attachments=[("max.jpg", MAX)])
    assert (await simulated.settled()).content == "heard: this is Max"
    assert simulated.script.last.attachments == (MAX,)


async def test_what_is_not_said_to_it_stays_unanswered(simulated: Simulated) -> None:
    sent = await simulated.bob.send(simulated.general, "this is Bella", attachments=[("bella.jpg", BELLA)])
    assert (await simulated.settled()).id == sent.id
    assert simulated.mailbox.letters == []


async def test_a_command_is_acknowledged_and_answered_for_one_person(simulated: Simulated) -> None:
    result = await simulated.anna.slash(simulated.general, "privacy")
    await simulated.settled()
    assert result.ephemeral
    assert result.response.content == "heard: /privacy"


async def test_a_command_brings_an_attachment(simulated: Simulated) -> None:
    await simulated.anna.slash(simulated.general, "remember", photo=("max.jpg", MAX), name="my dog Max")
    await simulated.settled()
    assert (simulated.script.last.text, simulated.script.last.attachments) == ("/remember my dog Max", (MAX,))


async def test_a_button_is_for_the_one_who_was_asked(simulated: Simulated) -> None:
    simulated.script.lines["forget Max"] = [Reply("Really?", choices=(Choice("Yes", "yes"), Choice("No", "no")))]
    await simulated.anna.send(simulated.general, f"{simulated.mention}forget Max")
    asked = await simulated.settled()
    refused = await simulated.bob.click(asked, label="Yes")
    assert refused.ephemeral
    pressed = await simulated.anna.click(asked, label="Yes")
    await simulated.settled()
    assert pressed.response.content == "heard: yes"


async def test_a_card_is_one_that_discord_takes(simulated: Simulated) -> None:
    pictures = (Picture(MAX, "Max"), Picture(BELLA, "Bella"))
    simulated.script.lines["who?"] = [Reply("I know 2:", pictures, (Choice("More", "more"),))]
    await simulated.anna.send(simulated.general, f"{simulated.mention}who?")
    assert "Bella" in str((await simulated.settled()).components[0].to_dict())


async def test_the_menu_opens_a_form_that_takes_more_photos(simulated: Simulated) -> None:
    posted = await simulated.bob.send(simulated.general, "my dog", attachments=[("max.jpg", MAX)])
    form = await simulated.anna.context_menu(simulated.general, "Teach this photo", posted)
    values = {"name": "my dog Max", "facts": "loves balls", "photos": [("bella.jpg", BELLA)]}
    handed_in = await simulated.anna.submit_modal(form, values)
    await simulated.settled()
    assert handed_in.response.content == "heard: /remember my dog Max, loves balls"
    assert simulated.script.last.attachments == (BELLA, MAX)


async def test_the_menu_asks_who_is_in_somebody_elses_photo(simulated: Simulated) -> None:
    posted = await simulated.bob.send(simulated.general, "my dog", attachments=[("max.jpg", MAX)])
    asked = await simulated.anna.context_menu(simulated.general, "Who is this?", posted)
    await simulated.settled()
    assert asked.response.content == "heard: who is this?"
    assert simulated.script.last.quoted == (MAX,)


async def test_a_forwarded_photo_is_looked_at(simulated: Simulated) -> None:
    posted = await simulated.bob.send(simulated.general, "my dog", attachments=[("max.jpg", MAX)])
    private = simulated.anna.user.dm_channel
    await simulated.anna.forward(posted, private)
    await simulated.settled()
    assert simulated.script.last.attachments == (MAX,)


async def test_an_edit_and_a_deletion_are_noticed(simulated: Simulated) -> None:
    said = await simulated.anna.send(simulated.general, f"{simulated.mention}who is Mx?")
    await simulated.settled()
    await simulated.anna.edit(said, f"{simulated.mention}who is Max?")
    await simulated.settled()
    assert (simulated.script.last.text, simulated.script.last.edits) == ("who is Max?", str(said.id))
    await simulated.anna.delete(said)
    await simulated.settled()
    assert simulated.script.last.withdraws == str(said.id)

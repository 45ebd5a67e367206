"""What only Discord has, from the event to the answer: on a real PostgreSQL, with the conversation on its fakes."""

from collections.abc import AsyncGenerator

import psycopg
import pytest

from tests.channels.discord.stage import DiscordStage, DiscordTalker, discord_stage
from tests.fakes.chat import MAX, MAYBE_MAX

pytestmark = pytest.mark.postgres


@pytest.fixture
async def stage(database_url: str) -> AsyncGenerator[DiscordStage]:
    """Nobody has said anything."""
    async with discord_stage(database_url) as stage:
        yield stage


def weeks_pass(url: str) -> int:
    """All that the inbox remembers gets old and is let go of; how much that was."""
    with psycopg.connect(url) as connection:
        return connection.execute("DELETE FROM inbox WHERE answered IS NOT NULL").rowcount


def letters(url: str) -> list[str]:
    """The updates that the inbox remembers."""
    with psycopg.connect(url) as connection:
        return [str(row[0]) for row in connection.execute("SELECT update FROM inbox ORDER BY number")]


@pytest.fixture(params=["in private", "in a server"])
def anna(request: pytest.FixtureRequest, stage: DiscordStage) -> DiscordTalker:
    """Somebody who speaks here."""
    return stage.person("anna") if request.param == "in private" else stage.group("friends", "anna")["anna"]


async def test_a_message_that_is_deleted_weeks_later_takes_back_what_it_taught(
    stage: DiscordStage, anna: DiscordTalker, database_url: str
) -> None:
    assert "this is your dog Max" in (await anna.say("this is my dog Max, he loves balls", MAX)).text
    assert weeks_pass(database_url) == 1
    await stage.restart()
    deleted = await anna.delete()
    await stage.accepted(f"{deleted['id']}:deleted")
    assert "I took back what it taught me about Max" in (await anna.hear()).text
    assert "know anybody" in (await anna.say("/who")).text


async def test_a_message_that_taught_nothing_is_deleted_weeks_later_without_a_trace(
    anna: DiscordTalker, database_url: str
) -> None:
    await anna.say("who is this?", MAX)
    assert weeks_pass(database_url) == 1
    await anna.delete()
    assert await anna.heard_nothing()
    assert letters(database_url) == []


async def test_what_was_taught_weeks_ago_and_is_edited_is_asked_about_first(
    anna: DiscordTalker, database_url: str
) -> None:
    await anna.say("this is my dog Max", MAX)
    assert weeks_pass(database_url) == 1
    asked = await anna.edit("this is my dog Rex")
    assert "Shall I take back the old and learn the new?" in asked.text
    await anna.press(asked, "Yes, learn the new")
    known = (await anna.say("/who")).text
    assert "Rex" in known
    assert "Max" not in known


async def test_a_choice_of_language_is_followed_at_once_by_what_is_said_outside_of_a_conversation(
    stage: DiscordStage,
) -> None:
    anna, bob = stage.group("friends", "anna", "bob").values()
    await anna.say("this is my dog Max", MAX)
    doubt = await anna.say("who is this?", MAYBE_MAX)
    assert await bob.poke(doubt, "Yes") == "That button is not yours."
    await bob.say("/language de")
    assert await bob.poke(doubt, "Yes") == "Dieser Knopf ist nicht für dich."
    await bob.say("/language en")
    stage.discord.locale = "fr"
    assert await bob.poke(doubt, "Yes") == "That button is not yours."

"""settings -> adapters -> Conversation: the one place where everything meets."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.adapters.consents import PostgresConsents
from core.adapters.database import Database, open_database
from core.adapters.detection import load_detector
from core.adapters.embedded import embedded_postgres, migrate
from core.adapters.history import PostgresHistory
from core.adapters.in_process import TransformersGenerator
from core.adapters.open_clip import load_encoder
from core.adapters.people import PostgresPeople
from core.adapters.postgres import PostgresConcepts
from core.adapters.vllm import vllm_generator
from core.conversation import Conversation
from core.errors import StalePrompt
from core.people import Doors
from core.ports import Generator, Ports
from core.prompt import fingerprint
from core.settings import Settings

log = logging.getLogger(__name__)

Say = Callable[[str], None]

POCKET_NOTICE = (
    "I'm running on my pocket models: they know drawn pictures like the samples here, and nothing of real photos. "
    "To use real ones, set GENERATOR_URL, ENCODER and DETECTOR; the README tells how."
)


@asynccontextmanager
async def open_conversation(settings: Settings, say: Say) -> AsyncGenerator[Conversation]:
    """A conversation on these settings, with everything it needs opened, and closed again at the end.

    `say` gets a line before each step that takes a while. Raises Refusal with one line when Familiar can't start.
    """
    async with open_ports(settings, say) as ports:
        yield Conversation(ports, doors_of(settings))


def doors_of(settings: Settings) -> Doors:
    """Who may come in, and how much a day."""
    return Doors(
        settings.access_private,
        settings.access_groups,
        settings.allowed,
        settings.admins,
        settings.messages_per_day,
        settings.answers_per_day,
    )


@asynccontextmanager
async def open_ports(settings: Settings, say: Say) -> AsyncGenerator[Ports]:
    """The adapters alone, for admin commands and the trainer's evaluation. Raises as `open_conversation` does."""
    async with open_installation(settings, say) as installation:
        yield installation.ports


@dataclass(frozen=True, slots=True)
class Installation:
    """All that the settings name, opened: what a conversation needs, and the database for what goes on around it."""

    ports: Ports
    database: Database
    url: str = field(repr=False)  # of the database; it may hold a password


@asynccontextmanager
async def open_installation(settings: Settings, say: Say) -> AsyncGenerator[Installation]:
    """Everything on these settings, opened, and closed again at the end. Raises as `open_conversation` does."""
    async with AsyncExitStack() as stack:
        database, url = await stack.enter_async_context(open_store(settings, say))
        say(f"eyes: {settings.encoder} and {settings.detector}")
        encoder = await asyncio.to_thread(load_encoder, settings.encoder)
        detector = await asyncio.to_thread(load_detector, settings.detector)
        generator = await stack.enter_async_context(_generator(settings, say))
        stores = (PostgresConcepts(database), PostgresHistory(database))
        ports = Ports(encoder, detector, generator, *stores, PostgresPeople(database), PostgresConsents(database))
        yield Installation(ports, database, url)


@asynccontextmanager
async def open_store(settings: Settings, say: Say) -> AsyncGenerator[tuple[Database, str]]:
    """The migrated database alone and its URL, for what needs no model. Raises Refusal when there is none."""
    async with AsyncExitStack() as stack:
        url = settings.database_url
        if not url:
            say(f"database: starting the embedded PostgreSQL in {settings.data}")
            url = await stack.enter_async_context(embedded_postgres(settings.data / "postgres"))
        say("database: migrations")
        await migrate(url)
        yield await stack.enter_async_context(open_database(url)), url


@asynccontextmanager
async def _generator(settings: Settings, say: Say) -> AsyncGenerator[Generator]:
    if settings.generator_url:
        say(f"voice: {settings.generator_model} at {settings.generator_url}")
        async with vllm_generator(settings.generator_url, settings.generator_model, settings.generator_key) as served:
            yield served
        return
    say(f"voice: {settings.generator_model}, in this process")
    refuse_stale_prompt(Path(settings.generator_model))
    yield await TransformersGenerator.load(settings.generator_model)


def refuse_stale_prompt(folder: Path) -> None:
    """Raises StalePrompt when a model of ours was trained on other prompts than those written now.

    A model without a recipe beside it is somebody else's and reads any prompt.
    """
    recipe = folder / "recipe.json"
    if not recipe.is_file():
        return
    trained_on = json.loads(recipe.read_text()).get("fingerprint")
    if trained_on and trained_on != fingerprint():
        raise StalePrompt(f"{folder} was trained on prompts {trained_on}, this version writes {fingerprint()}")

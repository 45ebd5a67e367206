"""settings -> adapters -> Conversation: the one place where everything meets."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from core.adapters.database import open_database
from core.adapters.detection import load_detector
from core.adapters.embedded import embedded_postgres, migrate
from core.adapters.history import PostgresHistory
from core.adapters.in_process import TransformersGenerator
from core.adapters.open_clip import load_encoder
from core.adapters.postgres import PostgresConcepts
from core.adapters.vllm import vllm_generator
from core.conversation import Conversation
from core.errors import StalePrompt
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
        yield Conversation(ports)


@asynccontextmanager
async def open_ports(settings: Settings, say: Say) -> AsyncGenerator[Ports]:
    """The adapters alone, for admin commands and the trainer's evaluation. Raises as `open_conversation` does."""
    async with AsyncExitStack() as stack:
        url = settings.database_url
        if not url:
            say(f"database: starting the embedded PostgreSQL in {settings.data}")
            url = await stack.enter_async_context(embedded_postgres(settings.data / "postgres"))
        say("database: migrations")
        await migrate(url)
        database = await stack.enter_async_context(open_database(url))
        say(f"eyes: {settings.encoder} and {settings.detector}")
        encoder = await asyncio.to_thread(load_encoder, settings.encoder)
        detector = await asyncio.to_thread(load_detector, settings.detector)
        generator = await stack.enter_async_context(_generator(settings, say))
        yield Ports(encoder, detector, generator, PostgresConcepts(database), PostgresHistory(database))


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

"""One process: the conversation, and the channels on top of it."""

import asyncio
import re
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import APIRouter

from bot import web
from bot.courier import Courier
from bot.inbox import open_inbox
from bot.languages import Languages
from bot.supervision import side_by_side
from core.adapters.sweeping import keep_sweeping
from core.concepts import memory_of
from core.conversation import Conversation
from core.errors import Refusal
from core.paths.menu import menus
from core.settings import Settings
from core.wiring import POCKET_NOTICE, Installation, doors_of, open_installation

Say = Callable[[str], None]

_SECRET = re.compile(rb"[\w-]{43}")
_NOBODY = memory_of("nobody")  # whose memory /readyz looks into; it is always empty


async def serve(settings: Settings, say: Say) -> None:
    """Serve every channel that is switched on until Ctrl-C or SIGTERM. Raises Refusal when Familiar can't start."""
    web.check_address(settings.host, settings.port, has_token=settings.token is not None)
    secret = await asyncio.to_thread(secret_in, settings.data)
    async with open_installation(settings, say) as installation:
        ports = installation.ports
        conversation = Conversation(ports, doors_of(settings))

        async def ready() -> None:
            await ports.concepts.all(_NOBODY)

        async with (
            side_by_side({"The sweeper": lambda: keep_sweeping(installation.database)}, say),
            channels(settings, installation, conversation, secret, say) as routers,
        ):
            app = web.create_app(
                conversation,
                secret=secret,
                token=settings.token.get_secret_value() if settings.token else None,
                notice=POCKET_NOTICE if settings.is_pocket else None,
                ready=ready,
                routers=routers,
            )
            await web.serve(app, settings.host, settings.port, lambda url: say(f"ready: {url}  (Ctrl-C stops it)"))
    say("stopped")


@asynccontextmanager
async def channels(
    settings: Settings, installation: Installation, conversation: Conversation, secret: str, say: Say
) -> AsyncGenerator[list[APIRouter]]:
    """The apps that have a token, until the block ends; what the page's server serves for them.

    One that fails is started again by itself; one whose token is wrong gets a line, and the others go on.
    """
    if not (settings.telegram_token or settings.discord_token):
        yield []
        return
    # Loaded only where they are used: nobody who wants the page alone should wait for two more libraries.
    from bot.discord_bot import DiscordChannel
    from bot.telegram_bot import Telegram

    people = installation.ports.people
    languages = Languages(people.language)
    async with open_inbox(installation.database, installation.url) as inbox:
        apps: list[Telegram | DiscordChannel] = []
        if settings.telegram_token:
            apps.append(Telegram(settings, inbox, people.group, languages, secret, menus=menus()))
        if settings.discord_token:
            described = {language: [(c.name, c.description) for c in menu] for language, menu in menus().items()}
            taught = conversation.taught
            apps.append(DiscordChannel(settings, inbox, people.group, taught, languages, secret, menus=described))
        courier = Courier(conversation, inbox.letters, {app.name: app for app in apps}, people.move)
        runs = {app.name.title(): partial(app.run, say) for app in apps}
        runs["The inbox"] = partial(inbox.run, courier.answer)
        async with side_by_side(runs, say):
            yield [app.router() for app in apps if isinstance(app, Telegram)]


def secret_in(folder: Path) -> str:
    """What signs the page's cookies: made at the first start, kept in the data folder, readable by its owner alone.

    Raises Refusal when the folder can't be written.
    """
    path = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = path.read_bytes() if path.exists() else b""
        if _SECRET.fullmatch(kept):
            return kept.decode()
        return _new_secret(path)  # one that is damaged only signs everybody out
    except OSError as error:
        raise Refusal(f"Can't keep anything in {folder}: {error.strerror}.") from error


def _new_secret(path: Path) -> str:
    fresh, secret = path.with_name("secret.new"), secrets.token_urlsafe(32)
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(secret)
    fresh.replace(path)  # whole or not at all, also on a full disk
    return secret

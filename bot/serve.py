"""One process: the conversation, and the channels on top of it."""

import asyncio
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from bot import web
from core.concepts import memory_of
from core.conversation import Conversation
from core.errors import Refusal
from core.settings import Settings
from core.wiring import POCKET_NOTICE, open_ports

Say = Callable[[str], None]

_SECRET = re.compile(rb"[\w-]{43}")
_NOBODY = memory_of("nobody")  # whose memory /readyz looks into; it is always empty


async def serve(settings: Settings, say: Say) -> None:
    """Serve every channel that is switched on until Ctrl-C or SIGTERM. Raises Refusal when Familiar can't start."""
    secret = await asyncio.to_thread(secret_in, settings.data)
    async with open_ports(settings, say) as ports:

        async def ready() -> None:
            await ports.concepts.all(_NOBODY)

        app = web.create_app(
            Conversation(ports),
            secret=secret,
            token=settings.token.get_secret_value() if settings.token else None,
            notice=POCKET_NOTICE if settings.is_pocket else None,
            ready=ready,
        )
        await web.serve(app, settings.host, settings.port, lambda url: say(f"ready: {url}  (Ctrl-C stops it)"))
    say("stopped")


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

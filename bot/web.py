"""The page: chat, gallery and cards (NiceGUI on FastAPI), and what a browser or a load balancer asks besides."""

import asyncio
import errno
import hashlib
import ipaddress
import signal
import socket
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from nicegui import ui

from bot.page.endpoints import MOST_REQUEST, Ready, routes
from bot.page.guard import Guard
from bot.page.layout import Tab
from bot.page.media import Media
from bot.page.people import Visitors
from bot.page.plain import sign_in_page
from bot.page.room import Rooms
from bot.page.samples import samples_of
from bot.page.talks import Samples, Talks
from core.errors import Refusal

STATIC = Path(__file__).parent / "page" / "static"
STYLES = ("style.css", "chat.css", "composer.css", "gallery.css")
COMES_BACK = 60.0  # s; how long a tab that lost its connection finds everything as it was


async def _always() -> None:
    """Ready as soon as there is an answer at all."""


def create_app(
    talks: Talks,
    *,
    secret: str,
    token: str | None = None,
    notice: str | None = None,
    samples: Samples = samples_of,
    ready: Ready = _always,
    routers: Sequence[APIRouter] = (),
) -> FastAPI:
    """The page on top of a conversation. NiceGUI keeps one page per process: call it once.

    `secret` signs the cookies and must outlive a restart. `token` opens the page to other machines; without one it
    answers to localhost only. `notice` is one plain sentence shown above the chat. `ready` raises Outage when Familiar
    can't answer. Further `routers` go before the page, which takes every address that is left, and guard themselves.
    """
    app = FastAPI(title="Familiar", docs_url=None, redoc_url=None, openapi_url=None, max_body_size=MOST_REQUEST)
    app.state.has_token = bool(token)
    media, visitors = Media(), Visitors(secret)
    rooms = Rooms(talks, media)
    for router in (routes(rooms, media, visitors, ready), *routers):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    _add_page(app, rooms, visitors, samples, notice)
    hooks = [route.path for router in routers for route in router.routes if isinstance(route, APIRoute)]
    app.add_middleware(Guard, token=token, secret=secret, hooks=hooks)
    return app


def _add_page(app: FastAPI, rooms: Rooms, visitors: Visitors, samples: Samples, notice: str | None) -> None:
    head = _head_html()

    @ui.page("/", title="Familiar", dark=None)
    async def page(request: Request) -> Response | None:
        person = visitors.known(request)
        if person is None:
            return HTMLResponse(sign_in_page())
        room = rooms.of(person)
        await room.open()
        ui.add_head_html(head)
        tab = Tab(room, samples(), notice)
        ui.context.client.on_delete(room.watch(tab))
        return None

    ui.run_with(
        app,
        title="Familiar",
        favicon=STATIC / "face.svg",
        viewport="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content",
        tailwind=False,
        reconnect_timeout=COMES_BACK,
        show_welcome_message=False,
    )


def _unsaid(_: str) -> None:
    """Nobody wants to know."""


def check_address(host: str, port: int, *, has_token: bool) -> None:
    """Raise the Refusal of `serve` before there is a page, so that nobody waits for the models to read it."""
    _check_reach(host, has_token)
    _taken(host, port).close()


async def serve(app: FastAPI, host: str, port: int, listening: Callable[[str], None] = _unsaid) -> None:
    """Serve the page until Ctrl-C or SIGTERM, then let go of every connection. Port 0 takes a free one.

    `listening` is called with the page's address once it is ours. Raises Refusal when it is somebody else's, or when
    other machines can reach it while the page has no token.
    """
    _check_reach(host, app.state.has_token)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # its lines would hold the token
        timeout_graceful_shutdown=2,
        timeout_keep_alive=75,  # longer than proxies keep theirs, so that none of them finds a closed one
        server_header=False,
    )
    with _taken(host, port) as taken:
        listening(f"http://{f'[{host}]' if ':' in host else host}:{taken.getsockname()[1]}")
        server = _Server(config)
        with _stopping(server):
            await server.serve(sockets=[taken])


class _Server(uvicorn.Server):
    """uvicorn, which leaves signals to us: at its end it would raise them again, before what is around it is closed."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@contextmanager
def _stopping(server: uvicorn.Server) -> Generator[None]:
    """Let Ctrl-C and SIGTERM end the server, and nothing else. A second Ctrl-C does not wait for connections."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.handle_exit, number, None)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def _taken(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as undo:
            taken = undo.enter_context(socket.socket(family, kind, proto))
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(address)
            taken.listen()  # from here on nobody is turned away: who comes early waits
            undo.pop_all()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refusal(f"Port {port} is taken: stop what runs there, or set FAMILIAR_PORT to another.") from error
        raise Refusal(f"Can't listen on {host}, port {port}: {error.strerror}.") from error
    return taken


def _check_reach(host: str, has_token: bool) -> None:
    if not has_token and not _is_loopback(host):
        raise Refusal(f"{host} can be reached by others: set FAMILIAR_TOKEN, or listen on 127.0.0.1.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _head_html() -> str:
    """The theme before anything is painted, then the styles, each with a mark that changes with its content."""
    links = "".join(f'<link rel="stylesheet" href="/static/{name}?{_mark(name)}">' for name in STYLES)
    return f'<script src="/static/page.js?{_mark("page.js")}"></script>{links}'


def _mark(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]

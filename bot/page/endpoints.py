"""What the page fetches and sends besides its live connection: signing in, messages, pictures, probes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from bot.page.entries import Saying
from bot.page.media import Media, response_of
from bot.page.people import Person, Visitors, person_called
from bot.page.plain import sign_in_page
from bot.page.room import Rooms
from bot.page.talks import MOST_PHOTOS
from core.errors import BadInput, Outage
from core.photos import MOST_BYTES

MOST_REQUEST = MOST_PHOTOS * MOST_BYTES + 2**20  # bytes
PATIENCE = 5  # s; a probe that waits longer is a no

Ready = Callable[[], Awaitable[None]]  # raises Outage when Familiar can't answer now


def routes(rooms: Rooms, media: Media, visitors: Visitors, ready: Ready) -> APIRouter:
    """Every route that is not a NiceGUI page."""
    router = APIRouter()
    router.include_router(_door(visitors))
    router.include_router(_post_box(rooms, media, visitors))
    router.include_router(_probes(ready))
    return router


def _door(visitors: Visitors) -> APIRouter:
    router = APIRouter()

    @router.post("/sign-in")
    async def sign_in(request: Request, name: Annotated[str, Form()] = "") -> Response:
        try:
            person = person_called(name)
        except BadInput as sentence:
            return HTMLResponse(sign_in_page(str(sentence)), 400)
        response = RedirectResponse("/", 303)
        visitors.greet(response, person, secure=request.url.scheme == "https")
        return response

    @router.post("/sign-out")
    async def sign_out() -> Response:
        response = RedirectResponse("/", 303)
        visitors.part(response)
        return response

    return router


def _post_box(rooms: Rooms, media: Media, visitors: Visitors) -> APIRouter:
    router = APIRouter()

    def person_of(request: Request) -> Person:
        person = visitors.known(request)
        if person is None:
            raise HTTPException(401)
        return person

    @router.post("/messages", status_code=202)
    async def say(request: Request) -> Response:
        person = visitors.known(request)
        if person is None:
            return _sentence("You are signed out. Please reload the page.", 401)
        if _size(request) > MOST_REQUEST:
            return _sentence("That is too much at once. Please send fewer or smaller photos.", 413)
        room = rooms.of(person)
        async with request.form(max_files=MOST_PHOTOS, max_part_size=2**20) as form:
            photos = [part for part in form.getlist("photos") if isinstance(part, UploadFile)]
            if any((photo.size or 0) > MOST_BYTES for photo in photos):
                return _sentence("One of these has more than 20 MB. Please send a smaller one.", 413)
            saying = Saying(
                update=str(form.get("update", "")),
                text=str(form.get("text", "")),
                photos=tuple([await photo.read() for photo in photos]),
                quoted=room.pictures_of(str(form.get("quoted", ""))),
            )
        if not saying.update or not (saying.text or saying.photos):
            return _sentence("There was nothing in that message.", 400)
        room.say(saying)
        return Response(status_code=202)

    @router.get("/media/{key}")
    async def fetch(key: str, person: Annotated[Person, Depends(person_of)]) -> Response:
        kept = media.get(person.id, key)
        if kept is None:
            raise HTTPException(404)
        return response_of(kept)

    return router


def _probes(ready: Ready) -> APIRouter:
    router = APIRouter()

    @router.get("/livez")
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz() -> Response:
        try:
            async with asyncio.timeout(PATIENCE):
                await ready()
        except (Outage, TimeoutError) as problem:
            return JSONResponse({"status": "not ready", "why": type(problem).__name__}, 503)
        return JSONResponse({"status": "ready"})

    return router


def _sentence(sentence: str, status: int) -> Response:
    return JSONResponse({"sentence": sentence}, status)


def _size(request: Request) -> int:
    """What the browser says it sends; one that does not say is not one of ours."""
    declared = request.headers.get("content-length", "")
    return int(declared) if declared.isdecimal() else MOST_REQUEST + 1

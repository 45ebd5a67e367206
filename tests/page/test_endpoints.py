"""What the page fetches and sends, asked for directly."""

import io
from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.page.endpoints import MOST_REQUEST, routes
from bot.page.media import Media
from bot.page.people import COOKIE, Visitors
from bot.page.room import Rooms
from bot.page.samples import samples_of
from core.errors import StoreDown
from core.photos import MOST_BYTES, read_photo
from tests.page.scripted import Scripted


async def ready() -> None:
    """As ready as can be."""


async def down() -> None:
    raise StoreDown("pulled by the test")


def client(ready: Callable[[], Awaitable[None]] = ready, secret: str = "s") -> TestClient:
    media = Media()
    app = FastAPI()
    app.include_router(routes(Rooms(Scripted(), media), media, Visitors(secret), ready))
    return TestClient(app, follow_redirects=False)


def signed_in(name: str = "Anna") -> TestClient:
    visitor = client()
    visitor.post("/sign-in", data={"name": name})
    return visitor


def test_it_is_ready_when_what_it_needs_is() -> None:
    assert client().get("/livez").json() == {"status": "alive"}
    assert client().get("/readyz").status_code == 200
    answer = client(down).get("/readyz")
    assert (answer.status_code, answer.json()["why"]) == (503, "StoreDown")
    assert client(down).get("/livez").status_code == 200


def test_a_cookie_that_we_did_not_sign_is_nobody() -> None:
    honest, forger = signed_in(), client(secret="another")
    assert honest.post("/messages", data={"update": "1", "text": "say hi"}).status_code == 202
    forger.cookies.set(COOKIE, honest.cookies[COOKIE])
    answer = forger.post("/messages", data={"update": "1", "text": "say hi"})
    assert (answer.status_code, answer.json()["sentence"]) == (401, "You are signed out. Please reload the page.")
    assert forger.get("/media/abc").status_code == 401


def test_a_photo_over_the_limit_gets_a_sentence_and_is_not_kept() -> None:
    huge = io.BytesIO(bytes(MOST_BYTES + 1))
    answer = signed_in().post("/messages", data={"update": "1"}, files={"photos": ("huge.jpg", huge)})
    assert answer.status_code == 413
    assert "more than 20 MB" in answer.json()["sentence"]


def test_a_message_over_the_limit_is_refused_unread() -> None:
    answer = signed_in().post("/messages", content=b"", headers={"Content-Length": str(MOST_REQUEST + 1)})
    assert (answer.status_code, "too much at once" in answer.json()["sentence"]) == (413, True)
    assert signed_in().post("/messages", content=iter([b"unsized"])).status_code == 413


@pytest.mark.parametrize("form", [{}, {"update": "1"}, {"text": "say hi"}, {"update": "1", "quoted": "nothing"}])
def test_a_message_with_nothing_in_it_gets_a_sentence(form: dict[str, str]) -> None:
    answer = signed_in().post("/messages", data=form)
    assert (answer.status_code, answer.json()["sentence"]) == (400, "There was nothing in that message.")


def test_a_problem_with_a_name_is_escaped_and_a_name_is_remembered() -> None:
    visitor = client()
    assert visitor.post("/sign-in", data={"name": "<>"}).status_code == 400
    answer = visitor.post("/sign-in", data={"name": "<Anna>"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    visitor.post("/sign-out")
    assert COOKIE not in visitor.cookies


def test_the_samples_that_come_along_are_pictures_with_words() -> None:
    samples = samples_of()
    assert len(samples) >= 4
    for sample in samples:
        assert read_photo(sample.jpeg).width >= 224
        assert sample.title
        assert sample.words

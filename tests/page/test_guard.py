"""The guard alone, around an app that lets everybody in."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.page.guard import COOKIE, Guard

TOKEN = "open-sesame"
HERE = "http://127.0.0.1:8080"


async def inside(request: Request) -> Response:
    return PlainTextResponse("inside")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


def client(token: str | None = None, *, base: str = HERE, secret: str = "s") -> TestClient:
    routes = [Route("/{path:path}", inside, methods=["GET", "POST"]), WebSocketRoute("/ws", socket)]
    return TestClient(Guard(Starlette(routes=routes), token, secret), base_url=base, follow_redirects=False)


def test_localhost_is_let_in_by_each_of_its_names() -> None:
    for host in ("127.0.0.1:8080", "localhost:8080", "localhost", "[::1]:8080"):
        assert client(base=f"http://{host}").get("/").text == "inside"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8080", "", "[::1"])
def test_a_site_that_points_its_name_at_this_machine_is_turned_away(host: str) -> None:
    answer = client().get("/", headers={"Host": host})
    assert answer.status_code == 403
    assert "inside" not in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "http://[::1"])
def test_what_another_site_sends_is_turned_away(origin: str) -> None:
    assert client().post("/messages", headers={"Origin": origin}).status_code == 403
    with pytest.raises(WebSocketDisconnect), client().websocket_connect("/ws", headers={"Origin": origin}):
        pass


def test_our_own_page_may_send_and_connect() -> None:
    assert client().post("/messages", headers={"Origin": HERE}).text == "inside"
    with client().websocket_connect("/ws", headers={"Origin": HERE, "Host": "127.0.0.1:8080"}):
        pass


def test_without_the_token_nothing_is_inside_but_what_the_door_needs() -> None:
    outside = client(TOKEN, base="http://familiar.example")
    for path in ("/", "/media/abc", "/_nicegui_ws/socket.io", "/static/../media/abc"):
        assert outside.get(path).status_code == 401
    assert outside.get("/static/style.css").text == "inside"
    with pytest.raises(WebSocketDisconnect), outside.websocket_connect("/ws"):
        pass


def test_the_token_becomes_a_cookie_that_does_not_hold_it() -> None:
    visitor = client(TOKEN, base="https://familiar.example")
    answer = visitor.get(f"/some/page?token={TOKEN}&x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/some/page?x=1")
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=lax"))
    assert visitor.get("/").text == "inside"


def test_another_token_makes_old_cookies_worthless() -> None:
    old = client(TOKEN)
    old.get(f"/?token={TOKEN}")
    for other in (client("another"), client(TOKEN, secret="another")):
        other.cookies.set(COOKIE, old.cookies[COOKIE])
        assert other.get("/").status_code == 401


@pytest.mark.parametrize("token", ["", "open-sesam", "open-sesame ", "öpen-sesame"])
def test_a_wrong_token_stays_outside(token: str) -> None:
    assert client(TOKEN).get("/", params={"token": token}).status_code == 401


def test_an_empty_token_is_none() -> None:
    assert client("", base="http://familiar.example").get("/").status_code == 403


def test_the_token_never_leads_to_another_site() -> None:
    answer = client(TOKEN).get(f"{HERE}//evil.example/?token={TOKEN}")
    assert answer.headers["location"] == "/evil.example/"


def test_probes_need_no_token() -> None:
    assert client(TOKEN).get("/livez").text == "inside"
    assert client(TOKEN, base="http://10.0.0.7").get("/readyz").text == "inside"


def test_every_answer_keeps_browsers_careful() -> None:
    for answer in (client().get("/"), client(TOKEN).get("/")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("token", [None, TOKEN])
def test_a_hook_is_open_to_other_machines_and_nothing_beside_it_is(token: str | None) -> None:
    guard = Guard(Starlette(routes=[Route("/{path:path}", inside, methods=["GET", "POST"])]), token, "s", ["/hook"])
    outside = TestClient(guard, base_url="https://familiar.example")
    assert outside.post("/hook").text == "inside"
    for path in ("/", "/hook/", "/hooks", "/hook/more"):
        assert outside.get(path).status_code in (401, 403)

"""Who may reach the page at all: checked before any route, for requests and for web sockets alike."""

import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from bot.page.plain import token_page

COOKIE = "familiar_key"
A_MONTH = 30 * 24 * 3600  # s
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
PROBES = ("/livez", "/readyz")
OPEN = ("/static/style.css", "/static/page.js", "/static/face.svg")  # what the page that asks for the token needs
_CHANGES_NOTHING = ("GET", "HEAD", "OPTIONS")

# NiceGUI renders in the browser: its page is one inline script, and Vue compiles templates there.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SAFE = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=()",
}


class Guard:
    """Lets in those who know the token; without a token, those who are at this machine.

    A request that another site makes the browser send is turned away in both cases: by its Origin, and without a
    token also by its Host, which a site that points its own name at 127.0.0.1 can't fake.
    """

    def __init__(self, app: ASGIApp, token: str | None, secret: str, hooks: Sequence[str] = ()) -> None:
        """`hooks` are addresses for other machines than a person's; what answers there has to guard itself."""
        self._app = app
        self._free = (*PROBES, *hooks)
        self._token = token or None  # an empty one would let everybody in
        self._pass = _seal(secret, token) if token else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the app's stead, or pass on and add the headers that keep browsers careful."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = None if scope["path"] in self._free else self._refusal(HTTPConnection(scope))
        if refusal and scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SAFE)
            await send(message)

        await (refusal or self._app)(scope, receive, send_safely)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        if self._token is None and _hostname(request.headers) not in THIS_MACHINE:
            return PlainTextResponse("This page can only be reached as localhost.", 403)
        if not _is_own(request):
            return PlainTextResponse("Another site sent this.", 403)
        return None if self._token is None else self._ask_for_token(request, self._token)

    def _ask_for_token(self, request: HTTPConnection, token: str) -> Response | None:
        told = request.query_params.get("token")
        if told is not None and hmac.compare_digest(told.encode(), token.encode()):
            return self._admit(request)
        if hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self._pass.encode()):
            return None
        if request.url.path in OPEN:
            return None
        return HTMLResponse(token_page(was_wrong=told is not None), 401)

    def _admit(self, request: HTTPConnection) -> Response:
        """Keep a proof of the token in a cookie, and take the token out of the address bar."""
        rest = {key: value for key, value in parse_qs(request.url.query).items() if key != "token"}
        path = "/" + request.url.path.lstrip("/\\")  # "//elsewhere.example" would lead to another site
        response = RedirectResponse(path + (f"?{urlencode(rest, doseq=True)}" if rest else ""), 303)
        is_secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, self._pass, max_age=A_MONTH, httponly=True, samesite="lax", secure=is_secure)
        return response


def _seal(secret: str, token: str) -> str:
    """What the cookie holds instead of the token; another token makes every cookie worthless."""
    return hmac.new(secret.encode(), b"familiar token\0" + token.encode(), hashlib.sha256).hexdigest()


def _hostname(headers: Headers) -> str:
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_own(request: HTTPConnection) -> bool:
    """Whether this comes from our own page, or from no page at all. Reading is free, a socket never is."""
    if request.scope["type"] == "http" and request.scope["method"] in _CHANGES_NOTHING:
        return True
    origin, host = request.headers.get("origin"), request.headers.get("host")
    return origin is None or origin in (f"http://{host}", f"https://{host}")

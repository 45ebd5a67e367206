"""A fake Discord on a real socket: REST, gateway and cache, as far as discord.py 2.7.1 and this bot use them.

It enforces Discord's limits (`rules`), hides from the bot what its intents hide, takes a nonce once, and can be told
to fail. What a person does is a method of `Discord`; what the bot did is in `world.written` and `calls`.
"""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.channels.discord.rules import read_json, wrong_with
from tests.channels.discord.world import EPHEMERAL, LOADING, PRIVATE, Payload, World, snowflake, stamp

TOKEN = "MTA.fake.discord-token-of-the-tests"
COMMAND, COMPONENT, FORM = 2, 3, 5
HELLO, HEARTBEAT, HEARTBEAT_ACK, IDENTIFY, RESUME = 10, 1, 11, 2, 6
IN_SERVER, WITH_BOT, AMONG_PEOPLE = 0, 1, 2


@dataclass
class Asked:
    """An interaction, and what the bot made of it."""

    payload: Payload
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    kind: int = 0  # of the bot's first response
    response: Payload = field(default_factory=dict)  # its data
    original: Payload | None = None  # the message that answers it
    took: float = 0.0  # seconds to the acknowledgement


@dataclass
class Fault:
    """What goes wrong with the next call that matches."""

    call: re.Pattern[str]
    status: int
    body: Payload = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False  # the call is done all the same; only the answer is lost
    times: int = 1


@dataclass
class Discord:
    """The app, with everybody on it."""

    world: World = field(default_factory=World)
    calls: list[str] = field(default_factory=list)  # "POST /channels/1/messages"
    faults: list[Fault] = field(default_factory=list)
    commands: list[Payload] = field(default_factory=list)
    asked: dict[str, Asked] = field(default_factory=dict)  # by token
    intents: int = 0
    grants_content: bool = True
    gateways: list[web.WebSocketResponse] = field(default_factory=list)
    arriving: list[Payload] = field(default_factory=list)  # servers that the bot is told of with the next event
    settled: set[str] = field(default_factory=set)  # messages of the bot that have their last words; a test's own note
    refused: list[str] = field(default_factory=list)  # what broke a limit and should not have been tried
    newest: tuple[str, Payload] | None = None
    beats: int = 0
    locale: str = "en-US"  # of everybody's app
    events: list[Payload] = field(default_factory=list)  # all of this session, to be sent again when it is resumed

    @property
    def api(self) -> str:
        """For DISCORD_API."""
        return f"{self.world.root}/api/v10"

    # What people do

    async def says(self, account: str, channel: Payload, text: str = "", *photos: bytes, **more: Any) -> Payload:
        """A person writes a message."""
        made = self.world.message(int(channel["id"]), self.world.person(account), text, photos, **more)
        await self.dispatch("MESSAGE_CREATE", made)
        return made

    async def edits(self, message: Payload, text: str) -> None:
        """Its author changes a message."""
        message |= {"content": text, "edited_timestamp": stamp()}
        await self.dispatch("MESSAGE_UPDATE", message)

    async def deletes(self, *messages: Payload) -> None:
        """Messages are deleted."""
        first = messages[0]
        for message in messages:
            self.world.written[int(message["channel_id"])].remove(message)
        where = {key: first[key] for key in ("channel_id", "guild_id") if key in first}
        ids = [message["id"] for message in messages]
        if len(ids) == 1:
            await self.dispatch("MESSAGE_DELETE", where | {"id": ids[0]})
        else:
            await self.dispatch("MESSAGE_DELETE_BULK", where | {"ids": ids})

    async def uses(self, account: str, channel: Payload, name: str, words: str = "", *photos: bytes) -> Asked:
        """A person gives a slash command."""
        command = next(c for c in self.commands if c["name"] == name and c["type"] == 1)
        texts = [o["name"] for o in command["options"] if o["type"] == 3]
        pictures = [o["name"] for o in command["options"] if o["type"] == 11]
        options: list[Payload] = [{"name": texts[0], "type": 3, "value": words}] if words and texts else []
        files = [self.world.attachment(photo, "photo.jpg") for photo in photos]
        options += [{"name": n, "type": 11, "value": f["id"]} for n, f in zip(pictures, files, strict=False)]
        data = {"id": str(snowflake()), "name": name, "type": 1, "options": options}
        data["resolved"] = {"attachments": {f["id"]: f for f in files}}
        return await self.asks(account, channel, COMMAND, data)

    async def chooses(self, account: str, name: str, message: Payload) -> Asked:
        """A person picks a command in the menu of a message."""
        channel = self.world.channels[int(message["channel_id"])]
        data = {"id": str(snowflake()), "name": name, "type": 3, "target_id": message["id"]}
        data["resolved"] = {"messages": {message["id"]: message}}
        return await self.asks(account, channel, COMMAND, data)

    async def presses(self, account: str, message: Payload, custom_id: str) -> Asked:
        """A person presses a button."""
        channel = self.world.channels[int(message["channel_id"])]
        data = {"custom_id": custom_id, "component_type": 2}
        return await self.asks(account, channel, COMPONENT, data, message=message)

    async def hands_in(self, account: str, channel: Payload, form: Asked, words: Payload, *files: Payload) -> Asked:
        """A person hands in a form that the bot opened."""
        fields = [label["component"] for label in form.response["components"]]
        filled = [
            field
            | ({"values": [f["id"] for f in files]} if field["type"] == 19 else {"value": words[field["custom_id"]]})
            for field in fields
        ]
        data: Payload = {"custom_id": form.response["custom_id"]}
        data["components"] = [{"type": 18, "id": number, "component": one} for number, one in enumerate(filled)]
        data["resolved"] = {"attachments": {f["id"]: f for f in files}}
        return await self.asks(account, channel, FORM, data)

    async def asks(self, account: str, channel: Payload, kind: int, data: Payload, **more: Any) -> Asked:
        """A person does something that the bot has to acknowledge; waits until it has."""
        user, server = self.world.person(account), channel.get("guild_id")
        is_here = server is None or int(server) in self.world.servers
        context = IN_SERVER if server else WITH_BOT if channel["type"] == PRIVATE else AMONG_PEOPLE
        payload: Payload = {"id": str(snowflake()), "application_id": self.world.bot["id"], "type": kind, "data": data}
        payload |= {"token": secrets.token_urlsafe(24), "version": 1, "locale": self.locale, "entitlements": []}
        payload |= {"channel_id": channel["id"], "channel": channel, "context": context, "app_permissions": "0"}
        payload |= {"attachment_size_limit": 10 * 2**20, **more}
        owners = {"0": server or "0"} if is_here and context != AMONG_PEOPLE else {"1": user["id"]}
        payload["authorizing_integration_owners"] = owners
        if server:
            member = {"user": user, "roles": [], "joined_at": stamp(), "deaf": False, "mute": False, "flags": 0}
            rights = self.world.servers.get(int(server), {}).get("owner_id") == user["id"]
            payload |= {"guild_id": server, "member": member | {"permissions": str(0x28 if rights else 0)}}
            payload["guild"] = {"id": server, "locale": "en-US", "features": []}
        else:
            payload["user"] = user
        asked = self.asked[payload["token"]] = Asked(payload)
        started = asyncio.get_running_loop().time()
        await self.dispatch("INTERACTION_CREATE", payload)
        async with asyncio.timeout(5):
            await asked.acknowledged.wait()
        asked.took = asyncio.get_running_loop().time() - started
        return asked

    async def joins(self, server: Payload) -> None:
        """The bot is added to a server."""
        await self.dispatch("GUILD_CREATE", server)

    async def leaves(self, server: Payload) -> None:
        """The bot is removed from a server."""
        self.world.closed |= {int(channel["id"]) for channel in server["channels"]}
        await self.dispatch("GUILD_DELETE", {"id": server["id"]})

    async def repeats(self) -> None:
        """The newest event comes once more."""
        assert self.newest is not None
        await self.dispatch(*self.newest)

    async def seen(self) -> None:
        """Wait until the bot has read every event so far."""
        before = self.beats
        for gateway in self.gateways:
            await gateway.send_json({"op": HEARTBEAT, "d": None, "s": None, "t": None})
        async with asyncio.timeout(5):
            while self.beats < before + len(self.gateways):  # noqa: ASYNC110 - the bot's doing is waited for
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)

    async def dispatch(self, event: str, data: Payload) -> None:
        """An event for the bot, as far as its intents let it see."""
        while self.arriving and self.gateways:
            await self.dispatch("GUILD_CREATE", self.arriving.pop() | {"unavailable": False})
        self.newest = (event, data)
        seen = self.world.as_seen(data, self.intents) if event.startswith("MESSAGE_") and "author" in data else data
        self.events.append({"op": 0, "s": len(self.events) + 1, "t": event, "d": seen})
        for gateway in list(self.gateways):
            with suppress(ConnectionError):  # of a process that has just ended
                await gateway.send_json(self.events[-1])

    def fail(self, call: str, status: int, **more: Any) -> None:
        """The next call that matches goes wrong."""
        self.faults.append(Fault(re.compile(call), status, **more))

    def hold_up(self, seconds: float, call: str = r"^(POST|PATCH) .*messages") -> None:
        """The next call that matches is told to come back later."""
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
        self.fail(call, 429, body=body, headers={"Via": "1.1 google", "Retry-After": str(seconds)})

    def ours(self, channel: Payload) -> list[Payload]:
        """What the bot wrote in a channel."""
        return [m for m in self.world.written[int(channel["id"])] if m["author"]["id"] == self.world.bot["id"]]

    # What the bot calls

    def app(self) -> web.Application:
        """The server's addresses."""
        app = web.Application(middlewares=[self._middleware], client_max_size=2**28)
        app.add_routes(
            [
                web.get("/gateway", self._gateway),
                web.get("/cdn/{path:.*}", self._file),
                web.get("/api/v10/users/@me", self._me),
                web.get("/api/v10/oauth2/applications/@me", self._application),
                web.get("/api/v10/gateway/bot", self._where),
                web.put("/api/v10/applications/{app}/commands", self._sync),
                web.post("/api/v10/users/@me/channels", self._open_private),
                web.get("/api/v10/channels/{channel}", self._channel),
                web.get("/api/v10/guilds/{server}/members/{user}", self._member),
                web.get("/api/v10/channels/{channel}/messages", self._history),
                web.post("/api/v10/channels/{channel}/messages", self._write),
                web.patch("/api/v10/channels/{channel}/messages/{message}", self._rewrite),
                web.post("/api/v10/channels/{channel}/typing", self._typing),
                web.post("/api/v10/interactions/{id}/{token}/callback", self._acknowledge),
                web.patch("/api/v10/webhooks/{app}/{token}/messages/@original", self._answer),
                web.delete("/api/v10/webhooks/{app}/{token}/messages/@original", self._take_back),
                web.post("/api/v10/webhooks/{app}/{token}", self._follow_up),
            ]
        )
        return app

    @property
    def _middleware(self) -> Any:
        @web.middleware
        async def watched(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            call = f"{request.method} {request.path.removeprefix('/api/v10')}"
            self.calls.append(call)
            needs_token = request.path.startswith("/api") and not re.search("/(webhooks|interactions)/", call)
            if needs_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
                return refused(401, 0, "401: Unauthorized")
            fault = next((f for f in self.faults if f.call.search(call)), None)
            if fault is None:
                return await handler(request)
            fault.times -= 1
            if not fault.times:
                self.faults.remove(fault)
            if fault.after:
                await handler(request)
            return answered(fault.body, fault.status, **fault.headers)

        return watched

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 30_000}, "s": None, "t": None})
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._gateway_said(socket, frame.json())
        finally:
            if socket in self.gateways:
                self.gateways.remove(socket)
        return socket

    async def _gateway_said(self, socket: web.WebSocketResponse, frame: Payload) -> None:
        if frame["op"] == HEARTBEAT:
            self.beats += 1
            await socket.send_json({"op": HEARTBEAT_ACK, "d": None, "s": None, "t": None})
        if frame["op"] == RESUME:
            await self._resume(socket, frame["d"]["seq"])
        if frame["op"] == IDENTIFY:
            self.intents = frame["d"]["intents"]
            if self.intents & 1 << 15 and not self.grants_content:
                await socket.close(code=4014)
                return
            assert frame["d"]["token"] == TOKEN
            await self._welcome(socket, frame["d"].get("shard", [0, 1]))

    async def _resume(self, socket: web.WebSocketResponse, last: int) -> None:
        for event in self.events[last:]:
            await socket.send_json(event)
        await socket.send_json({"op": 0, "s": len(self.events), "t": "RESUMED", "d": {}})
        self.gateways.append(socket)

    async def _welcome(self, socket: web.WebSocketResponse, shard: list[int]) -> None:
        servers = self.world.servers.values()
        ready: Payload = {"v": 10, "user": self.world.bot, "session_id": secrets.token_hex(8), "private_channels": []}
        ready["guilds"] = [{"id": server["id"], "unavailable": True} for server in servers]
        ready["application"] = {"id": self.world.bot["id"], "flags": 1 << 19 if self.grants_content else 0}
        ready["shard"] = shard
        ready["resume_gateway_url"] = self.world.root.replace("http", "ws") + "/gateway"
        self.gateways.append(socket)
        self.events.clear()
        await self.dispatch("READY", ready)
        for server in servers:
            await self.dispatch("GUILD_CREATE", server | {"unavailable": False})
        self.newest = None

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get("/" + request.match_info["path"])
        return web.Response(body=content) if content is not None else refused(404, 0, "expired")

    async def _me(self, _: web.Request) -> web.Response:
        return answered(self.world.bot)

    async def _application(self, _: web.Request) -> web.Response:
        about: Payload = {
            "id": self.world.bot["id"],
            "name": "Familiar",
            "icon": None,
            "description": "",
            "summary": "",
        }
        about |= {"bot_public": True, "bot_require_code_grant": False, "verify_key": "", "owner": self.world.bot}
        return answered(about | {"flags": 1 << 19 if self.grants_content else 0, "rpc_origins": [], "team": None})

    async def _where(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        url = self.world.root.replace("http", "ws") + "/gateway"
        return answered({"url": url, "shards": 1, "session_start_limit": limit})

    async def _sync(self, request: web.Request) -> web.Response:
        self.commands = [
            command | {"id": str(snowflake()), "application_id": self.world.bot["id"], "version": "1"}
            for command in json.loads(await request.read())
        ]
        return answered([_registered(command) for command in self.commands])

    async def _open_private(self, request: web.Request) -> web.Response:
        user = read_json(await request.read())["recipient_id"]
        account = next(name for name, person in self.world.people.items() if person["id"] == str(user))
        return answered(self.world.private(account))

    async def _channel(self, request: web.Request) -> web.Response:
        found = self.world.channels.get(int(request.match_info["channel"]))
        return answered(found) if found else refused(404, 10003, "Unknown Channel")

    async def _member(self, request: web.Request) -> web.Response:
        members = self.world.servers[int(request.match_info["server"])]["members"]
        return answered(next(m for m in members if m["user"]["id"] == request.match_info["user"]))

    async def _history(self, request: web.Request) -> web.Response:
        channel, after = int(request.match_info["channel"]), int(request.query.get("after", 0))
        if channel in self.world.closed:
            return refused(403, 50001, "Missing Access")
        found = [m for m in self.world.written[channel] if int(m["id"]) > after and not m["flags"] & EPHEMERAL]
        seen = [
            _without_member(self.world.as_seen(m, self.intents)) for m in found[: int(request.query.get("limit", 50))]
        ]
        return answered(list(reversed(seen)))

    async def _write(self, request: web.Request) -> web.Response:
        channel = int(request.match_info["channel"])
        payload, files = await _said(request)
        if channel not in self.world.channels:
            return refused(404, 10003, "Unknown Channel")
        if channel in self.world.closed:
            is_private = self.world.channels[channel]["type"] == PRIVATE
            return refused(403, 50007 if is_private else 50001, "Cannot send messages to this user")
        if fault := wrong_with(payload, len(files), is_new=True):
            return self._refuse(fault)
        nonce = payload.get("nonce")
        twin = next((m for m in self.world.written[channel] if nonce and m.get("nonce") == nonce), None)
        if twin and payload.get("enforce_nonce"):
            return answered(twin)
        return answered(self._made(channel, payload, files))

    async def _rewrite(self, request: web.Request) -> web.Response:
        channel = int(request.match_info["channel"])
        found = self.world.find(channel, request.match_info["message"])
        if channel in self.world.closed:
            return refused(403, 50001, "Missing Access")
        return await self._changed(request, found)

    async def _typing(self, _: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _acknowledge(self, request: web.Request) -> web.Response:
        asked, (said, _) = self.asked[request.match_info["token"]], await _said(request)
        if asked.acknowledged.is_set():
            return refused(400, 40060, "Interaction has already been acknowledged.")
        asked.kind, asked.response = said["type"], said.get("data") or {}
        if asked.kind == 5:
            flags = LOADING | asked.response.get("flags", 0)
            asked.original = self._made(int(asked.payload["channel_id"]), {"flags": flags}, [], asked)
        asked.acknowledged.set()
        about: Payload = {"id": asked.payload["id"], "type": asked.payload["type"]}
        if asked.original:
            about |= {"response_message_id": asked.original["id"], "response_message_loading": True}
        return answered({"interaction": about, "resource": {"type": asked.kind}})

    async def _answer(self, request: web.Request) -> web.Response:
        asked = self.asked[request.match_info["token"]]
        if "original" in asked.payload.get("expired", ""):
            return refused(401, 50027, "Invalid Webhook Token")
        return await self._changed(request, asked.original)

    async def _take_back(self, request: web.Request) -> web.Response:
        asked = self.asked[request.match_info["token"]]
        if asked.original is None:
            return refused(404, 10008, "Unknown Message")
        self.world.written[int(asked.payload["channel_id"])].remove(asked.original)
        asked.original = None
        return web.Response(status=204)

    async def _follow_up(self, request: web.Request) -> web.Response:
        asked, (payload, files) = self.asked[request.match_info["token"]], await _said(request)
        if fault := wrong_with(payload, len(files), is_new=True):
            return self._refuse(fault)
        return answered(self._made(int(asked.payload["channel_id"]), payload, files, asked))

    async def _changed(self, request: web.Request, found: Payload | None) -> web.Response:
        payload, files = await _said(request)
        if found is None:
            return refused(404, 10008, "Unknown Message")
        if fault := wrong_with(payload, len(files), is_new=False):
            return self._refuse(fault)
        found |= self._shape(payload, files) | {"edited_timestamp": stamp()}
        found["flags"] = (found["flags"] | payload.get("flags", 0)) & ~LOADING
        return answered(found)

    def _refuse(self, fault: str) -> web.Response:
        self.refused.append(fault)
        return refused(400, 50035, fault)

    def _made(self, channel: int, payload: Payload, files: list[bytes], asked: Asked | None = None) -> Payload:
        made = self.world.message(channel, self.world.bot, "", nonce=payload.get("nonce"))
        made |= self._shape(payload, files) | {"flags": payload.get("flags", 0)}
        if reference := payload.get("message_reference"):
            made |= {"message_reference": reference, "type": 19}
        if asked:
            made["for"] = (asked.payload.get("user") or asked.payload["member"]["user"])["id"]
        return made

    def _shape(self, payload: Payload, files: list[bytes]) -> Payload:
        named = payload.get("attachments") or []
        attached = [
            self.world.attachment(content, about["filename"], about.get("description"))
            for content, about in zip(files, named, strict=True)
        ]
        shape: Payload = {"attachments": attached}
        return shape | {key: payload[key] or ([] if key == "components" else "") for key in _SHAPE if key in payload}


_SHAPE = ("content", "components")


def _without_member(message: Payload) -> Payload:
    return {key: value for key, value in message.items() if key not in ("member", "guild_id")}


def _registered(command: Payload) -> Payload:
    return {"description": "", "options": []} | command


async def _said(request: web.Request) -> tuple[Payload, list[bytes]]:
    """The JSON of a call and the files that came with it."""
    if not request.content_type.startswith("multipart/"):
        return read_json(await request.read()), []
    form = await request.post()
    files = [one.file.read() for key, one in form.items() if isinstance(one, web.FileField)]
    return read_json(str(form["payload_json"])), files


def answered(body: object, status: int = 200, **headers: str) -> web.Response:
    """JSON; discord.py wants the type without a charset."""
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={"Content-Type": "application/json", **headers}
    )


def refused(status: int, code: int, line: str) -> web.Response:
    """An error as Discord words it."""
    return answered({"code": code, "message": line}, status)


@asynccontextmanager
async def open_discord() -> AsyncGenerator[Discord]:
    """A fake Discord that is being served."""
    discord = Discord()
    runner = web.AppRunner(discord.app(), shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        discord.world.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield discord
    finally:
        await runner.cleanup()

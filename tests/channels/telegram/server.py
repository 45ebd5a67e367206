"""A Bot API server of the tests' own, on a real socket: one bot, and whoever talks to it.

It keeps the real one's promises and limits: updates until they are acknowledged, one row of message ids for all private
chats and small groups and one for each supergroup, 4096 and 1024 units of text, 64 bytes in a button, calls a minute.
What comes in and what goes out is checked against the published API.
"""

import asyncio
import io
import itertools
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import Message, Update
from aiohttp import web
from PIL import Image, UnidentifiedImageError

from bot.splitting import utf16
from tests.channels.telegram.schema import Unpublished, check_call, check_object, check_result

Json = dict[str, Any]

TOKEN = "123456:TEST-token_that_is_never-logged"
BOT: Json = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Familiar",
    "username": "familiar_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": False,
}
MOST_BYTES = 20 << 20
COUNTED = {  # in a chat's budget
    *("sendMessage", "sendPhoto", "sendMediaGroup", "sendDocument", "sendMessageDraft", "sendChatAction"),
    *("editMessageText", "editMessageCaption", "editMessageReplyMarkup", "deleteMessage", "forwardMessage"),
}


class Refused(Exception):
    """The server says no."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.parameters = code, parameters


@dataclass
class Chat:
    """A chat, as the server sees it."""

    id: int
    type: str = "private"
    title: str = ""
    topics: tuple[int, ...] = ()
    members: dict[int, str] = field(default_factory=dict)  # user and status
    is_closed: bool = False  # blocked, or the bot was put out
    moved_to: int | None = None

    @property
    def json(self) -> Json:
        """As it stands in a message."""
        if self.type == "private":
            return {"id": self.id, "type": self.type, "first_name": self.title}
        forum = {"is_forum": True} if self.topics else {}
        return {"id": self.id, "type": self.type, "title": self.title, **forum}


@dataclass
class Trouble:
    """What goes wrong with the next call of one of these methods."""

    methods: tuple[str, ...]
    refusal: Refused | None = None  # None: the connection breaks
    afterwards: bool = False  # when it was done


@dataclass(frozen=True)
class Call:
    """A call that the bot made."""

    method: str
    given: Json
    at: float


class BotApi:
    """The server. Tests talk to it as the people in its chats would."""

    def __init__(self, per_minute: Callable[[Chat], int] = lambda chat: 60 if chat.id > 0 else 20) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.refused: list[str] = []  # what was not published or not allowed, and should not have been asked
        self.trouble: list[Trouble] = []
        self.bot, self.files = dict(BOT), dict[str, bytes]()
        self.chats, self.messages = dict[int, Chat](), dict[tuple[int, int], Json]()
        self.drafts: dict[int, list[str | None]] = defaultdict(list)
        self.toasts: dict[str, str | None] = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}  # by scope and language
        self.webhook: Json = {}
        self._per_minute = per_minute
        self._counted: dict[int, deque[float]] = defaultdict(deque)
        self._updates: list[Json] = []
        self._repeated: list[Json] = []
        self._news = asyncio.Event()
        self._ids: dict[int, itertools.count[int]] = defaultdict(lambda: itertools.count(1))
        self._update_ids, self._file_ids, self._dates = (itertools.count(5_000_000) for _ in range(3))
        self.acknowledged = 0  # every update below was
        self.is_losing_files = False

    # What people do

    def private(self, user: Json) -> Chat:
        """Somebody's chat with the bot."""
        return self.chats.setdefault(user["id"], Chat(user["id"], title=user["first_name"]))

    def group(self, title: str, *members: Json, kind: str = "supergroup", topics: tuple[int, ...] = ()) -> Chat:
        """A group with the bot in it."""
        number = len(self.chats) + 1
        number = -(1_000_000_000_000 + number) if kind == "supergroup" else -number
        chat = Chat(number, kind, title, topics, {member["id"]: "member" for member in members})
        chat.members[self.bot["id"]] = "member"
        return self.chats.setdefault(number, chat)

    def says(self, chat: Chat, user: Json, text: str = "", **more: Any) -> Json:
        """A message of a person; with a picture, the text is its caption. Returns the message."""
        media = {"photo", "document", "sticker", "voice", "video"} & more.keys()
        words: Json = {}
        if text:
            name = "caption" if media else "text"
            words = {name: text, **({f"{name}_entities" if media else "entities": e} if (e := _entities(text)) else {})}
        message = self._message(chat, user, {**words, **more})
        self.update({"message": message})
        return message

    def photo(self, content: bytes, file_size: int | None = None) -> list[Json]:
        """A picture in the sizes that Telegram makes of it."""
        width, height = _size(content)
        sizes = [(max(1, width // 4), max(1, height // 4), content[: len(content) // 4]), (width, height, content)]
        return [self.file(one, width=w, height=h, file_size=file_size or len(one)) for w, h, one in sizes]

    def file(self, content: bytes, **more: Any) -> Json:
        """A file that can be fetched."""
        name = f"file-{next(self._file_ids)}"
        self.files[name] = content
        return {"file_id": name, "file_unique_id": f"u{name}", "file_size": len(content), **more}

    def edits(self, message: Json, text: str) -> None:
        """A person changes the words of their message."""
        name = "caption" if "caption" in message else "text"
        message = {**message, name: text, "edit_date": self._now()}
        message.pop("entities", None)
        self.messages[message["chat"]["id"], message["message_id"]] = message
        self.update({"edited_message": message})

    def presses(self, user: Json, message: Json, label: str) -> str:
        """A person presses a button; the id of the press."""
        rows = self.messages[message["chat"]["id"], message["message_id"]]["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if button["text"] == label)
        name = f"press-{next(self._file_ids)}"
        query = {"id": name, "from": user, "chat_instance": "1", "message": message, "data": data}
        self.update({"callback_query": query})
        return name

    def lets_in(self, chat: Chat, by: Json, status: str = "member", before: str = "left") -> None:
        """Somebody adds the bot to a group, or blocks it in private."""
        chat.is_closed = status in ("left", "kicked")
        member = {
            "chat": chat.json,
            "from": by,
            "date": self._now(),
            "old_chat_member": _member(self.bot, before),
            "new_chat_member": _member(self.bot, status),
        }
        self.update({"my_chat_member": member})

    def migrates(self, chat: Chat) -> Chat:
        """A group becomes a supergroup."""
        new = self.group(chat.title)
        new.members, chat.moved_to = dict(chat.members), new.id
        user = {"id": next(iter(chat.members)), "is_bot": False, "first_name": "Somebody"}
        self.update({"message": self._message(chat, user, {"migrate_to_chat_id": new.id})})
        return new

    def update(self, content: Json) -> None:
        """Something happened that the bot is told of."""
        update = {"update_id": next(self._update_ids), **json.loads(json.dumps(content))}
        check_object(Update, update)
        self._updates.append(update)
        self._news.set()

    def repeat(self) -> None:
        """Deliver the newest update once more, though it was acknowledged."""
        self._repeated.append(self._last)
        self._news.set()

    def from_bot(self, chat: int) -> list[Json]:
        """What the bot has said in a chat, oldest first, as it looks now."""
        return [m for (where, _), m in sorted(self.messages.items()) if where == chat and m["from"]["id"] == BOT["id"]]

    @property
    def newest_update(self) -> int:
        """The number of the newest update."""
        return int(self._last["update_id"]) if self._last else 0

    @property
    def _last(self) -> Json:
        return self._updates[-1] if self._updates else self._kept_last

    _kept_last: Json = {}  # noqa: RUF012 - replaced, never changed

    # What the bot asks

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _failure(Refused(401, "Unauthorized"))
        fields = await request.post()
        attached = {name: each.file.read() for name, each in fields.items() if isinstance(each, web.FileField)}
        names = {name: each.filename for name, each in fields.items() if isinstance(each, web.FileField)}
        try:
            own = {name: each for name, each in fields.items() if not name.startswith("attached")}
            given = check_call(method, {name: each if isinstance(each, str) else name for name, each in own.items()})
            self.calls.append(Call(method, given, time.monotonic()))
            trouble = self._next_trouble(method)
            if trouble and not trouble.afterwards:
                return self._spoil(trouble, request)
            self._count(method, given)
            result = await getattr(self, f"_{method}")(given, attached, names)
            if trouble:
                return self._spoil(trouble, request)
        except (Refused, Unpublished) as refusal:
            if isinstance(refusal, Unpublished):
                self.refused.append(str(refusal))
            return _failure(refusal if isinstance(refusal, Refused) else Refused(400, f"Bad Request: {refusal}"))
        check_result(method, result)
        return web.json_response({"ok": True, "result": result})

    async def hand_out(self, request: web.Request) -> web.Response:
        """A file, for an hour after getFile."""
        content = self.files.get(request.match_info["name"])
        return web.Response(body=content) if content is not None else web.Response(status=404, text="Not Found")

    def _next_trouble(self, method: str) -> Trouble | None:
        found = next((each for each in self.trouble if method in each.methods), None)
        if found:
            self.trouble.remove(found)
        return found

    @staticmethod
    def _spoil(trouble: Trouble, request: web.Request) -> web.Response:
        if trouble.refusal:
            return _failure(trouble.refusal)
        assert request.transport
        request.transport.abort()
        return web.Response()

    def _count(self, method: str, given: Json) -> None:
        chat = self.chats.get(given.get("chat_id", 0))
        if chat is None or method not in COUNTED:
            return
        counted, now = self._counted[chat.id], time.monotonic()
        while counted and counted[0] < now - 60:
            counted.popleft()
        counted.extend([now] * len(given.get("media", [1])))
        if len(counted) > self._per_minute(chat) + 5:
            self.refused.append(f"too many calls in {chat.id}")
            raise Refused(429, "Too Many Requests: retry after 3", retry_after=3)

    async def _getMe(self, given: Json, *_: object) -> Json:
        return self.bot

    async def _getUpdates(self, given: Json, *_: object) -> Any:
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._acknowledge(given.get("offset", 0))
        if not (self._updates or self._repeated):
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), given.get("timeout", 0))
            except TimeoutError:
                return []
        batch, self._repeated = [*self._repeated, *self._updates][:100], []
        return batch

    def _acknowledge(self, offset: int) -> None:
        done = [update for update in self._updates if update["update_id"] < offset]
        if done:
            self._kept_last, self.acknowledged = done[-1], max(self.acknowledged, offset)
            self._updates = [update for update in self._updates if update["update_id"] >= offset]

    async def _setWebhook(self, given: Json, *_: object) -> bool:
        self.webhook = given
        return True

    async def _deleteWebhook(self, given: Json, *_: object) -> bool:
        self.webhook = {}
        return True

    async def _sendMessage(self, given: Json, *_: object) -> Any:
        text = given["text"].strip()
        if not text:
            raise Refused(400, "Bad Request: message text is empty")
        if utf16(text) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        return self._sent(given, {"text": text})

    async def _sendPhoto(self, given: Json, attached: Mapping[str, bytes], names: object) -> Any:
        return self._sent(given, {"photo": self.photo(attached["photo"]), **_caption(given)})

    async def _sendDocument(self, given: Json, attached: Mapping[str, bytes], names: Mapping[str, str]) -> Any:
        document = self.file(attached["document"], file_name=names["document"])
        return self._sent(given, {"document": document, **_caption(given)})

    async def _sendMediaGroup(self, given: Json, attached: Mapping[str, bytes], names: object) -> Any:
        if not 2 <= len(given["media"]) <= 10:
            raise Refused(400, "Bad Request: wrong number of items in the album")
        album, sent = str(next(self._file_ids)), []
        for item in given["media"]:
            photo = self.photo(attached[item["media"].removeprefix("attach://")])
            sent.append(self._sent(given, {"photo": photo, "media_group_id": album, **_caption(item)}))
        return sent

    async def _sendMessageDraft(self, given: Json, *_: object) -> bool:
        chat = self._chat(given)
        if chat.type != "private" or not given["draft_id"]:
            raise Refused(400, "Bad Request: TEXTDRAFT_PEER_INVALID")
        if utf16(given.get("text", "")) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        self.drafts[chat.id].append(given.get("text"))
        return True

    async def _sendChatAction(self, given: Json, *_: object) -> bool:
        self._chat(given)
        return True

    async def _editMessageText(self, given: Json, *_: object) -> Any:
        message = self._own(given)
        if "text" not in message:
            raise Refused(400, "Bad Request: there is no text in the message to edit")
        return self._changed(message, given, {"text": given["text"].strip()})

    async def _editMessageCaption(self, given: Json, *_: object) -> Any:
        message = self._own(given)
        if "text" in message:
            raise Refused(400, "Bad Request: there is no caption in the message to edit")
        return self._changed(message, given, {"caption": given.get("caption", "").strip()})

    async def _editMessageReplyMarkup(self, given: Json, *_: object) -> Any:
        return self._changed(self._own(given), given, {})

    async def _stopMessageLiveLocation(self, given: Json, *_: object) -> Any:
        self._own(given)
        raise Refused(400, "Bad Request: there is no live location in the message to edit")

    async def _deleteMessage(self, given: Json, *_: object) -> bool:
        if not self.messages.pop((self._chat(given).id, given["message_id"]), None):
            raise Refused(400, "Bad Request: message to delete not found")
        return True

    async def _forwardMessage(self, given: Json, *_: object) -> Any:
        found = self.messages.get((given["from_chat_id"], given["message_id"]))
        if not found:
            raise Refused(400, "Bad Request: message to forward not found")
        kept = {name: value for name, value in found.items() if name in ("text", "caption", "photo", "document")}
        origin = {"type": "user", "date": found["date"], "sender_user": found["from"]}
        return self._sent(given, {**kept, "forward_origin": origin})

    async def _answerCallbackQuery(self, given: Json, *_: object) -> bool:
        self.toasts[given["callback_query_id"]] = given.get("text")
        return True

    async def _setMessageReaction(self, given: Json, *_: object) -> bool:
        self._chat(given)
        return True

    async def _getFile(self, given: Json, *_: object) -> Any:
        if given["file_id"] not in self.files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        name, size = given["file_id"], len(self.files[given["file_id"]])
        if size > MOST_BYTES:
            raise Refused(400, "Bad Request: file is too big")
        path = "lost" if self.is_losing_files else name
        return {"file_id": name, "file_unique_id": f"u{name}", "file_size": size, "file_path": path}

    async def _getChatMember(self, given: Json, *_: object) -> Any:
        status = self._chat(given).members.get(given["user_id"])
        if status is None:
            raise Refused(400, "Bad Request: member not found")
        user = {"id": given["user_id"], "is_bot": False, "first_name": "Somebody"}
        return _member(user, status)

    async def _getMyCommands(self, given: Json, *_: object) -> Any:
        return self.menus.get(_menu(given), [])

    async def _setMyCommands(self, given: Json, *_: object) -> bool:
        if not all(re.fullmatch("[a-z0-9_]{1,32}", each["command"]) for each in given["commands"]):
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        self.menus[_menu(given)] = given["commands"]
        return True

    # Below the calls

    def _chat(self, given: Json) -> Chat:
        chat = self.chats.get(given["chat_id"])
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        if chat.moved_to:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, text, migrate_to_chat_id=chat.moved_to)
        if chat.is_closed:
            private = chat.type == "private"
            raise Refused(
                403, f"Forbidden: bot was {'blocked by the user' if private else 'kicked from the group chat'}"
            )
        if given.get("message_thread_id", None) not in (None, *chat.topics):
            raise Refused(400, "Bad Request: message thread not found")
        return chat

    def _own(self, given: Json) -> Json:
        message = self.messages.get((self._chat(given).id, given["message_id"]))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != self.bot["id"]:
            raise Refused(400, "Bad Request: message can't be edited")
        return message

    def _changed(self, message: Json, given: Json, words: Json) -> Json:
        changed = {**message, **words}
        changed.pop("reply_markup", None)
        changed |= _keyboard(given)
        if utf16(changed.get("text", "")) > 4096:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        if changed == message:
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        changed["edit_date"] = self._now()
        self.messages[message["chat"]["id"], message["message_id"]] = changed
        return changed

    def _sent(self, given: Json, content: Json) -> Json:
        chat = self._chat(given)
        answered = given.get("reply_parameters") or {"allow_sending_without_reply": True}
        if not answered.get("allow_sending_without_reply") and (chat.id, answered["message_id"]) not in self.messages:
            raise Refused(400, "Bad Request: message to be replied not found")
        if thread := given.get("message_thread_id"):
            content |= {"message_thread_id": thread, "is_topic_message": True}
        return self._message(chat, self.bot, {**content, **_keyboard(given)})

    def _message(self, chat: Chat, user: Json, content: Json) -> Json:
        number = next(self._ids[chat.id if chat.type == "supergroup" else 0])
        shown = ("id", "is_bot", "first_name", "last_name", "username", "language_code")
        sender = {name: user[name] for name in shown if name in user}
        message = {"message_id": number, "date": self._now(), "chat": chat.json, "from": sender, **content}
        check_object(Message, message)
        self.messages[chat.id, number] = message
        return message

    def _now(self) -> int:
        return 1_790_000_000 + next(self._dates) - 5_000_000


@asynccontextmanager
async def bot_api(**options: Any) -> AsyncGenerator[BotApi]:
    """A server that listens, until the block ends."""
    api = BotApi(**options)
    app = web.Application(client_max_size=64 << 20)
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", api.answer)
    app.router.add_get("/file/bot{token:[^/]+}/{name}", api.hand_out)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)  # its lines would hold the token
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server
    api.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
    try:
        yield api
    finally:
        await runner.cleanup()


def person(number: int, shown: str, **more: Any) -> Json:
    """Somebody with an account."""
    return {"id": number, "is_bot": False, "first_name": shown, "language_code": "en", **more}


def _failure(refusal: Refused) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.code, "description": str(refusal)}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


def _caption(given: Json) -> Json:
    caption = given.get("caption", "").strip()
    if utf16(caption) > 1024:
        raise Refused(400, "Bad Request: message caption is too long")
    return {"caption": caption} if caption else {}


def _keyboard(given: Json) -> Json:
    markup = given.get("reply_markup")
    if markup is None:
        return {}
    for row in markup["inline_keyboard"]:
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return {"reply_markup": markup}


def _menu(given: Json) -> tuple[str, str]:
    return given["scope"]["type"], given.get("language_code", "")


def _member(user: Json, status: str) -> Json:
    user = {name: value for name, value in user.items() if not name.startswith(("can_", "supports_"))}
    if status in ("member", "left"):
        return {"user": user, "status": status}
    if status == "kicked":
        return {"user": user, "status": status, "until_date": 0}
    if status == "creator":
        return {"user": user, "status": status, "is_anonymous": False}
    may = "be_edited manage_chat delete_messages manage_video_chats restrict_members promote_members change_info "
    may += "invite_users post_stories edit_stories delete_stories send_welcome_messages"
    return {"user": user, "status": status, "is_anonymous": False, **{f"can_{each}": False for each in may.split()}}


def _entities(text: str) -> list[Json]:
    """As Telegram marks them: a command, and every username."""
    found, at = [], 0
    for word in text.replace("\n", " ").split(" "):
        bare = word.rstrip(",.:;!?")
        if bare.startswith("/") and len(bare) > 1:
            found.append({"type": "bot_command", "offset": utf16(text[:at]), "length": utf16(bare)})
        elif bare.startswith("@") and len(bare) > 1:
            found.append({"type": "mention", "offset": utf16(text[:at]), "length": utf16(bare)})
        at += len(word) + 1
    return found


def _size(content: bytes) -> tuple[int, int]:
    try:
        return Image.open(io.BytesIO(content)).size
    except UnidentifiedImageError:
        return 320, 240

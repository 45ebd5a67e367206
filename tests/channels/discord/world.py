"""The world of a fake Discord: people, servers, channels and what was written, as Discord's own JSON."""

import itertools
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Payload = dict[str, Any]

EPOCH = 1420070400000
TEXT, PRIVATE, THREAD = 0, 1, 11
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
CONTENT_INTENT = 1 << 15
ADMINISTRATOR = 1 << 3
EVERYDAY = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15) | (1 << 16) | (1 << 38)
GATED = {"content": "", "attachments": [], "embeds": [], "components": []}

_numbers = itertools.count()


def snowflake() -> int:
    """An id that is later than every id before."""
    return (int(time.time() * 1000) - EPOCH << 22) + next(_numbers)


def stamp() -> str:
    """Now, as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass
class World:
    """Everything there is."""

    people: dict[str, Payload] = field(default_factory=dict)  # by account
    servers: dict[int, Payload] = field(default_factory=dict)
    channels: dict[int, Payload] = field(default_factory=dict)
    written: dict[int, list[Payload]] = field(default_factory=dict)  # by channel
    files: dict[str, bytes] = field(default_factory=dict)  # by path
    closed: set[int] = field(default_factory=set)  # channels that the bot can't write to
    root: str = ""  # of the server's addresses

    def __post_init__(self) -> None:
        self.bot = self._account("Familiar") | {"bot": True}
        self.me = int(self.bot["id"])

    def person(self, account: str, shown: str = "") -> Payload:
        """A person's user; made when first asked for."""
        if account not in self.people:
            self.people[account] = self._account(shown or account)
        return self.people[account]

    def private(self, account: str) -> Payload:
        """The private channel of a person and the bot."""
        user = self.person(account)
        for channel in self.channels.values():
            if channel["type"] == PRIVATE and channel["recipients"][0]["id"] == user["id"]:
                return channel
        return self._channel({"type": PRIVATE, "recipients": [user], "last_message_id": None})

    def server(self, name: str, members: Sequence[str], admin: str = "") -> Payload:
        """A server with one channel and the bot in it."""
        number = snowflake()
        bot_role = _role(snowflake(), "Familiar", EVERYDAY) | {"managed": True, "tags": {"bot_id": str(self.me)}}
        server = {
            "id": str(number),
            "name": name,
            "owner_id": self.person(admin)["id"] if admin else str(self.me),
            "roles": [_role(number, "@everyone", EVERYDAY), bot_role],
            "members": [self._member(self.bot, [bot_role["id"]]), *(self._member(self.person(m), []) for m in members)],
            "member_count": len(members) + 1,
            "preferred_locale": "en-US",
            "afk_timeout": 60,
            **{key: [] for key in _LISTS},
            **dict.fromkeys(
                ("premium_tier", "nsfw_level", "verification_level", "mfa_level", "explicit_content_filter"), 0
            ),
            **dict.fromkeys(("icon", "splash", "afk_channel_id", "system_channel_id", "rules_channel_id"), None),
            "default_message_notifications": 0,
            "system_channel_flags": 0,
        }
        self.servers[number] = server
        channel = self.channel_in(server, "general")
        server["system_channel_id"] = channel["id"]
        return server

    def channel_in(self, server: Payload, name: str, thread_of: Payload | None = None) -> Payload:
        """A channel of a server, or a thread of a channel."""
        shape: Payload = {"type": TEXT, "name": name, "guild_id": server["id"], "permission_overwrites": []}
        shape |= {"position": 0, "parent_id": None, "nsfw": False, "topic": None, "last_message_id": None}
        if thread_of:
            shape |= {"type": THREAD, "parent_id": thread_of["id"], "owner_id": str(self.me), "message_count": 0}
            shape |= {"member_count": 1, "thread_metadata": _THREAD}
        channel = self._channel(shape)
        server["threads" if thread_of else "channels"].append(channel)
        return channel

    def message(
        self,
        channel: int,
        author: Payload,
        text: str = "",
        photos: Iterable[bytes] = (),
        *,
        reply_to: Payload | None = None,
        **more: Any,
    ) -> Payload:
        """Something that is written."""
        made: Payload = {
            "id": str(snowflake()),
            "channel_id": str(channel),
            "author": author,
            "content": text,
            "timestamp": stamp(),
            "edited_timestamp": None,
            "mentions": [u for u in (self.bot, *self.people.values()) if f"<@{u['id']}>" in text],
            "attachments": [self.attachment(photo, f"{number}.jpg") for number, photo in enumerate(photos)],
            "type": 0,
            **dict.fromkeys(("tts", "mention_everyone", "pinned"), False),
            **{key: [] for key in ("mention_roles", "embeds", "components", "sticker_items")},
            "flags": 0,
        }
        if reply_to:
            made |= {"type": 19, "referenced_message": reply_to}
            made["message_reference"] = {"message_id": reply_to["id"], "channel_id": reply_to["channel_id"], "type": 0}
            if more.pop("pings", True):
                made["mentions"] = [*made["mentions"], reply_to["author"]]
        made |= more
        if server := self.channels[channel].get("guild_id"):
            made["guild_id"] = server
            made["member"] = self._member_of(int(server), author)
        self.written[channel].append(made)
        return made

    def find(self, channel: int, message: object) -> Payload | None:
        """A message by its id."""
        return next((one for one in self.written.get(channel, []) if one["id"] == str(message)), None)

    def attachment(self, content: bytes, name: str, description: str | None = None) -> Payload:
        """A file that lies in the cache."""
        number = snowflake()
        path = f"/attachments/{number}/{name}"
        self.files[path] = content
        url = f"{self.root}/cdn{path}"
        kind = "image/jpeg" if name.endswith(".jpg") else "application/zip"
        made: Payload = {"id": str(number), "filename": name, "size": len(content), "url": url, "proxy_url": url}
        return made | {"content_type": kind, "description": description}

    def as_seen(self, message: Payload, intents: int) -> Payload:
        """A message as Discord sends it to the bot: without the intent, only what concerns it is there to be read."""
        is_open = intents & CONTENT_INTENT or "guild_id" not in message
        ours = message["author"]["id"] == self.bot["id"] or any(u["id"] == self.bot["id"] for u in message["mentions"])
        seen = dict(message) if is_open or ours else message | GATED
        if quoted := seen.get("referenced_message"):
            seen["referenced_message"] = self.as_seen(quoted, intents)
        return seen

    def _account(self, shown: str) -> Payload:
        number = snowflake()
        made: Payload = {"id": str(number), "username": f"user{number}", "global_name": shown, "discriminator": "0"}
        return made | {"avatar": None, "bot": False, "public_flags": 0}

    def _channel(self, shape: Payload) -> Payload:
        number = snowflake()
        self.channels[number] = {"id": str(number), **shape}
        self.written[number] = []
        return self.channels[number]

    def _member(self, user: Payload, roles: list[str]) -> Payload:
        made: Payload = {"user": user, "roles": roles, "joined_at": stamp(), "deaf": False, "mute": False, "flags": 0}
        return made | {"nick": None, "avatar": None, "premium_since": None, "pending": False}

    def _member_of(self, server: int, user: Payload) -> Payload:
        members = self.servers.get(server, {}).get("members", [])
        found = next((m for m in members if m["user"]["id"] == user["id"]), None) or self._member(user, [])
        return {key: value for key, value in found.items() if key != "user"}


_LISTS = (
    "channels",
    "threads",
    "emojis",
    "stickers",
    "features",
    "voice_states",
    "presences",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
)
_THREAD = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": stamp(), "locked": False}


def _role(number: int, name: str, permissions: int) -> Payload:
    made: Payload = {"id": str(number), "name": name, "permissions": str(permissions), "position": 0, "color": 0}
    made |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "flags": 0}
    return made | dict.fromkeys(("hoist", "managed", "mentionable"), False)

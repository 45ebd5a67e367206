"""Message, Reply, Choice: what every channel speaks.

A channel turns its app's objects into a `Message` and a `Reply` back into its app's calls. Nothing here knows an app.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody in an app: the id that identifies, and the name that is only shown."""

    id: str  # with its channel, "telegram:42"
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Where several people talk, and what the speaker may do there."""

    id: str  # with its channel, "telegram:-100123"; of the whole group, whatever the topic or thread
    by_admin: bool = False  # the app says that the speaker administers the group
    shown: str = ""  # its title in the app, for a button; may be empty


@dataclass(frozen=True, slots=True)
class Message:
    """One thing a person said, in one chat, with the pictures that came along."""

    channel: str  # "web", "telegram", "discord"
    update: str  # the app's own id of this update; unique within the channel
    person: str  # account id with its channel, "web:anna"; never a display name
    chat: str  # where the answer goes, "web:anna"; a topic or thread of a group is a chat of its own
    text: str = ""
    attachments: tuple[bytes, ...] = ()  # pictures as they arrived; `core.photos` checks them
    quoted: tuple[bytes, ...] = ()  # pictures of the message this one replies to
    choice: str | None = None  # the `Choice.value` of the button that was pressed
    group: Group | None = None  # said in a group: what is taught belongs to it, not to the person
    shown: str = ""  # how the app shows the person's name; for a sentence, never to tell people apart
    mentions: tuple[Account, ...] = ()  # people named by account in the words, the bot itself left out
    language: str = ""  # of the person's app, "pt-br"; empty when it does not say
    edits: str | None = None  # the update whose words these replace
    withdraws: str | None = None  # the update that its author deleted: what it taught is taken back

    @property
    def owner(self) -> str:
        """Whose memory this message is about: the person's own, or the group's."""
        return self.group.id if self.group else self.person


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a reply. `value` comes back as `Message.choice`; at most 40 bytes, meaningless to a stranger."""

    label: str
    value: str
    only: str | None = None  # the account that may press it; None: the one who is answered


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a reply: JPEG bytes, and words for those who can't see it."""

    jpeg: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file in a reply, for example the export."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole reply so far. A channel may skip any but the one with `final`."""

    text: str
    pictures: tuple[Picture, ...] = ()
    choices: tuple[Choice, ...] = ()
    files: tuple[File, ...] = ()
    final: bool = True
    is_private: bool = False  # in a group: for the one who is answered alone, where the app can do that

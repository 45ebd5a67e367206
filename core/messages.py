"""Message, Reply, Choice: what every channel speaks.

A channel turns its app's objects into a `Message` and a `Reply` back into its app's calls. Nothing here knows an app.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One thing a person said, in one chat, with the pictures that came along."""

    channel: str  # "web", "telegram", "discord"
    update: str  # the app's own id of this update; unique within the channel
    person: str  # account id with its channel, "web:anna"; never a display name
    chat: str  # where the answer goes, "web:anna"
    text: str = ""
    attachments: tuple[bytes, ...] = ()  # pictures as they arrived; `core.photos` checks them
    quoted: tuple[bytes, ...] = ()  # pictures of the message this one replies to
    choice: str | None = None  # the `Choice.value` of the button that was pressed
    shared: bool = False  # said in a group: what is taught belongs to the chat, not to the person

    @property
    def owner(self) -> str:
        """Whose memory this message is about: the person's own, or the group's."""
        return self.chat if self.shared else self.person


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a reply. `value` comes back as `Message.choice`; at most 64 bytes, meaningless to a stranger."""

    label: str
    value: str


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

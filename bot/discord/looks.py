"""Looks: a reply -> parts, and a part -> what Discord takes. Nobody is ever mentioned, nothing is previewed or cut."""

import base64
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import discord
from discord import ui
from discord.http import MultipartParameters, handle_message_parameters
from discord.utils import MISSING, escape_markdown

from bot.channel import Part
from bot.discord.buttons import Seal
from bot.splitting import pieces
from core.language import say, to_say
from core.messages import Choice, File, Picture, Reply

Thing = TypeVar("Thing")

MOST_TEXT = 2000
MOST_PICTURES = 10
MOST_BUTTONS = 25
MOST_IN_CARD = 5  # buttons; a card of ten pictures has no room for more
MOST_FILE = 10 * 2**20  # what every server takes
TOO_HEAVY = to_say("{name} has {size} MB, more than Discord lets me send: fetch it from my page.")


@dataclass(frozen=True, slots=True)
class Dress:
    """What goes around a part on its way out."""

    seal: Seal
    person: str  # who is answered
    nonce: str | None = None  # a second message with the same one is not made
    answers: tuple[int, int] | None = None  # the channel and id of the message that is answered
    is_edit: bool = False  # of a message that has other words now
    is_private: bool = False  # on an interaction: nobody else sees it


def parts_of(reply: Reply) -> list[Part]:
    """The words first, then pictures and files, the buttons last; one part where all of it fits."""
    blank = Part(is_private=reply.is_private)
    texts = pieces(_with_left_out(reply), MOST_TEXT, lambda text: len(plain(text)))
    parts = [replace(blank, text=text) for text in texts] or [blank]

    shown, *more = [*batched(reply.pictures, MOST_PICTURES)] or [()]
    parts[-1] = replace(parts[-1], pictures=shown)
    parts += [replace(blank, pictures=pictures) for pictures in more]

    files = tuple(file for file in reply.files if len(file.content) <= MOST_FILE)
    if len(parts[-1].pictures) + len(files) > MOST_PICTURES:
        parts.append(blank)
    parts[-1] = replace(parts[-1], files=files)

    offered, *others = [*batched(reply.choices, MOST_BUTTONS)] or [()]
    parts[-1] = replace(parts[-1], choices=offered)
    parts += [replace(blank, text="…", choices=choices) for choices in others]
    return [part for part in parts if part != blank]


def batched(things: tuple[Thing, ...], size: int) -> Iterator[tuple[Thing, ...]]:
    """The same in tuples of at most `size`."""
    return (things[at : at + size] for at in range(0, len(things), size))


def plain(text: str) -> str:
    """The words so that Discord shows them as they are, not as markup."""
    return escape_markdown(text)


def growing(text: str) -> str:
    """As much of an unfinished answer as one message takes."""
    shown = plain(text)
    return shown if len(shown) <= MOST_TEXT else shown[: MOST_TEXT - 1].rstrip("\\") + "…"


def nonce_of(key: str) -> str:
    """The same for every attempt at one part; Discord takes 25 characters."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:18]).decode()


def growing_params(text: str, dress: Dress) -> MultipartParameters:
    """An unfinished answer."""
    return _params(growing(text), MISSING, (), dress)


def params_of(part: Part, dress: Dress) -> MultipartParameters:
    """A part as Discord's library sends it."""
    files = [*map(_photo, part.pictures, range(len(part.pictures))), *map(_file, part.files)]
    if _is_card(part):
        return _params(None if dress.is_edit else MISSING, _card(part, files, dress), files, dress)
    view = _buttons(part.choices, dress) if part.choices else (None if dress.is_edit else MISSING)
    return _params(plain(part.text), view, files, dress)


def is_like(message: dict[str, Any], part: Part) -> bool:
    """Whether a message that Discord has is this part."""
    found = message.get("content") or next(_texts(message.get("components", [])), "")
    return bool(found.strip() == plain(part.text).strip())


def _texts(components: Sequence[Any]) -> Iterator[str]:
    for component in components:
        if "content" in component:
            yield component["content"]
        yield from _texts(component.get("components", []))


def _params(content: Any, view: Any, files: Sequence[discord.File], dress: Dress) -> MultipartParameters:
    flags = discord.MessageFlags(suppress_embeds=True, ephemeral=dress.is_private)
    reference = _reference(dress)
    attached = list(files) if files or dress.is_edit else MISSING
    return handle_message_parameters(
        content,
        view=view,
        flags=flags,
        nonce=dress.nonce,
        allowed_mentions=discord.AllowedMentions.none(),
        message_reference=reference if reference else MISSING,
        attachments=attached,
    )


def _reference(dress: Dress) -> Any:
    if dress.answers is None:
        return None
    channel, message = dress.answers
    reference = discord.MessageReference(message_id=message, channel_id=channel, fail_if_not_exists=False)
    return reference.to_message_reference_dict()


def _with_left_out(reply: Reply) -> str:
    left_out = [file for file in reply.files if len(file.content) > MOST_FILE]
    sentences = [say(TOO_HEAVY, name=file.name, size=f"{len(file.content) / 2**20:.0f}") for file in left_out]
    return "\n".join([reply.text, *sentences]) if sentences else reply.text


def _is_card(part: Part) -> bool:
    has_captions = bool(part.pictures) and all(picture.caption for picture in part.pictures)
    return has_captions and len(part.choices) <= MOST_IN_CARD and not part.files


def _card(part: Part, files: Sequence[discord.File], dress: Dress) -> ui.LayoutView:
    text: list[ui.Item[Any]] = [ui.TextDisplay(plain(part.text))] if part.text else []
    rows: list[ui.Item[Any]] = []
    if len(files) == 1:
        shown = discord.MediaGalleryItem(files[0], description=part.pictures[0].caption)
        rows.append(ui.MediaGallery(shown))
    else:
        rows += map(_entry, part.pictures, files)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*text, *rows))
    if part.choices:
        view.add_item(ui.ActionRow(*(dress.seal.button(choice, dress.person) for choice in part.choices)))
    return view


def _entry(picture: Picture, file: discord.File) -> ui.Item[Any]:
    return ui.Section(plain(picture.caption), accessory=ui.Thumbnail(file, description=picture.caption))


def _buttons(choices: Sequence[Choice], dress: Dress) -> ui.View:
    view = ui.View(timeout=None)
    for choice in choices:
        view.add_item(dress.seal.button(choice, dress.person))
    return view


def _photo(picture: Picture, number: int) -> discord.File:
    return discord.File(io.BytesIO(picture.jpeg), f"{number + 1}.jpg", description=picture.caption[:1024] or None)


def _file(file: File) -> discord.File:
    return discord.File(io.BytesIO(file.content), file.name)

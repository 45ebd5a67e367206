"""Commands: what stands in Discord's menus. Each becomes words of a message; the grammar knows what they mean."""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import discord
from discord import app_commands, ui

from bot.discord.buttons import Speak
from bot.discord.reading import MOST_FILES, Source, pictures_of
from core.language import code_of, say, to_say, translated
from core.paths.menu import COMMANDS, Command

TEACH, WHO = to_say("Teach this photo"), to_say("Who is this?")
STALE = to_say("I was restarted in the meantime. Please choose “{menu}” once more.")

Menus = Mapping[str, Sequence[tuple[str, str]]]  # by language: names and descriptions of commands
Words = app_commands.Range[str, 1, 1000] | None
Interaction = discord.Interaction[Any]
_RUN = secrets.token_hex(4)  # a form that was opened before a restart can't be handed in after it


@dataclass(frozen=True, slots=True)
class Takes:
    """What a command can be given besides its name."""

    words: str = ""  # what its words are called; empty: it takes none
    hint: str = ""
    photos: int = 0


TAKES = {
    "remember": Takes("name", "“my dog Max, he loves balls”", photos=4),
    "who": Takes(photos=1),
    "about": Takes("name", "whom"),
    "show": Takes("name", "whom"),
    "forget": Takes("name", "whom or what"),
    "share": Takes("name", "whom"),
    "unshare": Takes("name", "whom"),
    "rules": Takes("who", "“everyone” or “admins”"),
    "called": Takes("name", "the name, without an @"),
    "link": Takes("code", "the one you were given in the other app"),
    "language": Takes("language", "“en”, “de”, “es” or “fr”"),
    "training": Takes("answer", "“yes” or “no”"),
}
# Only the person who gave these sees the answer.
PRIVATE = {"language", "link", "unlink", "training", "export", "erase", "privacy", "help"}
NOTHING = Takes()


class Hear(Protocol):
    """What takes an interaction as if its words had been said."""

    def __call__(
        self,
        interaction: Interaction,
        text: str,
        attached: Sequence[Source] = (),
        quoted: Sequence[Source] = (),
        is_private: bool = False,
    ) -> Awaitable[None]:
        """Acknowledge it and keep it."""


def commands_of(hear: Hear, speak: Speak) -> list[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu]:
    """Everything for Discord's menus."""

    async def teach(interaction: Interaction, message: discord.Message) -> None:
        await speak(interaction)
        await interaction.response.send_modal(Lesson(hear, pictures_of(message)))

    async def who(interaction: Interaction, message: discord.Message) -> None:
        await hear(interaction, "who is this?", quoted=pictures_of(message))

    menus = [app_commands.ContextMenu(name=TEACH, callback=teach), app_commands.ContextMenu(name=WHO, callback=who)]
    return [*(_command(command, hear) for command in COMMANDS), *menus]


def _command(command: Command, hear: Hear) -> app_commands.Command[Any, ..., Any]:
    takes, is_private = TAKES.get(command.name, NOTHING), command.name in PRIVATE

    def said(words: str | None) -> str:
        return f"/{command.name} {words or ''}".strip()

    async def alone(interaction: Interaction) -> None:
        await hear(interaction, said(None), is_private=is_private)

    @app_commands.rename(words=takes.words or "words")
    @app_commands.describe(words=takes.hint or "…")
    async def worded(interaction: Interaction, words: Words = None) -> None:
        await hear(interaction, said(words), is_private=is_private)

    async def looked(interaction: Interaction, photo: discord.Attachment | None = None) -> None:
        await hear(interaction, "who is this?" if photo else said(None), [photo] if photo else [])

    @app_commands.rename(words=takes.words or "words")
    @app_commands.describe(words=takes.hint or "…")
    async def shown(
        interaction: Interaction,
        photo: discord.Attachment | None = None,
        words: Words = None,
        photo2: discord.Attachment | None = None,
        photo3: discord.Attachment | None = None,
        photo4: discord.Attachment | None = None,
    ) -> None:
        await hear(interaction, said(words), [p for p in (photo, photo2, photo3, photo4) if p])

    callback: Any = (shown if takes.words else looked) if takes.photos else (worded if takes.words else alone)
    made: app_commands.Command[Any, ..., Any] = app_commands.Command(
        name=command.name, description=command.description, callback=callback
    )
    made.allowed_contexts = app_commands.AppCommandContext(
        guild=command.in_groups, dm_channel=command.in_private, private_channel=command.in_private
    )
    return made


class Translated(app_commands.Translator):
    """Descriptions in the languages of the menus, and names that are picked: those of a message's menu.

    The names of the other commands stay the words that are typed in every app.
    """

    def __init__(self, menus: Menus) -> None:
        super().__init__()
        self._menus = {language: dict(menu) for language, menu in menus.items()}

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The name or description where there is one in this language."""
        if isinstance(context.data, app_commands.ContextMenu):
            code = code_of(locale.value)
            return translated(string.message, code) if code != "en" else None
        if context.location is not app_commands.TranslationContextLocation.command_description:
            return None
        language = locale.value.lower()
        menu = self._menus.get(language) or self._menus.get(language.split("-")[0], {})
        return menu.get(context.data.name)


class Lesson(ui.Modal):
    """The form of “Teach this photo”. What is typed there is read as English, whatever its labels are."""

    def __init__(self, hear: Hear, pictures: Sequence[Source]) -> None:
        super().__init__(title=say(TEACH), custom_id=f"teach:{_RUN}:{secrets.token_hex(8)}", timeout=15 * 60)
        self._hear, self._pictures = hear, pictures
        self._name: ui.TextInput[Any] = ui.TextInput(custom_id="name", placeholder="my dog Max", max_length=80)
        self._facts: ui.TextInput[Any] = ui.TextInput(
            custom_id="facts", style=discord.TextStyle.paragraph, required=False, max_length=500
        )
        room = MOST_FILES - len(pictures)
        self._more: ui.FileUpload[Any] = ui.FileUpload(
            custom_id="photos", required=not pictures, min_values=0 if pictures else 1, max_values=max(1, room)
        )
        self.add_item(ui.Label(text=say("Who or what is it?"), component=self._name))
        self.add_item(ui.Label(text=say("What should I know?"), description="he loves balls", component=self._facts))
        if room > 0:
            self.add_item(ui.Label(text=say("More photos"), component=self._more))

    async def on_submit(self, interaction: Interaction, /) -> None:
        facts = self._facts.value.strip()
        text = f"/remember {self._name.value.strip()}" + (f", {facts}" if facts else "")
        await self._hear(interaction, text, [*self._more.values, *self._pictures])


def is_stale(interaction: Interaction) -> bool:
    """Whether a form is handed in that was opened before the bot was restarted."""
    sent: Any = interaction.data or {}
    form = str(sent.get("custom_id", ""))
    is_form = interaction.type is discord.InteractionType.modal_submit
    return is_form and not form.startswith(f"teach:{_RUN}:")


def stale(interaction: Interaction) -> str:
    """What to say then. The menu has the language of the app, whichever the person is spoken with in."""
    return say(STALE, menu=translated(TEACH, code_of(interaction.locale.value)))


async def sync(tree: app_commands.CommandTree[Any], kept: Path) -> bool:
    """Tell Discord the commands, when they differ from those it was told last. `kept` remembers which those were."""
    told = [
        await command.get_translated_payload(tree, tree.translator) if tree.translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    mark = hashlib.sha256(json.dumps([tree.client.application_id, told], sort_keys=True).encode()).hexdigest()
    if await asyncio.to_thread(_read, kept) == mark:
        return False
    await tree.sync()
    await asyncio.to_thread(kept.write_text, mark)
    return True


def _read(kept: Path) -> str:
    kept.parent.mkdir(parents=True, exist_ok=True)
    return kept.read_text() if kept.exists() else ""

"""The commands, as apps list them: what a channel registers as its menu."""

from dataclasses import dataclass, replace

from core.language import LANGUAGES, to_say, translated


@dataclass(frozen=True, slots=True)
class Command:
    """One entry. The name without its slash, lower-case letters; the description at most 100 letters."""

    name: str
    description: str
    in_private: bool = True
    in_groups: bool = True


COMMANDS = (
    Command("remember", to_say("Remember who is in a photo: with the photo, or as a reply to one")),
    Command("who", to_say("Everybody I know here")),
    Command("about", to_say("All I know of somebody")),
    Command("show", to_say("The last photo with boxes and names")),
    Command("why", to_say("What my last answer went by")),
    Command("undo", to_say("Take back the last change")),
    Command("forget", to_say("Forget somebody")),
    Command("share", to_say("Share somebody you taught me in private with a group")),
    Command("unshare", to_say("No longer share somebody")),
    Command("notme", to_say("Don't remember me")),
    Command("rules", to_say("Who may teach, correct and forget in this group"), in_private=False),
    Command("called", to_say("A name I answer to in this group"), in_private=False),
    Command("language", to_say("The language I speak with you")),
    Command("link", to_say("One memory for your accounts in several apps"), in_groups=False),
    Command("unlink", to_say("Separate this account again"), in_groups=False),
    Command("training", to_say("May what you say train me? Off unless you say so"), in_groups=False),
    Command("export", to_say("Everything I know as a file"), in_groups=False),
    Command("erase", to_say("Delete everything"), in_groups=False),
    Command("privacy", to_say("What I keep, why, and how to get rid of it")),
    Command("help", to_say("What you can do here")),
)


def menus() -> dict[str, tuple[Command, ...]]:
    """The commands in each language; "" for whoever speaks another one."""
    return {"" if language == "en" else language: _in(language) for language in LANGUAGES}


def _in(language: str) -> tuple[Command, ...]:
    return tuple(replace(each, description=translated(each.description, language)) for each in COMMANDS)

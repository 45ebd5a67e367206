"""The commands, as apps list them: what a channel registers as its menu."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One entry. The name without its slash, lower-case letters; the description at most 100 letters."""

    name: str
    description: str
    in_private: bool = True
    in_groups: bool = True


COMMANDS = (
    Command("remember", "Remember who is in a photo: with the photo, or as a reply to one"),
    Command("who", "Everybody I know here"),
    Command("about", "All I know of somebody"),
    Command("show", "The last photo with boxes and names"),
    Command("why", "What my last answer went by"),
    Command("undo", "Take back the last change"),
    Command("forget", "Forget somebody"),
    Command("share", "Share somebody you taught me in private with a group"),
    Command("unshare", "No longer share somebody"),
    Command("notme", "Don't remember me"),
    Command("rules", "Who may teach, correct and forget in this group", in_private=False),
    Command("called", "A name I answer to in this group", in_private=False),
    Command("link", "One memory for your accounts in several apps", in_groups=False),
    Command("unlink", "Separate this account again", in_groups=False),
    Command("training", "May what you say train me? Off unless you say so", in_groups=False),
    Command("export", "Everything I know as a file", in_groups=False),
    Command("erase", "Delete everything", in_groups=False),
    Command("privacy", "What I keep, why, and how to get rid of it"),
    Command("help", "What you can do here"),
)

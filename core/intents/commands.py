"""Slash commands, typed or as a caption, with "@botname" and with small slips: /remember /who /about /forget ..."""

import re
from collections.abc import Callable
from dataclasses import replace

from rapidfuzz.distance import OSA

from core.intents.changing import read_change, two_names
from core.intents.forgetting import forget_named, read_erasure, read_forgetting
from core.intents.introducing import read_introduction
from core.intents.naming import Case, clean_name
from core.intents.people import RULES, code_in, language_in, own_name_in, switched
from core.intents.shapes import (
    ME,
    About,
    AddAlias,
    Agree,
    Ask,
    Called,
    EraseMe,
    Export,
    Forget,
    Gallery,
    Heard,
    Help,
    Intent,
    Language,
    Link,
    Merge,
    NotMe,
    Pair,
    Privacy,
    Remember,
    Rename,
    Rules,
    Share,
    Show,
    Start,
    Training,
    Undo,
    Unlink,
    Unshare,
    Why,
)
from core.intents.spelling import cleaned, plain
from core.intents.subjects import the_one, whom_meant
from core.intents.teaching import read_teaching

_COMMAND = re.compile(r"/(?P<name>[A-Za-z_]{1,32})(?:@\w{1,64})?(?=[\s,:]|$)[\s,:]*(?P<rest>.*)", re.DOTALL)


def read_command(heard: Heard) -> Intent | None:
    """A message that begins with a slash and a word. An unknown command gets help, a known one never does by accident."""
    found = _COMMAND.fullmatch(cleaned(heard.text))
    if found is None:
        return None
    follow = COMMANDS.get(_meant(found["name"].lower()))
    return follow(replace(heard, text=plain(found["rest"]))) if follow else Help()


def _meant(name: str) -> str:
    """The command, or the one it is a slip away from."""
    if name in COMMANDS or len(name) < 4:
        return name
    return next((command for command in COMMANDS if len(command) > 3 and OSA.distance(name, command) == 1), name)


def _remember(heard: Heard) -> Intent:
    if not heard.text:
        return Remember(None)
    said = heard.text if heard.text.lower().startswith("remember") else f"remember {heard.text}"
    told = replace(heard, text=said)
    return read_introduction(told) or read_teaching(told) or Remember(None)


def _about(heard: Heard) -> Intent:
    if heard.text.lower() in ("me", "myself"):
        return About(ME)
    name = whom_meant(heard.text, heard) if heard.text else the_one(heard)
    name = name or clean_name(heard.text)
    return About(name) if name else Gallery()


def _who(heard: Heard) -> Intent:
    return Ask(f"who {heard.text}") if heard.text else Gallery()


def _show(heard: Heard) -> Intent:
    name = whom_meant(heard.text, heard) if heard.text else None
    return About(name) if name else Show()


def _forget(heard: Heard) -> Intent:
    told = replace(heard, text=f"forget {heard.text}".strip())
    if not heard.text:
        return Forget(None)
    return (
        read_erasure(told)
        or read_change(told)
        or read_forgetting(told)
        or forget_named(heard.text, heard, Case.ANY)
        or Forget(None)
    )


def _erase(heard: Heard) -> Intent:
    told = replace(heard, text=f"erase {heard.text}")
    if not heard.text or read_erasure(told):
        return EraseMe()
    return forget_named(heard.text, heard, Case.ANY) or Help()


def _rename(heard: Heard) -> Intent:
    pair = two_names(heard.text, heard)
    return Rename(*pair) if pair else read_change(replace(heard, text=f"rename {heard.text}")) or Help()


def _alias(heard: Heard) -> Intent:
    pair = two_names(heard.text, heard)
    return AddAlias(*pair) if pair else Help()


def _merge(heard: Heard) -> Intent:
    if (asked := read_change(replace(heard, text=f"merge {heard.text}"))) is not None:
        return asked
    pair = two_names(heard.text, heard)
    return Merge(*pair) if pair else Help()


def _shared(heard: Heard) -> str | None:
    """The name in "/share Max with this group"."""
    return own_name_in(heard.text) or clean_name(heard.text)


def _rules(heard: Heard) -> Intent:
    said = heard.text.casefold().split()
    return Rules(next((word for word in said if word in RULES), "") if said else None)


def _called(heard: Heard) -> Intent:
    return Called(clean_name(heard.text))


def _training(heard: Heard) -> Intent:
    return Training(switched(heard.text))


def _notme(heard: Heard) -> Intent:
    return NotMe(switched(heard.text) is not False)


def _link(heard: Heard) -> Intent:
    return Link(code_in(heard.text) if heard.text else None)


def _pair(heard: Heard) -> Intent:
    return Pair(code_in(heard.text))


def _language(heard: Heard) -> Intent:
    return Language(language_in(heard.text))


def _agree(heard: Heard) -> Intent:
    """What a button of a consent card says: "/may 0123abcd yes"."""
    request, _, answer = heard.text.partition(" ")
    return Agree(request, answer == "yes") if answer in ("yes", "no") else Help()


COMMANDS: dict[str, Callable[[Heard], Intent]] = {
    "remember": _remember,
    "who": _who,
    "about": _about,
    "show": _show,
    "why": lambda heard: Why(),
    "forget": _forget,
    "erase": _erase,
    "export": lambda heard: Export(),
    "undo": lambda heard: Undo(),
    "rename": _rename,
    "merge": _merge,
    "alias": _alias,
    "help": lambda heard: Help(),
    "start": lambda heard: Start(),
    "privacy": lambda heard: Privacy(),
    "share": lambda heard: Share(_shared(heard)),
    "unshare": lambda heard: Unshare(_shared(heard)),
    "rules": _rules,
    "called": _called,
    "notme": _notme,
    "training": _training,
    "link": _link,
    "unlink": lambda heard: Unlink(),
    "language": _language,
    "pair": _pair,
    "may": _agree,
}

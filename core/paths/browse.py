"""Browse: the gallery, a card, help, and what is stored."""

import re
from dataclasses import dataclass

from core.concepts import Concept, MemoryId
from core.intents import ME, About, Gallery, Help, Privacy, Start, WhatIs, clean_name, is_kind, kinds_in
from core.language import day, say, to_say
from core.messages import Picture, Reply
from core.photos import Photo
from core.ports import Card, Ports
from core.turns import Moment, Outcome, fold

NOT_YOU = to_say("I don't know you yet. Say “my name is …”, or “this is me” with a photo of you.")
YOU = to_say("You are called {name} here. Say “this is me” with a photo of you, and I'll recognise you, too.")
START = to_say(
    "Hello! Send me a photo of your dog, a friend or your favourite mug and say “remember, this is Max”; then ask me "
    "about any other photo. /help tells what else you can do, /privacy what I keep."
)
START_GROUP = to_say(
    "Hello! Mention me with a photo and “remember, this is Max”, and I'll know Max in this group. "
    "/help tells what else you can do, /privacy what I keep."
)
HELP = to_say("""I remember the friends and pets you show me, and talk about them.
• Send a photo and say “remember, this is my dog Max”, then another and ask “who is this?”
• Tell me things: “Max is afraid of thunder”. Ask: “what does Max like?”
• Wrong? Say “that's not Max” or “no, that's Bella”. “why?” shows what I went by, “show me” draws boxes.
• /who shows everybody I know, /about Max his card, /undo takes back the last change.
• /share Max lets a group of yours ask me about him, /unshare Max ends that. /link joins your accounts in other apps.
• /forget Max, /erase me and /export: it is your memory.""")
HELP_GROUP = to_say("""I remember the friends and pets this group shows me. I answer when you mention me or reply to me.
• Show me a photo and say “remember, this is our dog Max”, then ask about another one: “who is this?”
• A person? Mention their account beside the photo, and I'll ask them. “This is me” is enough for yourself.
• Wrong? Say “that's not Max”. /who shows everybody I know here, /about Max his card, /undo takes back the last change.
• /share Max brings in somebody you taught me in private, /unshare Max takes them out again.
• /rules says who may teach, correct and forget here. /notme, and I don't remember you.""")

PRIVACY = to_say("""What: I keep what you teach me: names, facts, and small crops of the photos that taught me \
something, and the words of our chat. They lie in your own memory, which nobody else can read.
Why: to recognise whom you show me, and to go on where we stopped. Nothing of it trains me unless you say /training on.
How long: until you say so. A photo that taught me nothing is dropped when you send the next one, or after a day. \
Where a photo was taken is never kept.
Who: you alone, and the operator of this Familiar, whose machine it is. With a group only what you /share.
Yours: “forget Max” deletes one, /erase me everything, /export gives you all of it, /notme forbids me to know you.""")
PRIVACY_GROUP = to_say("""What: I keep what this group teaches me: names, facts, and small crops of the photos that \
taught me something, and what was said to me. What is not said to me I don't keep.
Why: to recognise whom you show me here. A person's look is kept when they said yes; of a child none is.
How long: until somebody who may says “forget Max”. A photo that taught me nothing is dropped when the next one comes, \
or after a day.
Who: everybody in this group can ask me about it, and the operator of this Familiar could read it. What somebody \
taught me in private is not known here, unless they shared it.
Yours: /notme, and I forget you and can't be taught you again; /unshare takes back what you shared.""")
_SAYS_WHAT = re.compile(r"is (?:your|an?) (?P<what>[\w -]+)")
OF_THE_APP = {
    "discord": to_say("What is said on Discord is never used to train me."),
    "telegram": to_say("On Telegram, chats with bots are not end-to-end encrypted: Telegram's servers pass them on."),
}


@dataclass(frozen=True, slots=True)
class GalleryEntry:
    """Somebody who is known, with the crop that stands for them; None when they were only told about."""

    concept: Concept
    cover: Photo | None


async def entries(memory: MemoryId, ports: Ports) -> list[GalleryEntry]:
    """Everybody of a memory, oldest first, for a channel that shows a gallery of its own."""
    covers = await ports.concepts.covers(memory)
    known = await ports.concepts.all(memory)
    return [GalleryEntry(c, covers[c.id].crop if c.id in covers else None) for c in known]


async def gallery(intent: Gallery, moment: Moment, ports: Ports) -> Outcome:
    """Everybody it knows, or of a kind, each with a crop. "How old is he?" goes on about one who was asked for."""
    if not moment.known:
        return Outcome(Reply(say("I don't know anybody yet. Send me a photo and say “remember, this is my dog Max”.")))
    kinds = kinds_in(intent.kind, [concept.kind for concept in moment.known])
    asked = [concept for concept in moment.known if concept.kind in kinds] if intent.kind else moment.known
    if not asked:
        return Outcome(Reply(say("None that I know of.")))
    covers = await ports.concepts.covers(moment.memory)
    pictures = tuple(Picture(covers[c.id].crop.jpeg, c.name) for c in asked if c.id in covers)
    lines = [say("I know {count}:", count=len(asked)), *map(_entry, asked)]
    return Outcome(Reply("\n".join(lines), pictures), tuple(c.id for c in asked) if intent.kind else ())


async def about(intent: About, moment: Moment, ports: Ports) -> Outcome:
    """The card: looks and facts, numbered, and where each came from."""
    concept = moment.named(intent.name)
    card = await ports.concepts.card(moment.memory, concept.id) if concept else None
    if card is None:
        return Outcome(Reply(_not_known(intent, moment)))
    pictures = tuple(
        Picture(look.crop.jpeg, f"{number}. {_look_note(card, number - 1)}")
        for number, look in enumerate(card.looks, start=1)
    )
    return Outcome(Reply("\n".join(_card_lines(card)), pictures), (card.concept.id,))


def _not_known(intent: About, moment: Moment) -> str:
    """Nobody has a card by this name; of the person themselves the app may tell how they are called."""
    if intent.name != ME:
        return say("I don't know any {name}.", name=intent.name)
    shown = clean_name(moment.message.shown)
    return say(YOU, name=shown) if shown else say(NOT_YOU)


def what_is(intent: WhatIs, moment: Moment) -> Outcome:
    """What somebody was introduced as. A puppy is a dog, too, so nobody is told no."""
    concept = moment.named(intent.name)
    told = _what_is_told(concept) if concept else {}
    asked = told.get(fold(intent.kind)) if intent.kind else None
    unknown = say("I don't know what {name} is yet.", name=intent.name)
    said = say("Yes, {told}", told=asked) if asked else next(iter(told.values()), unknown)
    return Outcome(Reply(said), (concept.id,) if concept else ())


def explain(intent: Start | Help | Privacy, moment: Moment) -> Outcome:
    """What one can do here, and what is kept."""
    in_group, channel = moment.message.group is not None, moment.message.channel
    match intent:
        case Start():
            return Outcome(Reply(say(START_GROUP if in_group else START)))
        case Help():
            return Outcome(Reply(say(HELP_GROUP if in_group else HELP)))
        case Privacy():
            said = (say(PRIVACY_GROUP if in_group else PRIVACY), say(OF_THE_APP.get(channel, "")))
            return Outcome(Reply("\n".join(filter(None, said))))


def _what_is_told(concept: Concept) -> dict[str, str]:
    """A sentence for every kind or breed that somebody is said to be, under that word; the first is the kind."""
    told = (
        {fold(concept.kind): say("{name} is your {kind}.", name=concept.name, kind=concept.kind)}
        if concept.kind
        else {}
    )
    for fact in concept.facts:
        if (said := _SAYS_WHAT.fullmatch(fact.text)) and is_kind(said["what"]):
            told.setdefault(fold(said["what"]), f"{concept.name} {fact.text}.")
    return told


def _entry(concept: Concept) -> str:
    who = say("{name} (you)", name=concept.name) if concept.is_self else _who(concept)
    return f"• {who}" + (f": {concept.facts[0].text}" if concept.facts else "")


def _card_lines(card: Card) -> list[str]:
    concept = card.concept
    lines = [_title(concept)]
    lines += [
        say("{number}. {fact} (told on {day})", number=number, fact=f"{concept.name} {fact.text}", day=day(fact.told))
        for number, fact in enumerate(concept.facts, start=1)
    ]
    ended = [say("{fact} (until {day})", fact=fact.text, day=day(fact.ended)) for fact in card.history if fact.ended]
    if ended:
        lines.append(say("Before: {facts}", facts="; ".join(ended)))
    return [*lines, _photos(card)]


def _photos(card: Card) -> str:
    positive = sum(look.positive for look in card.looks)
    negative = len(card.looks) - positive
    photos = say("1 photo") if positive == 1 else say("{count} photos", count=positive)
    return say("{photos}, {count} of who it is not", photos=photos, count=negative) if negative else photos


def _title(concept: Concept) -> str:
    aliases = ", ".join(concept.aliases)
    return say("{name}, also called {aliases}", name=_who(concept), aliases=aliases) if aliases else _who(concept)


def _who(concept: Concept) -> str:
    return say("{name}, your {kind}", name=concept.name, kind=concept.kind) if concept.kind else concept.name


def _look_note(card: Card, index: int) -> str:
    look = card.looks[index]
    said = {"name": card.concept.name, "day": day(look.taught)}
    return say("{name}, shown on {day}", **said) if look.positive else say("not {name}, shown on {day}", **said)

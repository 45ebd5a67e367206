"""Browse: the gallery, a card, help, and what is stored."""

from dataclasses import dataclass

from core.concepts import Concept, Fact, MemoryId
from core.intents import About
from core.messages import Picture, Reply
from core.photos import Photo
from core.ports import Card, Ports
from core.turns import Moment, Outcome

HELP = """I remember the friends and pets you show me, and talk about them.
• Send a photo and say “remember, this is my dog Max”, then another and ask “who is this?”
• Tell me things: “Max is afraid of thunder”. Ask: “what does Max like?”
• Wrong? Say “that's not Max” or “no, that's Bella”. “why?” shows what I went by, “show me” draws boxes.
• /who shows everybody I know, /about Max his card, /undo takes back the last change.
• /forget Max, /erase me and /export: it is your memory."""

PRIVACY = """I keep what you teach me: names, facts, and small crops of the photos that taught me something. They \
lie in your own memory, which nobody else can read. A photo that taught me nothing is dropped when you send the next \
one, or with the first thing you say a day later. Where a photo was taken is never kept. “forget Max” deletes one, \
/erase me everything, /export gives you all of it."""


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


async def gallery(moment: Moment, ports: Ports) -> Outcome:
    """Everybody it knows, each with a crop."""
    if not moment.known:
        return Outcome(Reply("I don't know anybody yet. Send me a photo and say “remember, this is my dog Max”."))
    covers = await ports.concepts.covers(moment.memory)
    pictures = tuple(Picture(covers[c.id].crop.jpeg, c.name) for c in moment.known if c.id in covers)
    lines = [_entry(concept) for concept in moment.known]
    return Outcome(Reply(f"I know {len(lines)}:\n" + "\n".join(lines), pictures))


async def about(intent: About, moment: Moment, ports: Ports) -> Outcome:
    """The card: looks and facts, numbered, and where each came from."""
    concept = moment.named(intent.name)
    card = await ports.concepts.card(moment.memory, concept.id) if concept else None
    if card is None:
        return Outcome(Reply(f"I don't know any {intent.name}."))
    pictures = tuple(
        Picture(look.crop.jpeg, f"{number}. {_look_note(card, number - 1)}")
        for number, look in enumerate(card.looks, start=1)
    )
    return Outcome(Reply("\n".join(_card_lines(card)), pictures), (card.concept.id,))


async def explain_help(moment: Moment, ports: Ports) -> Outcome:
    """What one can do here."""
    return Outcome(Reply(HELP))


async def privacy(moment: Moment, ports: Ports) -> Outcome:
    """What is stored, and how to get rid of it."""
    return Outcome(Reply(PRIVACY))


def _entry(concept: Concept) -> str:
    who = f"{concept.name}, your {concept.kind}" if concept.kind else concept.name
    who = f"{concept.name} (you)" if concept.is_self else who
    return f"• {who}" + (f": {concept.facts[0].text}" if concept.facts else "")


def _card_lines(card: Card) -> list[str]:
    concept = card.concept
    lines = [_title(concept)]
    lines += [f"{n}. {concept.name} {fact.text} ({_told(fact)})" for n, fact in enumerate(concept.facts, start=1)]
    ended = [fact for fact in card.history if fact.ended]
    if ended:
        lines.append("Before: " + "; ".join(f"{fact.text} (until {fact.ended:%d %b %Y})" for fact in ended))
    positive = sum(look.positive for look in card.looks)
    negative = len(card.looks) - positive
    photos = f"{positive} photo{'' if positive == 1 else 's'}"
    lines.append(f"{photos}, {negative} of who it is not" if negative else photos)
    return lines


def _title(concept: Concept) -> str:
    title = f"{concept.name}, your {concept.kind}" if concept.kind else concept.name
    return title + (f", also called {', '.join(concept.aliases)}" if concept.aliases else "")


def _told(fact: Fact) -> str:
    return f"told on {fact.told:%d %b %Y}"


def _look_note(card: Card, index: int) -> str:
    look = card.looks[index]
    whom = card.concept.name if look.positive else f"not {card.concept.name}"
    return f"{whom}, shown on {look.taught:%d %b %Y}"

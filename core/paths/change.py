"""Change: rename, merge, alias, take one look or one fact away, undo. Each is done at once, and can be undone."""

from difflib import SequenceMatcher
from uuid import UUID

from core.concepts import Fact
from core.intents import AddAlias, Merge, RemoveFact, RemoveLook, Rename
from core.language import say
from core.messages import Reply
from core.ports import Ports
from core.turns import Moment, Outcome, fold

LIKE_ENOUGH = 0.6  # how much of the words two tellings of one fact share; "is afraid of thunder", "afraid of thunder"


async def rename(intent: Rename, moment: Moment, ports: Ports) -> Outcome:
    """Another name for somebody known."""
    concept = moment.named(intent.old)
    if concept is None:
        return _nobody(intent.old)
    if await ports.concepts.rename(moment.memory, concept.id, intent.new):
        done = say("{name} is called {new} from now on.", name=concept.name, new=intent.new)
        return Outcome(Reply(done), (concept.id,))
    taken = say(
        "There is a {new} already. If they are one, say “merge {new} and {name}”.", name=concept.name, new=intent.new
    )
    return Outcome(Reply(taken))


async def merge(intent: Merge, moment: Moment, ports: Ports) -> Outcome:
    """Two that are one."""
    keep, other = moment.named(intent.keep), moment.named(intent.other)
    if keep is None or other is None:
        return _nobody(intent.keep if keep is None else intent.other)
    if keep.id == other.id:
        one = say("{name} and {other} are one already.", name=intent.keep, other=intent.other)
        return Outcome(Reply(one), (keep.id,))
    await ports.concepts.merge(moment.memory, keep.id, other.id)
    done = say("Now {other} is another name of {name}; I put together what I knew.", name=keep.name, other=other.name)
    return Outcome(Reply(done), (keep.id,))


async def add_alias(intent: AddAlias, moment: Moment, ports: Ports) -> Outcome:
    """One more name for somebody known."""
    concept = moment.named(intent.name)
    if concept is None:
        return _nobody(intent.name)
    if await ports.concepts.add_alias(moment.memory, concept.id, intent.alias):
        noted = say("{name} is also called {alias}. Noted.", name=concept.name, alias=intent.alias)
        return Outcome(Reply(noted), (concept.id,))
    return Outcome(Reply(say("{alias} is the name of somebody already.", alias=intent.alias)))


async def remove_look(intent: RemoveLook, moment: Moment, ports: Ports) -> Outcome:
    """The look with this number on the card."""
    concept = moment.named(intent.name)
    card = await ports.concepts.card(moment.memory, concept.id) if concept else None
    if concept is None or card is None:
        return _nobody(intent.name)
    if not 1 <= intent.number <= len(card.looks):
        said = {"name": concept.name, "count": len(card.looks), "number": intent.number}
        return Outcome(Reply(say("{name} has {count} photos; there is no number {number}.", **said)))
    await ports.concepts.remove_look(moment.memory, card.looks[intent.number - 1].id)
    done = say("I took photo {number} of {name} away.", number=intent.number, name=concept.name)
    return Outcome(Reply(done), (concept.id,))


async def remove_fact(intent: RemoveFact, moment: Moment, ports: Ports) -> Outcome:
    """The fact with this number on the card, or the one these words tell."""
    concept = moment.named(intent.name)
    if concept is None:
        return _nobody(intent.name)
    fact = _fact(concept.facts, intent)
    if fact is None:
        none = say("I have no such note about {name}. /about {name} shows all of them.", name=concept.name)
        return Outcome(Reply(none))
    await ports.concepts.remove_fact(moment.memory, fact.id)
    done = say("I no longer say that {fact}.", fact=f"{concept.name} {fact.text}")
    return Outcome(Reply(done), (concept.id,))


async def undo(moment: Moment, ports: Ports) -> Outcome:
    """The last change, taken back."""
    deed = await ports.concepts.undo(moment.memory)
    await ports.people.tidy(moment.memory)
    return Outcome(Reply(say("Undone: {deed}.", deed=deed) if deed else say("There is nothing to undo.")))


def _nobody(name: str) -> Outcome:
    return Outcome(Reply(say("I don't know any {name}. /who shows everybody I know.", name=name)))


def _fact(facts: tuple[Fact, ...], intent: RemoveFact) -> Fact | None:
    if intent.number is not None:
        return facts[intent.number - 1] if 1 <= intent.number <= len(facts) else None
    scored: list[tuple[float, int, UUID]] = [
        (SequenceMatcher(None, fold(fact.text), fold(intent.words)).ratio(), index, fact.id)
        for index, fact in enumerate(facts)
    ]
    best = max(scored, default=None)
    return facts[best[1]] if best and best[0] >= LIKE_ENOUGH else None

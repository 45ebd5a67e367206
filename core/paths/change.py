"""Change: rename, merge, alias, take one look or one fact away, undo. Each is done at once, and can be undone."""

from difflib import SequenceMatcher
from uuid import UUID

from core.concepts import Fact
from core.intents import AddAlias, Merge, RemoveFact, RemoveLook, Rename
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
        return Outcome(Reply(f"{concept.name} is called {intent.new} from now on."), (concept.id,))
    return Outcome(
        Reply(f"There is a {intent.new} already. If they are one, say “merge {intent.new} and {concept.name}”.")
    )


async def merge(intent: Merge, moment: Moment, ports: Ports) -> Outcome:
    """Two that are one."""
    keep, other = moment.named(intent.keep), moment.named(intent.other)
    if keep is None or other is None:
        return _nobody(intent.keep if keep is None else intent.other)
    if keep.id == other.id:
        return Outcome(Reply(f"{intent.keep} and {intent.other} are one already."), (keep.id,))
    await ports.concepts.merge(moment.memory, keep.id, other.id)
    return Outcome(Reply(f"Now {other.name} is another name of {keep.name}; I put together what I knew."), (keep.id,))


async def add_alias(intent: AddAlias, moment: Moment, ports: Ports) -> Outcome:
    """One more name for somebody known."""
    concept = moment.named(intent.name)
    if concept is None:
        return _nobody(intent.name)
    if await ports.concepts.add_alias(moment.memory, concept.id, intent.alias):
        return Outcome(Reply(f"{concept.name} is also called {intent.alias}. Noted."), (concept.id,))
    return Outcome(Reply(f"{intent.alias} is the name of somebody already."))


async def remove_look(intent: RemoveLook, moment: Moment, ports: Ports) -> Outcome:
    """The look with this number on the card."""
    concept = moment.named(intent.name)
    card = await ports.concepts.card(moment.memory, concept.id) if concept else None
    if concept is None or card is None:
        return _nobody(intent.name)
    if not 1 <= intent.number <= len(card.looks):
        return Outcome(Reply(f"{concept.name} has {len(card.looks)} photos; there is no number {intent.number}."))
    await ports.concepts.remove_look(moment.memory, card.looks[intent.number - 1].id)
    return Outcome(Reply(f"I took photo {intent.number} of {concept.name} away."), (concept.id,))


async def remove_fact(intent: RemoveFact, moment: Moment, ports: Ports) -> Outcome:
    """The fact with this number on the card, or the one these words tell."""
    concept = moment.named(intent.name)
    if concept is None:
        return _nobody(intent.name)
    fact = _fact(concept.facts, intent)
    if fact is None:
        return Outcome(Reply(f"I have no such note about {concept.name}. /about {concept.name} shows all of them."))
    await ports.concepts.remove_fact(moment.memory, fact.id)
    return Outcome(Reply(f"I no longer say that {concept.name} {fact.text}."), (concept.id,))


async def undo(moment: Moment, ports: Ports) -> Outcome:
    """The last change, taken back."""
    deed = await ports.concepts.undo(moment.memory)
    await ports.people.tidy(moment.memory)
    return Outcome(Reply(f"Undone: {deed}." if deed else "There is nothing to undo."))


def _nobody(name: str) -> Outcome:
    return Outcome(Reply(f"I don't know any {name}. /who shows everybody I know."))


def _fact(facts: tuple[Fact, ...], intent: RemoveFact) -> Fact | None:
    if intent.number is not None:
        return facts[intent.number - 1] if 1 <= intent.number <= len(facts) else None
    scored: list[tuple[float, int, UUID]] = [
        (SequenceMatcher(None, fold(fact.text), fold(intent.words)).ratio(), index, fact.id)
        for index, fact in enumerate(facts)
    ]
    best = max(scored, default=None)
    return facts[best[1]] if best and best[0] >= LIKE_ENOUGH else None

"""Forget, erase, export. What deletes is confirmed in two steps."""

import asyncio

from core.archive import pack
from core.intents import Forget
from core.messages import Choice, File, Reply
from core.ports import Ports
from core.turns import Moment, Outcome, SureToErase, SureToForget

ERASE = "Shall I delete everything I know from you: every name, photo, fact and message? That can't be undone."
ERASE_GROUP = (
    "Shall I delete everything this group taught me: every name, photo, fact and message? That can't be undone."
)
YES_NO = (Choice("Yes, delete", "yes"), Choice("No", "no"))


async def forget(intent: Forget, moment: Moment, ports: Ports) -> Outcome:
    """Ask whether one concept is really to be deleted."""
    concept = moment.named(intent.name) if intent.name else None
    if intent.name is None and moment.last:
        concept = next(iter(moment.of(moment.last.subjects[:1])), None)
    if concept is None:
        return Outcome(Reply(f"I don't know any {intent.name}." if intent.name else "Whom shall I forget?"))
    question = f"Shall I forget {concept.name}, with every photo and fact? That can't be undone."
    return Outcome(Reply(question, choices=YES_NO), (concept.id,), pending=SureToForget(concept.id))


async def answer_forget(yes: bool, pending: SureToForget, moment: Moment, ports: Ports) -> Outcome:
    """Delete it, or leave it."""
    concept = next(iter(moment.of([pending.concept])), None)
    if concept is None:
        return Outcome(Reply("That one is gone already."))
    if not yes:
        return Outcome(Reply(f"Good, {concept.name} stays."), (concept.id,))
    await ports.people.unshare(moment.memory, concept.id)
    receipt = await ports.concepts.forget(moment.memory, concept.id) or {}
    return Outcome(Reply(f"Forgotten. Deleted: {_counted(receipt)}."))


async def erase(moment: Moment, ports: Ports) -> Outcome:
    """Ask whether everything is really to be deleted."""
    question = ERASE_GROUP if moment.message.group else ERASE
    return Outcome(Reply(question, choices=YES_NO), pending=SureToErase())


async def answer_erase(yes: bool, moment: Moment, ports: Ports) -> Outcome:
    """Delete every row, or none; the receipt says how many of each table."""
    if not yes:
        return Outcome(Reply("Good, everything stays."))
    before = await ports.people.erase(moment.memory)
    receipt = before | await ports.concepts.erase(moment.memory)
    return Outcome(Reply(f"Everything is deleted. Receipt: {_counted(receipt)}."), is_kept=False)


async def export(moment: Moment, ports: Ports) -> Outcome:
    """Everything of this memory as a zip file."""
    cards = await ports.concepts.cards(moment.memory)
    if not cards:
        return Outcome(Reply("I don't know anything yet, so there is nothing to export."))
    content = await asyncio.to_thread(pack, cards)
    text = f"Here is all I know of {len(cards)}: names, facts and pictures."
    return Outcome(Reply(text, files=(File("familiar-export.zip", content),), is_private=True))


def _counted(receipt: dict[str, int]) -> str:
    return ", ".join(f"{count} {table}" for table, count in sorted(receipt.items()) if count) or "nothing was there"

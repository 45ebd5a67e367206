"""Forget, erase, export. What deletes is confirmed in two steps."""

import asyncio

from core.archive import pack
from core.intents import Forget
from core.language import say, to_say
from core.messages import Choice, File, Reply
from core.ports import Ports
from core.turns import Moment, Outcome, SureToErase, SureToForget

ERASE = to_say("Shall I delete everything I know from you: every name, photo, fact and message? That can't be undone.")
ERASE_GROUP = to_say(
    "Shall I delete everything this group taught me: every name, photo, fact and message? That can't be undone."
)

ROWS = (  # what receipts count: in English by the names of the tables, so that everybody can look them up
    *(to_say("concepts"), to_say("labels"), to_say("facts"), to_say("looks"), to_say("vectors"), to_say("held")),
    *(to_say("turns"), to_say("inbox"), to_say("deeds"), to_say("moves"), to_say("consents"), to_say("links")),
    *(to_say("shares"), to_say("copies in groups"), to_say("visits"), to_say("groups"), to_say("members")),
    to_say("linked accounts"),
)


async def forget(intent: Forget, moment: Moment, ports: Ports) -> Outcome:
    """Ask whether one concept is really to be deleted."""
    concept = moment.named(intent.name) if intent.name else None
    if intent.name is None and moment.last:
        concept = next(iter(moment.of(moment.last.subjects[:1])), None)
    if concept is None:
        unknown = say("I don't know any {name}.", name=intent.name) if intent.name else say("Whom shall I forget?")
        return Outcome(Reply(unknown))
    question = say("Shall I forget {name}, with every photo and fact? That can't be undone.", name=concept.name)
    return Outcome(Reply(question, choices=yes_no()), (concept.id,), pending=SureToForget(concept.id))


async def answer_forget(yes: bool, pending: SureToForget, moment: Moment, ports: Ports) -> Outcome:
    """Delete it, or leave it."""
    concept = next(iter(moment.of([pending.concept])), None)
    if concept is None:
        return Outcome(Reply(say("That one is gone already.")))
    if not yes:
        return Outcome(Reply(say("Good, {name} stays.", name=concept.name)), (concept.id,))
    await ports.people.unshare(moment.memory, concept.id)
    receipt = await ports.concepts.forget(moment.memory, concept.id) or {}
    return Outcome(Reply(say("Forgotten. Deleted: {receipt}.", receipt=_counted(receipt))))


async def erase(moment: Moment, ports: Ports) -> Outcome:
    """Ask whether everything is really to be deleted."""
    question = say(ERASE_GROUP if moment.message.group else ERASE)
    return Outcome(Reply(question, choices=yes_no()), pending=SureToErase())


async def answer_erase(yes: bool, moment: Moment, ports: Ports) -> Outcome:
    """Delete every row, or none; the receipt says how many of each table."""
    if not yes:
        return Outcome(Reply(say("Good, everything stays.")))
    before = await ports.people.erase(moment.memory)
    receipt = before | await ports.concepts.erase(moment.memory)
    done = say("Everything is deleted. Receipt: {receipt}.", receipt=_counted(receipt))
    return Outcome(Reply(done), is_kept=False)


async def export(moment: Moment, ports: Ports) -> Outcome:
    """Everything of this memory as a zip file."""
    cards = await ports.concepts.cards(moment.memory)
    if not cards:
        return Outcome(Reply(say("I don't know anything yet, so there is nothing to export.")))
    content = await asyncio.to_thread(pack, cards)
    text = say("Here is all I know of {count}: names, facts and pictures.", count=len(cards))
    return Outcome(Reply(text, files=(File("familiar-export.zip", content),), is_private=True))


def yes_no() -> tuple[Choice, ...]:
    """The buttons under "Really delete?"."""
    return Choice(say("Yes, delete"), "yes"), Choice(say("No"), "no")


def _counted(receipt: dict[str, int]) -> str:
    """How many of each of `ROWS`."""
    named = sorted((say(rows), count) for rows, count in receipt.items() if count)
    counts = [say("{count} {rows}", count=count, rows=rows) for rows, count in named]
    return ", ".join(counts) or say("nothing was there")

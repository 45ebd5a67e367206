"""Consent: may somebody's look be kept? Of pets and things always; of people when they say so; of children never.

In a private chat, where the one in the photo is not there, a person is taught as before. In a group the one in the
photo is asked, by account. Whoever says "don't remember me" is forgotten wherever their account is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from uuid import UUID, uuid4

from core.concepts import Concept, MemoryId, Statement
from core.intents import Agree, NotMe, Training, is_child, is_person
from core.language import say, to_say
from core.messages import Account, Choice, Reply
from core.paths.restore import looks_of
from core.people import Held, Purpose, Subject, subject_of
from core.photos import Photo
from core.ports import Lesson, Ports
from core.turns import Moment, Outcome, fold, now

VERSION = "2026-11"  # of the sentences that people say yes to; a changed one needs a new version, and a new yes
WAITS = timedelta(days=7)
NEVER_FOR_TRAINING = ("discord",)  # their developer policy forbids it

ASKS = to_say("{person}, may I remember what you look like, for this group?")
UNTIL_THEN = to_say("I'll remember {name} in words. {question}")
MENTION = to_say(
    "I'll remember {name} in words. For the photo I need their own yes: mention their account when you show it to me, "
    "and I'll ask."
)
CHILD = to_say("I'll remember {name} in words. Of children I keep no photo, and I recognise none.")
GROWN_UP = to_say(
    "{name} is a child, so I deleted the photos I had, and won't recognise {name}. What you told me stays."
)
BLOCKED = to_say("They asked me not to remember them, so I won't.")
YOU_BLOCKED = to_say("You asked me not to remember you, so I won't. Say “/notme off” first, if you changed your mind.")
SOMEBODY_ELSE = to_say("I already know another {name} here. Tell me a name of their own, like “{name} B.”.")
THANK_YOU = to_say("Thank you! I'll recognise you as {name} in this group. “/notme” ends that at any time.")
ALL_RIGHT = to_say(
    "All right, I keep no photo of you. What was said about {name} stays as words; “/notme” removes that, too."
)
NOT_YOURS = to_say("Only the one I asked can answer that.")
CLOSED = to_say("That question is closed: it waits for a week, and what was to be kept is deleted.")
NOT_ME = to_say(
    "Done: I don't remember you any more, neither here nor anywhere else I knew your account ({count} of you deleted). "
    "Nobody can teach me you by your account from now on. “/notme off” lifts that."
)
ME_AGAIN = to_say("All right, you may be remembered again, when you say so or are asked.")
NOT_BLOCKED = to_say("I was allowed to remember you anyway.")
TRAINING_ON = to_say(
    "Thank you! What you say to me and what I answer may be used to train me, from today on, with the photos you ask "
    "about. It is read by programs, and by my operator. “/training off” ends it: nothing of yours is taken for new "
    "training then, but a model that was trained already can't unlearn it."
)
TRAINING_OFF = to_say("Nothing you say is used to train me. “/training on” would allow it.")
TRAINING_IS_ON = to_say("You allowed me to learn from what you say. “/training off” ends that.")
DISCORD_NEVER = to_say("Nothing that is said on Discord is ever used to train me, so there is nothing to allow here.")


class May(Enum):
    """What may be kept of the one in a photo."""

    LOOKS = auto()
    WORDS = auto()
    WORDS_AND_ASK = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Leave:
    """What may be kept, whose account it is where that is known, and the sentence that says so."""

    may: May
    account: Account | None = None
    sentence: str = ""


def depicted(name: str | None, kind: str, moment: Moment) -> Account | None:
    """Whom the words mention as the one in the photo: an account with that name, or the only one."""
    mentions = moment.message.mentions
    if kind and not is_person(kind):
        return None  # "@bob, this is my dog Max" speaks to Bob
    named = next((one for one in mentions if name and fold(one.shown) == fold(name)), None)
    return named or (mentions[0] if len(mentions) == 1 else None)


async def weigh(
    name: str, kind: str, said: Sequence[Statement], account: Account | None, moment: Moment, ports: Ports
) -> Leave:
    """What may be kept of somebody who is shown in a photo."""
    known = moment.named(name)
    kind = kind or (known.kind if known else "")
    if is_a_child(known, kind, said, moment):
        return Leave(May.WORDS, account, say(CHILD, name=name))
    if account and await ports.consents.is_blocked(subject_of(account.id)):
        return Leave(May.NOTHING, account, say(BLOCKED))
    if moment.message.group is None:
        return Leave(May.LOOKS)
    owners = moment.linked.get(known.id, frozenset()) if known else frozenset()
    if account and known and _is_another(known, account, owners):
        return Leave(May.NOTHING, account, say(SOMEBODY_ELSE, name=name))
    if owners and await _said_yes(owners, moment, ports):
        return Leave(May.LOOKS)
    if account and subject_of(account.id) == moment.speaker:
        return Leave(May.LOOKS, account)
    if account:
        return Leave(May.WORDS_AND_ASK, account, say(ASKS, person=account.shown or name))
    if is_person(kind) or owners:
        return Leave(May.WORDS, None, say(MENTION, name=name))
    return Leave(May.LOOKS)


def is_a_child(known: Concept | None, kind: str, said: Sequence[Statement], moment: Moment) -> bool:
    """Whether the one who is taught is a child, by what is said now and what was said before."""
    texts = [one.text for one in said] + [fact.text for fact in (known.facts if known else ())]
    is_someone = known is not None and (known.is_self or known.id in moment.linked)
    return is_child(kind, (*texts, moment.message.text), is_someone=is_someone or is_person(kind))


def _is_another(known: Concept, account: Account, owners: frozenset[Subject]) -> bool:
    """Whether the name belongs to somebody with another account, or to an animal or a thing."""
    if owners:
        return subject_of(account.id) not in owners
    return bool(known.kind) and not is_person(known.kind)


async def hold(concept: Concept, leave: Leave, crops: Sequence[Photo], moment: Moment, ports: Ports) -> Reply:
    """Keep the crops until their owner has answered, and ask."""
    assert leave.account is not None
    subject = subject_of(leave.account.id)
    held = Held(uuid4(), concept.id, subject, tuple(crops), now() + WAITS)
    await ports.consents.hold(moment.memory, held)
    await ports.consents.link(moment.memory, concept.id, subject)  # whose words these are; no consent to anything
    labels = {"yes": say("Yes"), "no": say("No")}
    yes, no = (Choice(label, f"may {held.id.hex} {word}", only=leave.account.id) for word, label in labels.items())
    return Reply(say(UNTIL_THEN, name=concept.name, question=leave.sentence), choices=(yes, no))


async def agree(intent: Agree, moment: Moment, ports: Ports) -> Outcome:
    """A button of the card. Pressed by anybody else it does nothing."""
    held = await ports.consents.held(moment.memory, _id(intent.request), now())
    concept = next(iter(moment.of([held.concept])), None) if held else None
    if held is None or concept is None:
        return Outcome(Reply(say(CLOSED), is_private=True))
    if held.subject != moment.speaker:
        return Outcome(Reply(say(NOT_YOURS), is_private=True))
    if not intent.yes:
        await ports.consents.release(moment.memory, held.id)
        await ports.concepts.drop_looks(moment.memory, concept.id)
        return Outcome(Reply(say(ALL_RIGHT, name=concept.name)), (concept.id,))
    await own(concept, moment, ports)
    looks = await looks_of(held.crops, ports)
    await ports.concepts.teach(moment.memory, ports.encoder.name, Lesson(concept.name, looks=looks))
    await ports.consents.release(moment.memory, held.id)
    return Outcome(Reply(say(THANK_YOU, name=concept.name)), (concept.id,))


async def own(concept: Concept, moment: Moment, ports: Ports) -> None:
    """The concept is the speaker's account, and the speaker said yes to being recognised."""
    purpose = Purpose.GROUP if moment.message.group else Purpose.MEMORY
    await ports.consents.give(moment.memory, moment.speaker, purpose, VERSION, now())
    await ports.consents.link(moment.memory, concept.id, moment.speaker)


async def agree_to_group(place: MemoryId, moment: Moment, ports: Ports) -> None:
    """Who shares themselves with a group said yes to being recognised there."""
    await ports.consents.give(place, moment.speaker, Purpose.GROUP, VERSION, now())


async def not_me(intent: NotMe, moment: Moment, ports: Ports) -> Outcome:
    """Forget the speaker wherever their account is known, and block it; or lift that."""
    if not intent.is_on:
        was = await ports.consents.unblock(moment.speaker)
        return Outcome(Reply(say(ME_AGAIN if was else NOT_BLOCKED), is_private=True))
    places = await ports.consents.block(moment.speaker, now())
    count = 0
    for place in sorted({*places, moment.memory}):
        count += await _forget_in(place, moment, ports)
    return Outcome(Reply(say(NOT_ME, count=count)))


async def training(intent: Training, moment: Moment, ports: Ports) -> Outcome:
    """The consent to train on what the speaker says: off unless they said so."""
    if moment.message.channel in NEVER_FOR_TRAINING:
        return Outcome(Reply(say(DISCORD_NEVER), is_private=True))
    memory, subject = await ports.people.memory(moment.message.person), moment.speaker
    if intent.is_on:
        await ports.consents.give(memory, subject, Purpose.TRAIN, VERSION, now())
        return Outcome(Reply(say(TRAINING_ON), is_private=True))
    if intent.is_on is False:
        await ports.consents.revoke(memory, subject, Purpose.TRAIN, now())
        return Outcome(Reply(say(TRAINING_OFF), is_private=True))
    given = await ports.consents.given(memory)
    is_on = any(one.subject == subject and one.purpose is Purpose.TRAIN and not one.revoked for one in given)
    return Outcome(Reply(say(TRAINING_IS_ON if is_on else TRAINING_OFF), is_private=True))


async def protect(outcome: Outcome, moment: Moment, ports: Ports) -> Outcome:
    """After any change: whoever turned out to be a child has no look any more, and that is said."""
    memory = outcome.memory or moment.memory
    linked = await ports.consents.linked(memory)
    children = [c for c in await ports.concepts.all(memory) if _is_known_child(c, is_someone=c.id in linked)]
    shown = await ports.concepts.covers(memory) if children else {}
    told = [child for child in children if child.id in shown]
    for child in told:
        await ports.concepts.drop_looks(memory, child.id)
    if not told:
        return outcome
    sentences = (outcome.reply.text, *(say(GROWN_UP, name=child.name) for child in told))
    return replace(outcome, reply=replace(outcome.reply, text="\n".join(sentences), pictures=()), photo=None)


def _is_known_child(concept: Concept, *, is_someone: bool) -> bool:
    texts = [fact.text for fact in concept.facts]
    return is_child(concept.kind, texts, is_someone=is_someone or concept.is_self)


async def _said_yes(owners: frozenset[Subject], moment: Moment, ports: Ports) -> bool:
    given = await ports.consents.given(moment.memory)
    return any(one.subject in owners and one.purpose is not Purpose.TRAIN and not one.revoked for one in given)


async def _forget_in(place: MemoryId, moment: Moment, ports: Ports) -> int:
    """Delete every concept of a memory that is the speaker; how many."""
    linked = await ports.consents.linked(place)
    mine = [concept for concept, subjects in linked.items() if moment.speaker in subjects]
    for concept in mine:
        await ports.people.unshare(place, concept)
        await ports.concepts.forget(place, concept)
    await ports.consents.clear(place, moment.speaker, now())
    return len(mine)


def _id(request: str) -> UUID:
    try:
        return UUID(request)
    except ValueError:
        return UUID(int=0)

"""Groups: what their admins settle, who may change what there, and sharing what was taught in private.

What is taught in a group belongs to the group. Nothing private is read for it but by `/share`, in its owner's words.
"""

from dataclasses import replace
from uuid import UUID

from core import intents as i
from core.concepts import Concept, MemoryId
from core.intents import Called, Intent, Rules, Share, Unshare, is_person
from core.language import say, to_say
from core.messages import Choice, Reply
from core.paths import consent
from core.people import Place, Rule, Shared, Signature
from core.ports import Ports
from core.turns import IsThis, Moment, Outcome, SureToErase, SureToForget, WhichGroup, WhoInstead, fold

CHANGES = (
    *(i.Remember, i.Tell, i.Introduce, i.Correct, i.Rename, i.Merge, i.AddAlias, i.RemoveLook, i.RemoveFact),
    *(i.Undo, i.Forget, i.EraseMe, i.Share),
)

ONLY_ADMINS = to_say("In this group only the admins teach me, correct me, or let me forget. Ask one of them!")
ONLY_TEACHER = to_say("In this group only who taught me {name} or an admin may change that. Ask them!")
ONLY_OWN = to_say("In this group everybody takes back their own changes, and the last one was somebody else's.")
ERASE_IN_PRIVATE = to_say(
    "That would delete everything this group taught me, so only its admins can say it. "
    "What is yours: /erase me in private, and /notme if I am not to remember you here."
)
NOT_MERGED = to_say("{name} was shared with this group by its owner, so I can't mix it with somebody else's.")
ONLY_IN_GROUPS = to_say("That is for groups: say it in the group it is about, as one of its admins.")
SETTLE = {
    Rule.EVERYONE: to_say("Everybody here may teach me, correct me, and let me forget."),
    Rule.ADMINS: to_say("Only the admins of this group teach me, correct me, and let me forget."),
    Rule.TEACHERS: to_say(
        "Everybody here may teach me; only who taught me somebody, or an admin, may correct or forget them."
    ),
}
HOW_TO_SETTLE = to_say("An admin can change that: /rules everyone, /rules admins, or /rules teachers.")
ONLY_ADMINS_SETTLE = to_say("Only the admins of this group can settle that.")
CALLED = to_say("From now on I answer to {name} here, too.")
NOT_CALLED = to_say("I answer only to my own name here.")
WHOM = to_say("Whom shall I share? Say “/share Max”.")
WHOM_NOT = to_say("Whom shall I no longer share? Say “/unshare Max”.")
NOT_TAUGHT = to_say("You haven't taught me any {name} in private, and only that can be shared.")
NO_GROUP = to_say(
    "I don't know any group of yours yet. Say something to me in one, then “/share {name}” there or here."
)
WHICH = to_say("With which group shall I share {name}?")
SHARED = to_say(
    "Shared: the group can ask me about {name} now, with the photos and facts of today. “/unshare {name}” ends it."
)
SHARED_IN_WORDS = to_say(
    "Shared in words: the group can ask me what I know about {name}. A person is recognised in a group only when they "
    "said yes there: mention their account beside a photo of them. “/unshare {name}” ends it."
)
ADMINS_THERE = to_say("In that group only the admins teach me. If you are one, say “/share {name}” there.")
TAKEN = to_say("The group has another {name} already. Rename yours, or ask them to rename theirs.")
UNSHARED = to_say("Done: no group can ask me about your {name} any more.")
UNSHARED_HERE = to_say("Done: this group can't ask me about your {name} any more.")
NOT_SHARED = to_say("Your {name} is not shared.")


async def refused(intent: Intent, moment: Moment, ports: Ports) -> Outcome | None:
    """The sentence for somebody who may not do this in the group; None when they may."""
    group = moment.message.group
    if group is None:
        return None
    if isinstance(intent, i.Merge) and (shared := await _shared_of(intent, moment, ports)):
        return _private(say(NOT_MERGED, name=shared.name))
    if group.by_admin:
        return None
    if isinstance(intent, i.EraseMe) or (isinstance(moment.pending, SureToErase) and _answers(intent, moment)):
        return _private(say(ERASE_IN_PRIVATE))
    would_change = isinstance(intent, CHANGES) or _answers(intent, moment)
    rule = (await ports.people.group(group.id)).rule if would_change else Rule.EVERYONE
    if rule is Rule.ADMINS:
        return _private(say(ONLY_ADMINS))
    return await _not_the_teacher(intent, moment, ports) if rule is Rule.TEACHERS else None


async def rules(intent: Rules, moment: Moment, ports: Ports) -> Outcome:
    """What holds in the group, or what an admin settles."""
    group = moment.message.group
    if group is None:
        return Outcome(Reply(say(ONLY_IN_GROUPS)))
    settled = await ports.people.group(group.id)
    if not intent.rule:
        return Outcome(Reply(f"{say(SETTLE[settled.rule])} {say(HOW_TO_SETTLE)}"))
    if not group.by_admin:
        return _private(say(ONLY_ADMINS_SETTLE))
    rule = Rule(intent.rule)
    await ports.people.settle(group.id, replace(settled, rule=rule))
    return Outcome(Reply(say(SETTLE[rule])))


async def called(intent: Called, moment: Moment, ports: Ports) -> Outcome:
    """A name the bot answers to in the group; without one, none but its own."""
    group = moment.message.group
    if group is None:
        return Outcome(Reply(say(ONLY_IN_GROUPS)))
    if not group.by_admin:
        return _private(say(ONLY_ADMINS_SETTLE))
    settled = await ports.people.group(group.id)
    await ports.people.settle(group.id, replace(settled, called=intent.name or ""))
    return Outcome(Reply(say(CALLED, name=intent.name) if intent.name else say(NOT_CALLED)))


async def share(intent: Share, moment: Moment, ports: Ports) -> Outcome:
    """The person's own concept, copied to this group, or to one they have spoken in."""
    if intent.name is None:
        return Outcome(Reply(say(WHOM)))
    concept = await _own(intent.name, moment, ports)
    if concept is None:
        return _private(say(NOT_TAUGHT, name=intent.name))
    if moment.message.group:
        return await _shared_with(moment.memory, concept, moment, ports)
    places = await ports.people.groups_of(moment.memory)
    if len(places) == 1:
        return await _shared_from_private(places[0], concept, moment, ports)
    if not places:
        return Outcome(Reply(say(NO_GROUP, name=concept.name)))
    return _which(concept, places)


async def answer_which_group(number: int, pending: WhichGroup, moment: Moment, ports: Ports) -> Outcome:
    """The number of the group that was meant, counted from 1."""
    concept = next(iter(moment.of([pending.concept])), None)
    if concept is None:
        return Outcome(Reply(say("That one is gone already.")))
    if not 1 <= number <= len(pending.places):
        return _which(concept, pending.places)
    return await _shared_from_private(pending.places[number - 1], concept, moment, ports)


async def unshare(intent: Unshare, moment: Moment, ports: Ports) -> Outcome:
    """The copies withdrawn: in a group that group's, in private all."""
    if intent.name is None:
        return Outcome(Reply(say(WHOM_NOT)))
    concept = await _own(intent.name, moment, ports)
    if concept is None:
        return _private(say(NOT_TAUGHT, name=intent.name))
    own = await ports.people.memory(moment.message.person)
    here = moment.memory if moment.message.group else None
    gone = await ports.people.unshare(own, concept.id, here)
    said = (UNSHARED_HERE if here else UNSHARED) if gone else NOT_SHARED
    return Outcome(Reply(say(said, name=concept.name)))


async def _own(name: str, moment: Moment, ports: Ports) -> Concept | None:
    """The person's private concept of this name."""
    known = moment.known
    if moment.message.group:
        known = tuple(await ports.concepts.all(await ports.people.memory(moment.message.person)))
    return next((c for c in known if fold(name) in map(fold, c.names)), None)


async def _shared_from_private(place: Place, concept: Concept, moment: Moment, ports: Ports) -> Outcome:
    now = next((one for one in await ports.people.groups_of(moment.memory) if one.memory == place.memory), place)
    if now.rule is Rule.ADMINS:
        return Outcome(Reply(say(ADMINS_THERE, name=concept.name)), (concept.id,))
    return await _shared_with(now.memory, concept, moment, ports)


async def _shared_with(place: MemoryId, concept: Concept, moment: Moment, ports: Ports) -> Outcome:
    message = moment.message
    signature = Signature(message.channel, message.update, moment.speaker)
    own, in_words = await ports.people.memory(message.person), _is_somebody_else(concept)
    done = await ports.people.share(own, concept.id, place, signature, in_words=in_words)
    if done is Shared.DONE and concept.is_self:
        await consent.agree_to_group(place, moment, ports)
    shared = SHARED_IN_WORDS if in_words else SHARED
    said = {Shared.DONE: shared, Shared.TAKEN: TAKEN, Shared.GONE: NOT_TAUGHT}[done]
    return Outcome(Reply(say(said, name=concept.name)), () if message.group else (concept.id,))


def _is_somebody_else(concept: Concept) -> bool:
    """A person who is not the one who shares: their look is theirs to share."""
    return is_person(concept.kind, [fact.text for fact in concept.facts]) and not concept.is_self


def _which(concept: Concept, places: tuple[Place, ...] | list[Place]) -> Outcome:
    shown = [place.shown or say("a group without a name") for place in places]
    lines = [f"{number}. {name}" for number, name in enumerate(shown, start=1)]
    choices = tuple(Choice(place.shown or str(n), str(n)) for n, place in enumerate(places, start=1))
    reply = Reply("\n".join((say(WHICH, name=concept.name), *lines)), choices=choices)
    return Outcome(reply, (concept.id,), pending=WhichGroup(concept.id, tuple(places)))


def _private(text: str) -> Outcome:
    return Outcome(Reply(text, is_private=True))


def _answers(intent: Intent, moment: Moment) -> bool:
    """Whether it answers an open question so that something changes: a "no" to "Is this Max?" does."""
    if not isinstance(intent, i.Answer) or moment.pending is None:
        return False
    return intent.yes is not False or isinstance(moment.pending, IsThis)


async def _not_the_teacher(intent: Intent, moment: Moment, ports: Ports) -> Outcome | None:
    if isinstance(intent, i.Undo):
        return _private(say(ONLY_OWN)) if await ports.concepts.last_signer(moment.memory) != moment.speaker else None
    for concept in _changed(intent, moment):
        if await ports.concepts.teacher(moment.memory, concept.id) != moment.speaker:
            return _private(say(ONLY_TEACHER, name=concept.name))
    return None


def _changed(intent: Intent, moment: Moment) -> list[Concept]:
    """The concepts that would be corrected, changed or forgotten. To add to one is to teach, which everybody may."""
    match intent:
        case i.Rename():
            names = [intent.old]
        case i.Merge():
            names = [intent.keep, intent.other]
        case i.AddAlias() | i.RemoveLook() | i.RemoveFact():
            names = [intent.name]
        case i.Correct():
            return _taken_for(intent, moment)
        case i.Forget():
            named = moment.named(intent.name) if intent.name else None
            subjects = moment.of(moment.last.subjects[:1]) if moment.last and not intent.name else ()
            return [named] if named else list(subjects)
        case i.Answer(yes=yes):
            return list(moment.of(_asked_about(moment, is_yes=yes is True)))
        case _:
            return []
    return [concept for name in names if (concept := moment.named(name))]


def _taken_for(intent: i.Correct, moment: Moment) -> list[Concept]:
    if intent.wrong:
        named = moment.named(intent.wrong)
        return [named] if named else []
    seen = moment.pictured.seen if moment.pictured else ()
    return list(moment.of(one.concept for one in seen if one.concept))


def _asked_about(moment: Moment, *, is_yes: bool) -> list[UUID]:
    match moment.pending:
        case SureToForget(concept=concept):
            return [concept]
        case IsThis(concept=concept) if not is_yes:
            return [concept]
        case WhoInstead(wrong=wrong) if wrong:
            return [wrong]
    return []


async def _shared_of(intent: i.Merge, moment: Moment, ports: Ports) -> Concept | None:
    shared = await ports.people.shared_here(moment.memory)
    both = (moment.named(intent.keep), moment.named(intent.other))
    return next((concept for concept in both if concept and concept.id in shared), None)

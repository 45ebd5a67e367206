"""Remember: a photo and a name, a fact, or the person themselves."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.concepts import Concept, Look, Statement, Verdict
from core.drawings import boxed
from core.intents import ME, Introduce, Remember, Tell, clean_name
from core.language import listed, say, to_say
from core.messages import Account, Choice, Picture, Reply
from core.paths import consent
from core.paths.consent import Leave, May
from core.photos import Box, Photo
from core.ports import Lesson, Ports, Taught
from core.retrieval import Region, Sight, look_at
from core.turns import IsPerson, Moment, Outcome, Seen, WhatName, WhichBeing, fold

IS_PERSON = to_say("Is {name} a person? I learn what somebody looks like only when they say yes themselves.")
ANOTHER = to_say("I already know another {name}. What else can I call you?")
UNNAMED = to_say("I don't know your name yet. Say “my name is …” first, then I'll remember that.")
KNOWN = to_say("I know {name} already. What shall I remember? Try “{name} likes …”.")
AS_IT_IS = to_say("{name}, as I'll remember it")


@dataclass(frozen=True, slots=True)
class Subject:
    """The part of a photo a lesson is about; `rivals` are the regions it could be as well (empty: no doubt)."""

    photo: Photo
    region: Region
    rivals: tuple[Region, ...] = ()


async def remember(intent: Remember, moment: Moment, ports: Ports, *, is_thing: bool = False) -> Outcome:
    """Teach the photos that came along under a name; ask for the name, or for which being is meant, where unclear.

    `is_thing`: that it is no person was asked already.
    """
    if intent.others and not (intent.points or moment.photos):
        return await _remember_each(intent, moment, ports)
    if intent.others:
        names = listed((intent.name or "", *intent.others))
        which = say("One at a time, please: who of {names} is it? Send me the photo with one name.", names=names)
        return Outcome(Reply(which))
    photos = moment.photos or (_photo_before(moment) if intent.points else ())
    shown = consent.depicted(intent.name, intent.kind, moment)
    if intent.name is None and shown:
        intent = replace(intent, name=clean_name(shown.shown))
    if intent.name is None:
        return _ask_name(intent, photos)
    leave = await consent.weigh(intent.name, intent.kind, intent.statements, shown, moment, ports)
    if leave.may is May.NOTHING:
        return Outcome(Reply(leave.sentence))
    if not photos:
        return await _teach_words(intent.name, intent, moment, ports)
    if leave.may is May.WORDS:
        return await _teach_only_words(intent.name, intent, leave, moment, ports)
    if moment.message.group and not (intent.kind or shown or is_thing or moment.named(intent.name)):
        question = say(IS_PERSON, name=intent.name)
        asked = IsPerson(intent.name, intent.statements)
        return Outcome(Reply(question, choices=person_or_not()), pending=asked, photo=photos[0])
    subjects = [await find_subject(intent.name, photo, moment, ports) for photo in photos]
    clear = [subject for subject in subjects if not subject.rivals]
    if not clear:
        return await _ask_which(intent.name, intent, subjects[0], leave.account)
    lesson = (intent.name, intent, [s.region for s in clear])
    return await _learn(*lesson, clear[0].photo, len(subjects) - len(clear), leave, moment, ports)


async def _remember_each(intent: Remember, moment: Moment, ports: Ports) -> Outcome:
    """Several of a kind, by their names only."""
    alone = replace(intent, others=(), statements=())
    told = [await remember(replace(alone, name=name), moment, ports) for name in (intent.name, *intent.others)]
    said = "\n".join(outcome.reply.text for outcome in told)
    return Outcome(Reply(said), tuple(subject for outcome in told for subject in outcome.subjects))


def person_or_not() -> tuple[Choice, ...]:
    """The buttons under "Is Eva a person?"."""
    return Choice(say("Yes"), "yes"), Choice(say("No"), "no")


async def answer_person(is_person: bool, pending: IsPerson, moment: Moment, ports: Ports) -> Outcome:
    """Now it is said what was shown: a person is asked first, a pet or a thing is learnt."""
    asked = moment.asked
    shown = replace(moment, photos=(asked.photo,) if asked and asked.photo else ())
    told = Remember(pending.name, "person" if is_person else "", pending.statements)
    return await remember(told, shown, ports, is_thing=not is_person)


async def tell(intent: Tell, moment: Moment, ports: Ports) -> Outcome:
    """Add facts to each of whom some are told; a changed one supersedes the old in the same step."""
    told = [await _tell_of_one(one, moment, ports) for one in (intent, *intent.also)]
    said = " ".join(outcome.reply.text for outcome in told)
    return Outcome(Reply(said), tuple(subject for outcome in told for subject in outcome.subjects))


async def _tell_of_one(intent: Tell, moment: Moment, ports: Ports) -> Outcome:
    concept = moment.named(intent.name)
    if concept is None and intent.name == ME:
        return Outcome(Reply(say(UNNAMED)))
    taught = await ports.concepts.tell(moment.memory, concept.id, intent.statements) if concept else None
    if taught is None:
        unknown = say("I don't know any {name} yet. Show me a photo and say “this is {name}”.", name=intent.name)
        return Outcome(Reply(unknown))
    noted = say("Noted: {facts}.", facts=f"{taught.concept.name} {_joined(intent.statements)}")
    return Outcome(Reply(_told(noted, _superseded(taught))), (taught.concept.id,))


async def introduce(intent: Introduce, moment: Moment, ports: Ports) -> Outcome:
    """The person's own profile: a name, or their photo."""
    if await ports.consents.is_blocked(moment.speaker):
        return Outcome(Reply(say(consent.YOU_BLOCKED)))
    me, in_group = moment.me, moment.message.group is not None
    name = intent.name or (me.name if me else clean_name(moment.message.shown))
    if name is None:
        photo = moment.photos[0] if moment.photos else None
        return Outcome(Reply(say("Nice to see you! What's your name?")), pending=WhatName(ME, ()), photo=photo)
    another = moment.named(name) if in_group else None
    if another and another != me:
        return Outcome(Reply(say(ANOTHER, name=name)))
    photos = moment.photos or _photo_of_me(moment)
    subject = await find_subject(name, photos[0], moment, ports) if photos else None
    looks = [subject.region] if subject and not subject.rivals else []
    if me and fold(me.name) != fold(name) and not await ports.concepts.rename(moment.memory, me.id, name):
        return Outcome(Reply(say(ANOTHER, name=name)))
    lesson = Lesson(name, looks=_looks(looks), is_self=not in_group)
    taught = await ports.concepts.teach(moment.memory, ports.encoder.name, lesson)
    await consent.own(taught.concept, moment, ports)
    if subject and subject.rivals:
        return await _ask_which(name, Remember(name), subject, None)
    shown = tuple(Picture(r.crop.jpeg, say("{name}, as I'll remember you", name=name)) for r in looks)
    return Outcome(Reply(say("Nice to meet you, {name}!", name=taught.concept.name), shown), (taught.concept.id,))


async def answer_which(number: int, pending: WhichBeing, moment: Moment, ports: Ports) -> Outcome:
    """The number of the being that was meant, counted from 1."""
    photo = moment.pictured.photo if moment.pictured else None
    if photo is None or not 1 <= number <= len(pending.boxes):
        again = say("Please pick a number from 1 to {count}.", count=len(pending.boxes))
        return Outcome(Reply(again), pending=pending)
    sight = await look_at(photo, moment.memory, moment.known, ports)
    region = sight.region(pending.boxes[number - 1])
    if region is None:
        return Outcome(Reply(say("I lost track of that photo. Could you send it again?")))
    told, shown = Remember(pending.name, pending.kind, pending.statements), pending.depicted
    leave = await consent.weigh(pending.name, pending.kind, pending.statements, shown, moment, ports)
    if leave.may is May.NOTHING:
        return Outcome(Reply(leave.sentence))
    if leave.may is May.WORDS:
        return await _teach_only_words(pending.name, told, leave, moment, ports)
    return await _learn(pending.name, told, [region], photo, 0, leave, moment, ports)


async def answer_name(name: str, kind: str, pending: WhatName, moment: Moment, ports: Ports) -> Outcome:
    """The name that was missing; in the place of a kind, "me" says that it is the person's own."""
    if pending.kind == ME:
        return await introduce(Introduce(name), moment, ports)
    return await remember(Remember(name, kind or pending.kind, pending.statements), moment, ports)


async def find_subject(name: str, photo: Photo, moment: Moment, ports: Ports) -> Subject:
    """Which region of a photo is meant: the one that is surely this concept, else the only one nobody else is."""
    sight = await look_at(photo, moment.memory, moment.known, ports)
    concept = moment.named(name)
    mine = [m for m in sight.matches if concept and m.concept.id == concept.id and m.verdict is Verdict.SURE]
    if mine and (region := sight.region(mine[0].region)):
        return Subject(photo, region)
    open_ = _nobody_elses(sight, concept)
    if not open_:
        return Subject(photo, _whole(sight))
    return Subject(photo, open_[0], tuple(open_) if len(open_) > 1 else ())


async def teach_regions(name: str, intent: Remember, regions: Sequence[Region], moment: Moment, ports: Ports) -> Taught:
    """Keep the crops of these regions as looks of a name, with what was said, in one deed."""
    lesson = Lesson(name, intent.kind, intent.statements, _looks(regions))
    return await ports.concepts.teach(moment.memory, ports.encoder.name, lesson)


def _photo_before(moment: Moment) -> tuple[Photo, ...]:
    # "remember this is Max" right after a photo without words means that photo.
    last = moment.last
    return (last.photo,) if last and last.photo else ()


def _photo_of_me(moment: Moment) -> tuple[Photo, ...]:
    """The photo that "this is me" came with, where it was answered by asking for the name."""
    asked = moment.asked
    is_mine = asked and isinstance(asked.pending, WhatName) and asked.pending.kind == ME
    return (asked.photo,) if asked and is_mine and asked.photo else ()


def _nobody_elses(sight: Sight, concept: Concept | None) -> list[Region]:
    others = {
        m.region for m in sight.matches if m.verdict is Verdict.SURE and not (concept and m.concept.id == concept.id)
    }
    proposed = [r for r in sight.regions if r.proposed]
    free = [r for r in proposed if r.box not in others]
    # When everybody is taken for somebody else, the words are clearer than the eyes: all are open again.
    return free or proposed


def _whole(sight: Sight) -> Region:
    return next(r for r in sight.regions if r.box == sight.photo.box)


def _looks(regions: Sequence[Region]) -> tuple[Look, ...]:
    return tuple(Look(region.crop, region.vector) for region in regions)


def _ask_name(intent: Remember, photos: Sequence[Photo]) -> Outcome:
    if not photos:
        return Outcome(Reply(say("Show me a photo and tell me the name, like “remember, this is my dog Max”.")))
    named = say("Gladly! What's the name of your {kind}?", kind=intent.kind)
    question = named if intent.kind else say("Gladly! What's the name?")
    return Outcome(Reply(question), pending=WhatName(intent.kind, intent.statements), photo=photos[0])


async def _ask_which(name: str, intent: Remember, subject: Subject, depicted: Account | None) -> Outcome:
    boxes = tuple(sorted((r.box for r in subject.rivals), key=lambda box: box.left))
    pending = WhichBeing(name, intent.kind, intent.statements, boxes, depicted)
    question = say("I see {count} in this photo. Which one is {name}?", count=len(boxes), name=name)
    return Outcome(await numbered(question, subject.photo, boxes), pending=pending, photo=subject.photo)


async def numbered(question: str, photo: Photo, boxes: Sequence[Box]) -> Reply:
    """A question about boxes on a photo, with a button for each."""
    numbers = [str(n) for n in range(1, len(boxes) + 1)]
    drawn = await asyncio.to_thread(boxed, photo, boxes, numbers)
    caption = say("the photo with {count} numbered boxes", count=len(boxes))
    return Reply(question, (Picture(drawn.jpeg, caption),), tuple(Choice(n, n) for n in numbers))


async def _learn(
    name: str,
    intent: Remember,
    regions: Sequence[Region],
    photo: Photo,
    left_out: int,
    leave: Leave,
    moment: Moment,
    ports: Ports,
) -> Outcome:
    """Teach the looks; or the words alone, and ask the one in the photo."""
    if leave.may is May.WORDS_AND_ASK:
        lesson = Lesson(name, intent.kind, intent.statements)
        taught = await ports.concepts.teach(moment.memory, ports.encoder.name, lesson)
        card = await consent.hold(taught.concept, leave, [region.crop for region in regions], moment, ports)
        return Outcome(card, (taught.concept.id,))
    taught = await teach_regions(name, intent, regions, moment, ports)
    if leave.account:  # the speaker's own
        await consent.own(taught.concept, moment, ports)
    return _taught(taught, regions, photo, intent.statements, left_out)


async def _teach_only_words(name: str, intent: Remember, leave: Leave, moment: Moment, ports: Ports) -> Outcome:
    lesson = Lesson(name, intent.kind, intent.statements)
    taught = await ports.concepts.teach(moment.memory, ports.encoder.name, lesson)
    said = _told(leave.sentence, _noted(name, intent.statements), _superseded(taught))
    return Outcome(Reply(said), (taught.concept.id,))


async def _teach_words(name: str, intent: Remember, moment: Moment, ports: Ports) -> Outcome:
    known = moment.named(name)
    if known and not intent.kind and not intent.statements:
        return Outcome(Reply(say(KNOWN, name=known.name)), (known.id,))
    taught = await ports.concepts.teach(moment.memory, ports.encoder.name, Lesson(name, intent.kind, intent.statements))
    facts = f"{taught.concept.name} {_joined(intent.statements)}." if intent.statements else ""
    if known:
        return Outcome(Reply(_told(say("Noted."), facts, _superseded(taught))), (taught.concept.id,))
    is_child = consent.is_a_child(taught.concept, intent.kind, intent.statements, moment)
    shows = "" if is_child else say("Send me a photo and I'll recognise {name}, too.", name=name)
    kept = say("I'll remember {whom}.", whom=_called(taught.concept))
    return Outcome(Reply(_told(kept, facts, shows)), (taught.concept.id,))


def _taught(
    taught: Taught, regions: Sequence[Region], photo: Photo, statements: Sequence[Statement], left_out: int
) -> Outcome:
    name = taught.concept.name
    is_new = say("Got it, this is {whom}.", whom=_called(taught.concept))
    opening = is_new if taught.is_new else say("Another look at {name}, thank you!", name=name)
    missed = say("In {count} of the photos I couldn't tell which one is {name}.", count=left_out, name=name)
    said = _told(opening, _noted(name, statements), _superseded(taught), missed if left_out else "")
    pictures = tuple(Picture(r.crop.jpeg, say(AS_IT_IS, name=name)) for r in regions)
    seen = tuple(Seen(r.box, Verdict.SURE, taught.concept.id, 1.0) for r in regions[:1])
    return Outcome(Reply(said, pictures), (taught.concept.id,), seen, photo=photo)


def _called(concept: Concept) -> str:
    return say("your {kind} {name}", kind=concept.kind, name=concept.name) if concept.kind else concept.name


def _told(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _noted(name: str, statements: Sequence[Statement]) -> str:
    return say("I noted: {facts}.", facts=f"{name} {_joined(statements)}") if statements else ""


def _joined(statements: Sequence[Statement]) -> str:
    *first, last = [statement.text for statement in statements]  # their own words, in their own language
    return f"{', '.join(first)} and {last}" if first else last


def _superseded(taught: Taught) -> str:
    if not taught.superseded:
        return ""
    return say("(Before, I knew: {facts}.)", facts=", ".join(fact.text for fact in taught.superseded))

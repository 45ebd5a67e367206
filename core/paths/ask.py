"""Ask: a question in words, or a photo with or without one. The answer is streamed."""

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from core.concepts import Concept, Match, Reason, Verdict
from core.intents import Ask, Courtesy, Heard, kinds_in, may_be_there, mended, read_intent, taken_for_there
from core.language import listed, say, to_say
from core.messages import Choice, Reply
from core.paths.lookup import told_of_whom
from core.paths.older import told_older
from core.paths.passing import told_not_kept
from core.paths.sides import told_side
from core.paths.what import told_what
from core.paths.whether import told_whether
from core.paths.wording import by_name, for_him, for_mine, spoken_of, with_his_name
from core.photos import Photo
from core.ports import Ports, Thresholds
from core.prompt import DIFFERENT, SAME, Known, Prompt, compare_prompt, prompt_within
from core.retrieval import Sight, believed, doubted, likeness, look_at
from core.turns import IsThis, Moment, Outcome, Pending, Seen, Turn

LONGEST_QUESTION = 2_000  # letters; longer than any question, short enough for every model's context
# Probability of "the same one" from which a maybe is named; below it the person is asked. The model may not call it
# a stranger: between look-alikes the pocket voice sees no more than the encoder that was unsure (trainer/LOG.md).
SAME_ENOUGH = 0.7
TURNS_TOLD = 2  # questions with their answers that the model is told again; the pocket voice was trained on one
ANSWER_TOKENS = 256  # room for the answer: two or three sentences
PICTURES_IN_CONTEXT = 64  # a model with a longer context also spends more tokens on each picture

IN_DOUBT = to_say("I'm not sure about one: is {name} in it, too?")


@dataclass(frozen=True, slots=True)
class Retrieved:
    """All that goes into the prompt: the photo that is asked about, who is in it, and who is named."""

    photo: Photo | None
    sight: Sight | None
    matches: tuple[Match, ...]
    unknown: tuple[Photo, ...]  # crops of strangers

    @property
    def doubtful(self) -> Match | None:
        """The first match that stayed a maybe."""
        return next((m for m in self.matches if m.verdict is Verdict.MAYBE), None)


async def ask(intent: Ask, moment: Moment, ports: Ports) -> AsyncGenerator[Outcome]:
    """Retrieve, prompt, answer. Yields the answer so far; the last one is whole."""
    if len(intent.question) > LONGEST_QUESTION:
        too_long = say("That is a lot of words at once. Please keep it under {most} letters.", most=LONGEST_QUESTION)
        yield Outcome(Reply(too_long))
        return
    if not intent.question and not moment.photos:
        yield Outcome(Reply(say("Ask me something, or send me a photo.")))
        return
    if not (moment.photos or intent.names) and (told := told_of_whom(intent.question, moment.known)):
        yield told
        return
    found = await retrieve(intent, moment, ports)
    further = [await _seen(photo, moment, ports) for photo in moment.photos[1:]]
    trace = _trace(found, moment)
    if found.photo and found.doubtful and not any(m.verdict is Verdict.SURE for m in found.matches):
        yield _numbered(_ask_back(found.doubtful, trace), further)
        return
    question = by_name(with_his_name(intent, moment), moment.known)
    if measured := _measured(question, found, moment):
        yield _numbered(replace(trace, reply=Reply(measured)), further)
        return
    prompt = await _prompt(question, found, further, moment, ports)
    said = ""
    async with aclosing(ports.generator.answer(prompt)) as pieces:  # closed at once when nobody listens any more
        async for piece in pieces:
            said += piece
            yield _numbered(replace(trace, reply=Reply(said.strip(), final=False)), further)
    yield _numbered(_doubting(replace(trace, reply=Reply(said.strip())), found.doubtful), further)


def _measured(question: str, found: Retrieved, moment: Moment) -> str | None:
    """What is told by comparing: sides of the photo, ages and words on the cards; None if the model is to answer."""
    among = [match.concept for match in found.matches]
    known = among if found.photo or len(among) > 1 else moment.known
    if said := told_side(question, [c.name for c in moment.known], found.sight) or told_older(question, known):
        return said
    if moment.photos:
        return None
    question = for_mine(question, moment.known)
    return (
        told_whether(for_him(question, moment), moment.known)
        or told_what(question, moment.known, spoken_of(moment), is_seen=found.photo is not None)
        or told_not_kept(question, moment)
    )


async def _prompt(question: str, found: Retrieved, further: Sequence[Sight], moment: Moment, ports: Ports) -> Prompt:
    known = [await _known(m, found.sight, moment, ports) for m in found.matches if m.verdict is Verdict.SURE]
    known += _only_in(further, known)
    earlier = _talked(moment)
    if not (moment.photos or any(match.reason is Reason.NAME for match in found.matches)):
        question = for_him(question, moment)
    return prompt_within(
        ports.generator.context - ANSWER_TOKENS,
        ports.generator.context // PICTURES_IN_CONTEXT,
        question,
        known,
        photo=found.photo,
        strangers=found.unknown,
        earlier=earlier,
    )


def yes_no_else() -> tuple[Choice, ...]:
    """The buttons under "Is this Max?"."""
    return Choice(say("Yes"), "yes"), Choice(say("No"), "no"), Choice(say("Someone else"), "else")


async def retrieve(intent: Ask, moment: Moment, ports: Ports) -> Retrieved:
    """The known concepts in the photo and in the words, each with its reason."""
    photo = moment.photos[0] if moment.photos else _photo_meant(intent, moment)
    sight = _as_asked(await _seen(photo, moment, ports), intent, moment, ports.encoder.thresholds) if photo else None
    matches = list(sight.matches) if sight else []
    named = _named(intent, moment, has_photo=photo is not None)
    there = {m.concept.id for m in matches}
    matches += [Match(concept, Verdict.SURE, reason) for concept, reason in named if concept.id not in there]
    strangers = sight.strangers if sight else ()
    return Retrieved(photo, sight, tuple(matches), tuple(region.crop for region in strangers))


def _as_asked(sight: Sight, intent: Ask, moment: Moment, thresholds: Thresholds) -> Sight:
    """What is seen, given whom the question says to be there and whom it doubts."""
    question = mended(intent.question, intent.names)
    said, asked = (
        [concept for name in of(question, intent.names) if (concept := moment.named(name))]
        for of in (taken_for_there, may_be_there)
    )
    return doubted(believed(sight, said, thresholds), asked, thresholds)


async def _seen(photo: Photo, moment: Moment, ports: Ports) -> Sight:
    """Who is in a photo, the model's word on a maybe included."""
    sight = await look_at(photo, moment.memory, moment.known, ports)
    return replace(sight, matches=tuple([await _compared(match, sight, moment, ports) for match in sight.matches]))


def _only_in(further: Sequence[Sight], known: Sequence[Known]) -> list[Known]:
    """What is known of those whom only the further photos show. The model sees the first photo, as it was trained."""
    there = {one.concept.id for one in known}
    sure = (match.concept for sight in further for match in sight.matches if match.verdict is Verdict.SURE)
    return [Known(concept) for concept in dict.fromkeys(sure) if concept.id not in there]


async def _compared(match: Match, sight: Sight, moment: Moment, ports: Ports) -> Match:
    """A maybe that the model takes for the same one is sure; what it doubts stays a maybe."""
    region = sight.region(match.region)
    if match.verdict is not Verdict.MAYBE or region is None or match.look is None:
        return match
    reference = await ports.concepts.look(moment.memory, match.look)
    if reference is None:
        return match
    odds = await ports.generator.choose(compare_prompt(reference.crop, region.crop), (SAME, DIFFERENT))
    return replace(match, verdict=Verdict.SURE) if odds[SAME] >= SAME_ENOUGH else match


def _photo_meant(intent: Ask, moment: Moment) -> Photo | None:
    """The photo of the last turn, for a question that follows up on it.

    None when the words say whom they mean, unless they ask what somebody in that photo is doing in it.
    """
    last, pictured = next((turn for turn in reversed(moment.recent) if not _is_polite(turn)), None), moment.pictured
    if last is None or pictured is None or _kinds(intent, moment):
        return None
    named = {concept.id for name in intent.names if (concept := moment.named(name))}
    if named and not (named <= {*pictured.subjects} and _OF_THE_MOMENT.search(intent.question)):
        return None
    follows = last is pictured or bool(last.subjects and {*last.subjects} <= {*pictured.subjects})
    return pictured.photo if follows else None


def _is_polite(turn: Turn) -> bool:
    """Whether nothing but a "wow" was said, which changes nothing."""
    return turn.photo is None and isinstance(read_intent(Heard(turn.asked)), Courtesy)


def _talked(moment: Moment) -> list[Turn]:
    """The last questions and their answers, but for those about somebody of whom something was told since.

    What was taught, changed or told by rule is on the cards, or none of it.
    """
    names = tuple(name for concept in moment.known for name in concept.names)
    before: tuple[str, ...] = ()  # whom "he" means
    asked = []
    for turn in moment.recent:
        heard = Heard(turn.asked, photos=int(turn.photo is not None), names=names, last_subjects=before)
        before = tuple(concept.name for concept in moment.of(turn.subjects))
        if isinstance(read_intent(heard), Ask) and not _is_out_of_date(turn, moment):
            asked.append(turn)
    return asked[-TURNS_TOLD:]


def _is_out_of_date(turn: Turn, moment: Moment) -> bool:
    return any(fact.told > turn.at for concept in moment.of(turn.subjects) for fact in concept.facts)


def _kinds(intent: Ask, moment: Moment) -> set[str]:
    """The kinds of known concepts that the words mean: "which of my dogs is older?"."""
    return set(kinds_in(intent.question, [c.kind for c in moment.known]))


def _named(intent: Ask, moment: Moment, *, has_photo: bool) -> list[tuple[Concept, Reason]]:
    """Whom the words mean: by name, by kind ("my dogs"), or by going on about the last turn's subject."""
    by_name = [c for name in intent.names if (c := moment.named(name))]
    wanted = _kinds(intent, moment)
    by_kind = [c for c in moment.known if c.kind in wanted and c not in by_name]
    if by_name or by_kind:
        # "is he older than Bella?" is about the last turn's subject, too.
        earlier = moment.of(moment.last.subjects) if moment.last and not has_photo and _goes_on(intent.question) else ()
        found = [(c, Reason.NAME) for c in (*by_name, *by_kind)]
        return found + [(c, Reason.EARLIER) for c in earlier if c not in by_name and c not in by_kind]
    if moment.photos or moment.last is None:
        return []
    return [(c, Reason.EARLIER) for c in moment.of(moment.last.subjects)]


_OF_THE_MOMENT = re.compile(
    r"\b(?:is|are|'s|was|were)\b.*\b(?:\w{2,}ing|wearing|in|on|left|right)\b|\bside of\b|photo|picture", re.IGNORECASE
)
_PRONOUNS = {"he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "hers"}


def _goes_on(question: str) -> bool:
    return not _PRONOUNS.isdisjoint(question.casefold().replace("?", " ").replace("'", " ").split())


async def _known(match: Match, sight: Sight | None, moment: Moment, ports: Ports) -> Known:
    region = sight.region(match.region) if sight and match.region else None
    if match.look is None:
        return Known(match.concept)
    reference = await ports.concepts.look(moment.memory, match.look)
    return Known(
        match.concept,
        reference.crop if reference else None,
        region.crop if region else None,
        match.region,
        likeness(match.similarity, ports.encoder.thresholds) if reference and region else None,
    )


def _trace(found: Retrieved, moment: Moment) -> Outcome:
    """What the turn keeps, before there is an answer."""
    subjects = tuple(match.concept.id for match in found.matches)
    return Outcome(Reply(""), subjects, seen_in(found), photo=found.photo if moment.photos else None)


def seen_in(found: Retrieved) -> tuple[Seen, ...]:
    """Every region that was matched or is a stranger, with the nearest concept and how near it was."""
    if found.sight is None:
        return ()
    matched = {m.region: m for m in found.matches if m.region}
    unknown = {region.box for region in found.sight.strangers}
    seen = []
    for region in found.sight.regions:
        match = matched.get(region.box)
        nearest = region.candidates[0] if region.candidates else None
        if match:
            seen.append(Seen(region.box, match.verdict, match.concept.id, match.similarity, match.look))
        elif region.box in unknown:
            similarity, look = (nearest.similarity, nearest.look) if nearest else (0.0, None)
            seen.append(Seen(region.box, Verdict.STRANGER, nearest.concept if nearest else None, similarity, look))
    return tuple(seen)


def _ask_back(doubtful: Match, trace: Outcome) -> Outcome:
    pending: Pending | None = IsThis(doubtful.concept.id, doubtful.region) if doubtful.region else None
    question = say("I'm not sure. Is this {name}?", name=doubtful.concept.name)
    reply = Reply(question, choices=yes_no_else())
    return replace(trace, reply=reply, pending=pending)


def _numbered(outcome: Outcome, further: Sequence[Sight]) -> Outcome:
    """What is said of the first photo, and then who is in each of the others."""
    if not further:
        return outcome
    said = [outcome.reply.text]
    if outcome.reply.final:
        said += [_who_is_in(sight) for sight in further]
    lines = [say("Photo {number}: {words}", number=number, words=words) for number, words in enumerate(said, start=1)]
    return replace(outcome, reply=replace(outcome.reply, text="\n".join(lines)))


def _who_is_in(sight: Sight) -> str:
    from_left = sorted(sight.matches, key=lambda match: match.region.left if match.region else 0)
    names = [
        m.concept.name if m.verdict is Verdict.SURE else say("maybe {name}", name=m.concept.name) for m in from_left
    ]
    return listed(names) or say("nobody I know")


def _doubting(outcome: Outcome, doubtful: Match | None) -> Outcome:
    """The answer, followed by the question about somebody it might have shown as well."""
    if doubtful is None or doubtful.region is None:
        return outcome
    reply = replace(
        outcome.reply,
        text=f"{outcome.reply.text}\n{say(IN_DOUBT, name=doubtful.concept.name)}",
        choices=yes_no_else(),
    )
    return replace(outcome, reply=reply, pending=IsThis(doubtful.concept.id, doubtful.region))

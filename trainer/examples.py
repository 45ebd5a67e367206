"""Situations and questions -> examples: what the model reads, by `core.prompt` alone, and what it is to answer.

Examples come in groups that share all but the words asked, so that a trainer can let the model read the rest once.
On disk an example is one line of jsonl in the `messages` + `images` form that other trainers read.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from core.photos import Photo
from core.prompt import DIFFERENT, SAME, Prompt, build_prompt, compare_prompt
from trainer.paper_prompt import Exchange, bracketed, paper_prompt
from trainer.phrasings import ask_topic
from trainer.questions import (
    OF_A_CROWD,
    OF_AGES,
    OF_SIGHT,
    WEIGHTS,
    Asked,
    Asker,
    known_fact,
    some_questions,
    who,
)
from trainer.scenes import Shard, Sighting
from trainer.situations import (
    Card,
    Situation,
    contender,
    doubted_situations,
    followed,
    photo_situation,
    some_reference,
    weeks_old,
    word_situation,
)
from trainer.world import fact

_WORDS_ONLY, _COMPARED, _DOUBTED, _LATER_TURN, _SUPERSEDED = 0.16, 0.12, 0.16, 0.18, 0.08  # shares of groups
_PAPERS = 0.07  # of the groups are spelt as the paper spells them
_PAPERS_MOST = 2  # cards; as many as its retriever finds
_AGES = 0.3  # of the groups without a photo are about ages
_CROWD = 0.3  # of the groups with one are about several, most of them known
_WEEKS_A_YEAR = 52.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures of a prompt, by their number in it from 0: a card's reference and the crop beside it."""

    reference: int
    crop: int
    same: bool


class OwnedFact(NamedTuple):
    """A fact on a card of a prompt: the card's name, the fact's words, and the part of them that can't be guessed."""

    name: str
    text: str
    thing: str


class Number(NamedTuple):
    """An age on a card of a prompt whose question is about ages.

    It counts as ten times the root of its years, from 1.4 for a week to 98 for 97 years: what parts 3 from 5 years
    weighs as much as what parts 40 from 46.

    It stands in `words`, which are on no other card, and is known at the end of `begin`, with which they begin.
    """

    name: str
    words: str
    begin: str
    value: float


@dataclass(frozen=True, slots=True)
class Example:
    """One answer to learn, and the truth about the pictures that helps to learn it."""

    kind: str
    cards: int
    prompt: Prompt
    answer: str
    names: tuple[str, ...] = ()  # on the cards, second names too
    copied: tuple[str, ...] = ()  # what an answer repeats word for word: names and facts
    pairs: tuple[Pair, ...] = ()
    actions: tuple[tuple[int, str], ...] = ()  # picture number, what the being on it does
    place: tuple[int, str] | None = None  # picture number, where it was taken
    told: tuple[OwnedFact, ...] = ()
    numbers: tuple[Number, ...] = ()  # that are to be compared
    phrase: str = ""  # of the question; ends with the thing of a fact

    def row(self, image: Callable[[Photo], str]) -> dict[str, Any]:
        """The jsonl form; `image` says under which path a picture is kept."""
        messages = self.prompt.messages(lambda photo: {"type": "image"})
        said = [{"role": "assistant", "content": [{"type": "text", "text": self.answer}]}]
        return {
            "messages": [*messages, *said],
            "images": [image(photo) for photo in self.prompt.pictures],
            "kind": self.kind,
            "cards": self.cards,
        }


Group = list[Example]


def groups(seed: int, shards: Sequence[Shard], questions: int, *, words_only: float = _WORDS_ONLY) -> Iterator[Group]:
    """Groups without end, the same for the same seed; `words_only` of them have no photo.

    Where two are compared or a card is doubted, each of a few questions has a picture of its own.
    """
    rng = Random(f"examples {seed}")
    while True:
        shard = rng.choice(shards)
        draw = rng.random()
        if draw < words_only * _AGES:
            group = _asked(rng, word_situation(rng, shard, (2, 2, 3, 4)), questions, OF_AGES)
        elif draw < words_only:
            group = _asked(rng, _with_past(rng, word_situation(rng, shard)), questions)
        elif draw < words_only + _COMPARED:
            group = comparisons(rng, shard, max(2, questions // 2))
        elif draw < words_only + _COMPARED + _DOUBTED:
            doubted = doubted_situations(rng, shard, max(2, questions // 2))
            group = [example_of(about, asked) for about in doubted for asked in some_questions(rng, about, 1, OF_SIGHT)]
        elif draw < words_only + _COMPARED + _DOUBTED + _PAPERS:
            group = _as_the_paper(rng, shard, questions, words_only)
        elif rng.random() < _CROWD:
            group = _asked(rng, photo_situation(rng, shard, rng.choice((2, 3, 4, 4))), questions, OF_A_CROWD)
        else:
            group = _asked(rng, _with_past(rng, photo_situation(rng, shard)), questions)
        if group:
            yield group


def example_of(about: Situation, asked: Asked) -> Example:
    """One question of a situation as the model reads it."""
    prompt = build_prompt(
        asked.question,
        [card.known for card in about.cards],
        photo=about.photo,
        strangers=[sighting.crop for sighting in about.strangers],
        earlier=about.earlier,
    )
    numbers = {id(picture): number for number, picture in enumerate(prompt.pictures)}
    beside = [card for card in about.cards if card.known.crop and card.known.reference]
    seen = [card.sighting for card in beside if card.sighting] + list(about.strangers)
    told = tuple(OwnedFact(card.name, one.text, one.thing) for card in about.cards for one in card.told)
    return Example(
        kind=asked.kind,
        cards=len(about.cards),
        prompt=prompt,
        answer=asked.answer,
        names=tuple(name for card in about.cards for name in card.names),
        copied=tuple(filter(None, (*(card.name for card in about.cards), *(one.text for one in told), asked.name))),
        pairs=tuple(_pair(card, numbers) for card in beside),
        actions=tuple((numbers[id(sighting.crop)], sighting.action) for sighting in seen),
        place=(numbers[id(about.scene.photo)], about.scene.place) if about.scene else None,
        told=told,
        numbers=_numbers(about, asked),
        phrase=asked.phrase,
    )


def papers_example(about: Situation, asked: Asked) -> Example:
    """The same question as the paper's prompt puts it: the photo first, no crops, and names in brackets.

    In the answer, too: `<Max` is other tokens than " Max", and a small model copies tokens.
    """
    names = [name for card in about.cards for name in card.names]
    prompt = paper_prompt(
        [replace(card.known, crop=None, region=None) for card in about.cards],
        about.photo,
        [Exchange(bracketed(turn.asked, names), bracketed(turn.answered, names)) for turn in about.earlier],
        bracketed(asked.question, names),
    )
    ours = example_of(about, asked)
    place = (0, about.scene.place) if about.scene else None
    return replace(
        ours,
        kind=f"paper's prompt, {asked.kind}",
        prompt=prompt,
        answer=bracketed(asked.answer, names),
        copied=tuple(_open(one) if one in names else one for one in ours.copied),
        pairs=(),
        actions=(),
        place=place,
        told=tuple(one._replace(name=_open(one.name)) for one in ours.told),
        numbers=tuple(one._replace(name=_open(one.name)) for one in ours.numbers),
    )


def _open(name: str) -> str:
    """A name as the paper's prompt begins it; what closes it runs into the mark behind it."""
    return f"<{name}"


def comparisons(rng: Random, shard: Shard, count: int) -> Group:
    """One reference beside `count` crops: the same one, a look-alike, or somebody else."""
    reference = some_reference(rng, shard)
    return [compared(reference, contender(rng, shard, reference)[1]) for _ in range(count)]


def compared(one: Sighting, other: Sighting) -> Example:
    """Two crops, and nothing else."""
    same = one.identity == other.identity
    kind = "compare: same" if same else "compare: different"
    prompt = compare_prompt(one.crop, other.crop)
    return Example(kind, 0, prompt, SAME if same else DIFFERENT, pairs=(Pair(0, 1, same),))


def save(examples: Iterator[Example], folder: Path) -> int:
    """Write `examples.jsonl` and the pictures it names; returns how many examples there are."""
    (folder / "images").mkdir(parents=True, exist_ok=True)

    def keep(photo: Photo) -> str:
        path = Path("images") / f"{photo.sha256[:24]}.jpg"
        (folder / path).write_bytes(photo.jpeg)
        return str(path)

    count = 0
    with (folder / "examples.jsonl").open("w") as out:
        for example in examples:
            out.write(json.dumps(example.row(keep), ensure_ascii=False) + "\n")
            count += 1
    return count


def _asked(rng: Random, about: Situation, questions: int, weights: Mapping[Asker, float] = WEIGHTS) -> Group:
    return [example_of(about, asked) for asked in some_questions(rng, about, questions, weights)]


def _as_the_paper(rng: Random, shard: Shard, questions: int, words_only: float) -> Group:
    about = word_situation(rng, shard) if rng.random() < words_only else photo_situation(rng, shard)
    if len(about.cards) > _PAPERS_MOST:
        return []
    about = _with_past(rng, about)
    return [papers_example(about, asked) for asked in some_questions(rng, about, questions)]


def _numbers(about: Situation, asked: Asked) -> tuple[Number, ...]:
    if asked.kind in ("older", "older than", "oldest"):
        told = [(card, age.text) for card in about.cards if (age := card.knows("age"))]
        return tuple(
            Number(card.name, age, age.removesuffix(" old"), 10.0 * sqrt(weeks_old(card) / _WEEKS_A_YEAR))
            for card, age in told
        )
    return ()


def _with_past(rng: Random, about: Situation) -> Situation:
    """Some situations have turns before them, and in some of those a fact was told that a newer one superseded."""
    draw = rng.random()
    told = [card for card in about.cards if card.told]
    if draw < _SUPERSEDED and told:
        return _superseded(rng, about, rng.choice(told))
    if draw < _SUPERSEDED + _LATER_TURN and about.cards:
        card = rng.choice(about.present or about.cards)
        single = about if about.scene and len(about.scene.seen) == 1 and card.same else None
        only = replace(about, cards=(card,))
        first = who(rng, single) if single else known_fact(rng, only)
        assert first is not None
        return followed(rng, about, first.question, first.answer, card)
    return about


def _superseded(rng: Random, about: Situation, card: Card) -> Situation:
    """An earlier answer told the old fact; the card has the new one, and the card is right."""
    told = next((one for one in card.told if one.topic), None)
    if told is None:
        return about
    old = fact(rng.randrange(10**9), about.split, told.topic).text
    asked = ask_topic(rng, told.topic, about.split, card.name)
    return followed(rng, about, asked, f"{card.name} {old}.", card)


def _pair(card: Card, numbers: dict[int, int]) -> Pair:
    return Pair(numbers[id(card.known.reference)], numbers[id(card.known.crop)], card.same)

"""Facts to tell about a being: predicates that read on after a name, each with its topic."""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from random import Random
from typing import Final, NamedTuple

from trainer.world.names import made_up_word, name
from trainer.world.pose import Split


class Fact(NamedTuple):
    """One thing to know. `text` reads on after a name; of a `single` topic only the newest fact is true."""

    topic: str
    text: str
    single: bool
    thing: str  # the part of the text that an answer must hold: "tennis balls", "3 May"


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split(","))


_LIKES: Final = _words(
    """tennis balls, cheese, long walks, swimming, peanut butter, warm blankets, jazz music, pumpkins, mud, belly rubs,
    the piano, jigsaw puzzles, blueberries, old films, car rides, the rain, soap bubbles, cardboard boxes, carrots,
    dancing, chess, football, rubber ducks, strawberry jam, bedtime stories, skateboards, paper planes, kites,
    snowballs, sunflowers, board games, roller coasters, camping, pancakes, origami, comic books, trampolines,
    yoghurt, fresh bread, mirrors, sandcastles, autumn leaves, waterfalls, lullabies, bicycles, popcorn, gardening,
    crosswords, hot chocolate, magic tricks, squeaky toys, feathers, ribbons, torches, drums, marbles, seashells,
    pine cones"""
)
_FEARS: Final = _words(
    """thunder, spiders, the vacuum cleaner, balloons, the dark, lifts, horses, fireworks, deep water, clowns,
    escalators, wasps, the dentist, umbrellas, motorbikes, heights, snakes, loud music, geese, trains, masks, mice,
    strangers, the doorbell, needles, ghosts, bridges, cows, the hair dryer, scarecrows, moths, tunnels, sirens,
    frogs, helicopters, plastic bags, statues, tall stairs, the bath, cucumbers"""
)
_FOODS: Final = _words(
    """salmon, rice, chicken, noodles, oats, apples, lentils, tuna, potatoes, bananas, tofu, beans, eggs, soup,
    spinach, melon, duck, pears, corn, beef, turkey, cherries, toast, cucumber salad, broccoli, pasta, plums,
    mackerel, sweet potatoes, dumplings, porridge, grapes"""
)
_HOMES: Final = _words(
    """Kyoto, Lisbon, Oslo, Nairobi, Lima, Prague, Quito, Hanoi, Dublin, Toronto, Cairo, Athens, Bergen, Porto, Krakow,
    Seville, Melbourne, Montreal, Accra, Tbilisi, Riga, Bogota, Seoul, Leipzig, Ghent, Zagreb, Cardiff, Naples,
    Helsinki, Jaipur, Salvador, Malmö, Turin, Dakar, Busan, Hobart, Aarhus, Valencia, Tartu, Cusco, Osaka, Nantes,
    Graz, Utrecht, Bremen, Galway, Sofia, Tunis, Manila, Boston"""
)
_HABITS: Final = _words(
    """sleeps in the bathtub, snores loudly, gets up at five, hides under the sofa, sings in the shower, collects
    stamps, steals socks, wakes everybody at night, waits at the window, talks to pigeons, chases shadows, naps
    after lunch, carries a stone around, walks backwards, opens doors, digs holes, drinks from the tap, counts the
    stairs, watches the washing machine, sits on the newspaper, greets the postman, paints on walls, falls asleep in
    the car, forgets keys everywhere, buries spoons, licks windows, barks at the moon, rides the bus, writes poems,
    climbs the curtains, sneezes in the sun, whistles at dawn, sleeps on the fridge, eats with closed eyes"""
)
_VERBS: Final = _words(  # habits that are made up to train on begin with them
    """admires, argues, bakes, bites, blinks, borrows, bounces, bows, brings, builds, calls, catches, checks, claps,
    cleans, climbs, cooks, coughs, cries, cuddles, dances, draws, drops, examines, feeds, fetches, fixes,
    folds, follows, giggles, grabs, growls, guards, hums, hunts, invites, jumps, keeps, kicks, kisses, knits, laughs,
    leaves, listens, looks, makes, meets, moves, nibbles, nods, offers, orders, pats, picks, plants, points, pulls,
    pushes, puts, reads, repairs, rolls, rubs, runs, scares, scratches, sends, shakes, shares, shouts, skips, smells,
    smiles, sniffs, speaks, spins, splashes, squeaks, stares, stays, stretches, studies, sweeps, swims, takes, taps,
    teaches, tears, throws, tickles, trades, travels, tries, turns, visits, walks, washes, wears, whispers, winks,
    works, wraps, yawns"""
)
_JOBS: Final = _words(
    """gardener, baker, pilot, nurse, tailor, singer, carpenter, teacher, lifeguard, postman, painter, clown,
    detective, night guard, beekeeper, cook, sailor, librarian, chess coach, mechanic, potter, vet, drummer, judge"""
)
_GIFTS: Final = _words(
    """Grandma, a neighbour, an old friend, the school, an aunt, a teacher, the boss, a sailor, the twins, a cousin,
    the choir, a stranger on a train, the football club, Grandpa, a pen pal, the landlord, a godmother, the band"""
)
_RELATIVES: Final = (
    "brother",
    "sister",
    "best friend",
    "cousin",
    "neighbour",
    "mother",
    "father",
    "uncle",
    "aunt",
    "twin",
)
_NICKNAMES: Final = _words(
    """the Boss, Sleepyhead, Captain Crumb, the Professor, Tiny, Thunder, Crumbs, the Duchess, Bumble, Whirlwind, the
    General, Snuggles, Trouble, Sir Naps, Pumpkin, the Poet, Wiggles, Mister Mischief, the Queen, Bubbles,
    Snowflake, Little Bean, the Inspector, Sparky"""
)
_BREEDS: Final = _words(
    """labrador, poodle, beagle, siamese, persian, husky, dachshund, corgi, terrier, bulldog, collie, ragdoll, sphynx,
    parakeet, cockatoo, canary, lop, angora, pug, boxer, whippet, spaniel, setter, maltese, greyhound, bengal, birman,
    chihuahua, mastiff, samoyed"""
)
_MONTHS: Final = _words(
    "January, February, March, April, May, June, July, August, September, October, November, December"
)
_LISTS: Final = (_LIKES, _FEARS, _FOODS, _HOMES, _HABITS, _JOBS, _GIFTS, _NICKNAMES, _BREEDS)
_EVERYTHING: Final = frozenset(thing for some in _LISTS for thing in some)
_MADE_UP = 0.5  # of the train split's facts can't be guessed, only read: or a model learns the lists by heart
_UNITS: Final = ("year", "month", "week")
_AGES: Final = tuple(f"{number} {unit}s" for number in range(2, 98) for unit in _UNITS)
_AGES_OF_ONE: Final = tuple(f"1 {unit}" for unit in _UNITS)  # to train on: no other age has these words
_YOUNG, _YOUNG_SHARE = 15, 0.5  # half of the ages are from 1 to 15, as those of pets and children are
_WEIGHTS: Final = tuple(f"{number} {unit}" for number in range(1, 130) for unit in ("kg", "pounds"))
_BIRTHDAYS: Final = tuple(f"{day} {month}" for month in _MONTHS for day in range(1, 29))


@lru_cache(maxsize=64)
def _of_split(options: tuple[str, ...], split: Split) -> tuple[str, ...]:
    """The options of the split: the sixth with the smallest hashes is kept for the test split."""
    by_hash = sorted(options, key=lambda option: hashlib.blake2b(option.encode(), digest_size=8).digest())
    kept_back = max(3, len(options) // 6)
    return tuple(by_hash[:kept_back] if split == "test" else by_hash[kept_back:])


def _one_of(topic: str, before: str, options: tuple[str, ...], *, single: bool = False, after: str = "") -> "_Maker":
    def make(rng: Random, split: Split) -> Fact:
        made_up = split == "train" and rng.random() < _MADE_UP
        thing = " ".join(rng.choice(_of_split(options, split)).split())
        if made_up:
            thing = _unguessed(rng, "" if before else _some_verb(rng, thing.split()[0]))
        return Fact(topic, f"{before}{thing}{after}", single, thing)

    return make


def _unguessed(rng: Random, begin: str) -> str:
    """One to four words that nobody would guess, after `begin`."""
    while True:
        words = [rng.choice(_words_to_train()) if rng.random() < 0.7 else made_up_word(rng) for _ in range(4)]
        thing = " ".join([begin, *words[: rng.randint(1, 4)]]).strip()
        if thing not in _EVERYTHING:
            return thing


def _some_verb(rng: Random, verb: str) -> str:
    """What a habit begins with: the verb, or often another one. A model shall know a habit by what it is not."""
    return rng.choice((verb, rng.choice(_VERBS), made_up_word(rng).lower() + "s"))


@cache
def _words_to_train() -> tuple[str, ...]:
    """Every word of the train split's options."""
    return tuple(sorted({word for some in _LISTS for thing in _of_split(some, "train") for word in thing.split()}))


def _age(rng: Random, split: Split) -> Fact:
    ages = _of_split(_AGES, split) + (_AGES_OF_ONE if split == "train" else ())
    thing = rng.choice(tuple(filter(_young, ages)) if rng.random() < _YOUNG_SHARE else ages)
    return Fact("age", f"is {thing} old", True, thing)


def _young(age: str) -> bool:
    return int(age.split()[0]) <= _YOUNG


def _birthday(rng: Random, split: Split) -> Fact:
    thing = rng.choice(_of_split(_BIRTHDAYS, split))
    return Fact("birthday", f"was born on {thing}", True, thing)


def _weight(rng: Random, split: Split) -> Fact:
    thing = rng.choice(_of_split(_WEIGHTS, split))
    return Fact("weight", f"weighs {thing}", True, thing)


def _relation(rng: Random, split: Split) -> Fact:
    other = name(rng.randrange(10**9), split)
    return Fact("relation", f"is {other}'s {rng.choice(_RELATIVES)}", False, other)


_Maker = Callable[[Random, Split], Fact]
_MAKERS: Final[tuple[_Maker, ...]] = (
    _age,
    _one_of("likes", "loves ", _LIKES),
    _one_of("fears", "is afraid of ", _FEARS),
    _birthday,
    _relation,
    _one_of("food", "eats only ", _FOODS, single=True),
    _one_of("home", "lives in ", _HOMES, single=True),
    _one_of("habit", "", _HABITS),
    _one_of("nickname", "is called '", _NICKNAMES, after="' by Grandma"),
    _one_of("job", "dreams of being a ", _JOBS, single=True),
    _one_of("origin", "was a present from ", _GIFTS, single=True),
    _one_of("birthplace", "was born in ", _HOMES, single=True),
    _one_of("dislikes", "hates ", _FEARS),
    _one_of("allergy", "is allergic to ", _FOODS),
    _one_of("toy", "has a favourite toy: ", _LIKES, single=True),
    _one_of("breed", "is a ", _BREEDS, single=True),
    _weight,
)
TOPICS: Final = (
    *("age", "likes", "fears", "birthday", "relation", "food", "home", "habit", "nickname", "job", "origin"),
    *("birthplace", "dislikes", "allergy", "toy", "breed", "weight"),
)


def fact(seed: int, split: Split = "train", topic: str | None = None) -> Fact:
    """A fact of the split, of the given topic or of any; the same one for the same seed."""
    rng = Random(f"fact {seed} {split}")
    maker = _MAKERS[TOPICS.index(topic)] if topic else rng.choice(_MAKERS)
    return maker(rng, split)


def facts(seed: int, count: int, split: Split = "train") -> tuple[Fact, ...]:
    """`count` facts of different topics, at most one per topic; `count` up to the number of topics."""
    rng = Random(f"facts {seed} {split}")
    return tuple(maker(rng, split) for maker in rng.sample(_MAKERS, count))

"""Names from many languages, of one to four tokens; some are common words. The split of a name is a hash of it."""

import hashlib
from functools import lru_cache
from random import Random
from typing import Final

from trainer.world.pose import Split


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_KNOWN: Final = _listed(
    """Max Bella Luna Charlie Lucy Cooper Bailey Daisy Sadie Molly Buddy Lola Stella Tucker Bear Zoey Duke Harley
    Maggie Jax Bentley Milo Oliver Leo Lily Rocky Toby Ruby Zeus Rosie Teddy Nala Finn Chloe Loki Ellie Gus Sam
    Penny Simba Mia Mo Jo Al Bo Ed Ty Kai Ann Ben Eve Tom Zoe Anna Hans Greta Jürgen Björn Søren Åsa Łukasz Zofia
    Wojtek Agnieszka José María Íñigo Begoña João Conceição François Chloé Zoë Renée Giulia Lorenzo Niccolò Dmitri
    Anastasia Svetlana Алёна Иван Ольга Мурка Барсик Γιώργος Ελένη Ayşe Mehmet Çağla Şirin أحمد ليلى יעל דוד नेहा
    अर्जुन 李雷 王芳 小白 豆豆 阿福 さくら ハチ 太郎 민준 지우 뽀삐 Nguyễn
    Linh Thảo Somchai Nok Ikaika Leilani Kwame Ama
    Chidi Ngozi Thabo
    Zanele Siobhán Aoife Niamh Rhys Eilidh Maja Vít Žofie Dvořák Eszter Gábor Ilse Noor Joost Famke Aino Väinö Kadri
    Jānis Rūta Besnik Drita Vuk Milica Aroha Tane Sakura Kenji Haruka Minh Priya Rohan Fatima Omar Yusuf Amina Isla
    Hugo Emil Ida Nils Selma Otto Frida"""
)
_WORDS: Final = _listed(
    """Star Biscuit Shadow Ginger Pepper Cookie Honey Lucky Sunny Ghost Smoky Tiger Snow Rain Cloud River Storm Sky
    Moon Maple Willow Hazel Olive Basil Clover Poppy Peach Mango Kiwi Waffle Pickle Noodle Muffin Pudding Peanut
    Sugar Coffee Mocha Button Pebble Rusty Misty Dusty Socks Boots Patch Spot Fluffy Scruffy Blue Red Rose Joy Hope
    Faith May June April August Happy Angel Prince Duchess Captain Pirate Rocket Comet Turbo Pixel Gizmo Echo Blaze
    Flash Bandit Chief Sweet Pea Bean Dot Penny Marble Domino Chess Jazz Blues Banjo Piano Melody Wolf Fox Robin Jay
    Wren Hawk Bunny"""
)
_TITLES: Final = (
    "Mr",
    "Mrs",
    "Miss",
    "Aunt",
    "Uncle",
    "Captain",
    "Sir",
    "Lady",
    "Old",
    "Little",
    "Big",
    "Dr",
    "Grandpa",
    "Oma",
)
_STARTS: Final = (
    _listed("b br c ch d dr f fl g gr h j k kl l m n p pr r s sh sk st t tr v w y z th ph qu kh ng sz cz ll ñ")
    + ("",) * 4
)
_MIDDLES: Final = _listed("a e i o u ai ei ou ie ia ua ö ä å é í ó á û")
_ENDS: Final = (
    "",
    "",
    "",
    "",
    "n",
    "r",
    "l",
    "s",
    "t",
    "m",
    "k",
    "x",
    "nd",
    "ck",
    "th",
    "sh",
    "ng",
    "lla",
    "tte",
    "vo",
)


def name_split(name: str) -> Split:
    """The split that a name belongs to; one in eight is a test name."""
    digest = hashlib.blake2b(name.casefold().encode(), digest_size=4).digest()
    return "test" if int.from_bytes(digest, "big") % 8 == 0 else "train"


def name(seed: int, split: Split = "train") -> str:
    """A name of the split: from a list, a common word, made of syllables, or of several parts."""
    return _name(seed, split)


@lru_cache(maxsize=4096)
def _name(seed: int, split: Split) -> str:
    rng = Random(f"name {seed} {split}")
    while True:
        drawn = _some_name(rng)
        if name_split(drawn) == split:
            return drawn


def _some_name(rng: Random) -> str:
    way = rng.random()
    if way < 0.2:
        return rng.choice(_KNOWN)
    if way < 0.32:
        return rng.choice(_WORDS)
    if way < 0.76:
        return made_up_word(rng)
    if way < 0.82:
        return f"{_first(rng)}-{_first(rng)}"
    if way < 0.9:
        return f"{rng.choice(_TITLES)} {_first(rng)}"
    if way < 0.97:
        return f"{_first(rng)} {made_up_word(rng)}"
    if way < 0.985:
        return f"{rng.choice(_TITLES)} {_first(rng)} {made_up_word(rng)}"
    return f"{rng.choice(_TITLES)} {_first(rng)} {rng.choice(('of', 'von', 'de', 'the'))} {rng.choice(_WORDS)}"


def _first(rng: Random) -> str:
    return rng.choice(_KNOWN) if rng.random() < 0.5 else made_up_word(rng)


def made_up_word(rng: Random) -> str:
    """One to three syllables, with a capital."""
    syllables = (
        rng.choice(_STARTS) + rng.choice(_MIDDLES) + rng.choice(_ENDS) for _ in range(rng.choice((1, 2, 2, 2, 3)))
    )
    made = "".join(syllables)
    return made.capitalize() if len(made) > 1 else made_up_word(rng)

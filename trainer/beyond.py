"""Questions that nothing on a card and nothing in a photo answers, about somebody or about the world at large.

Whoever shows Familiar a dog goes on to ask whether he can swim, and what the weather will be. A way of asking with what
it asks for belongs to one split: "Can {name} swim?" may be asked in training, "Can {name} drive a car?" then only in
the test. None of them asks for a topic of `trainer.phrasings`.
"""

import re
from functools import cache
from random import Random
from typing import Final

from trainer.phrasings import named, split_of_wording, worded
from trainer.world import Split

_BEGINNING = 4  # letters
_OF_SOMEBODY: Final = {
    "Can {name} {}?": """swim|climb trees|ride a bike|count to ten|walk on a lead|speak French|travel by plane|stay
        alone|do tricks|play chess|cook|whistle|drive a car""",
    "Does {name} {}?": """snore|get along with children|need a haircut|bite|shed hair|have a passport|talk a lot|pull on
        the lead|smell bad|have a phone|go to school|pay rent|speak Spanish""",
    "Is {name} {}?": """happy|hungry|tired|house-trained|vaccinated|clever|friendly|ill|shy|married|in love|a good
        swimmer|pregnant|expensive|famous|insured|in a bad mood""",
    "Was {name} {} last week?": "happy|ill|naughty|lonely|busy|good",
    "Did {name} {} today?": "eat enough|behave|run away|see the doctor|break anything|get a bath|sneeze",
    "When did {name} {}?": "last eat|last see the vet|get here|go to bed|have a bath|leave|learn to sit|run away",
    "When will {name} {}?": "be back|wake up|be fed|see the vet|grow up|arrive",
    "Who is {name}'s {}?": "vet|trainer|teacher|doctor|boss|landlord|favourite singer",
    "What is {name}'s {}?": """favourite colour|favourite film|favourite song|surname|phone number|password|shoe
        size|biggest secret|email|chip number|blood type|middle name""",
    "Why is {name} {}?": "sad|so loud|wet|angry|called that|late|always hungry|so lazy|in trouble",
    "Why does {name} {}?": "run away|look at me|do that|scratch the door|hide|shake",
    "How {} is {name}?": "tall|fast|clever|long|expensive|loud|strong|dangerous|rich",
    "How many {} does {name} have?": "friends|teeth|puppies|toys|bones|fans|rooms",
    "How often does {name} {}?": "eat|go out|see the vet|get a bath|sneeze|call",
    "Should I {} {him}?": "wash|brush|wake|punish|call|walk|weigh|train|marry",
    "How do I {} {him}?": "train|wash|calm|cheer up|call|dry|teach",
    "What did {name} {}?": "break|say|buy|win|learn at school|steal",
    "Would {name} {}?": "bite me|make a good friend|win a race|fit into my bag",
}
_OF_THE_WORLD: Final = {
    "Tell me {}.": """a joke|a story|a poem|a riddle|a secret|a fairy tale|something funny|the news|the time|a lie|
        something about space""",
    "What is {}?": """the time|the weather like|the capital of France|the meaning of life|two plus two|my password|a
        black hole|love|the tallest mountain|seven times eight|on TV tonight|for dinner|the date today|in
        the news|your favourite film""",
    "Who {}?": """won the match|is the president|wrote Hamlet|invented the telephone|painted the Mona Lisa|is the
        richest man|discovered America|will win the election|am I married to|called me""",
    "How {}?": """do I bake bread|do I get to the station|far is the moon|do I fix my bike|much is a ticket to Rome|
        do planes fly|many people live in Spain|do I learn English|long does it take to boil an egg|do I
        make money""",
    "Can you {}?": """cook|dance|book a table|call my mother|help me with my homework|drive a car|play music|order a
        pizza|set an alarm|write an email|tell a joke|translate this""",
    "Why {}?": "is the sky blue|do cats purr|do we sleep|is it so cold|are bananas yellow|do people lie",
    "When {}?": "is Christmas|does the train leave|did the war end|is the next full moon|does the shop open",
    "Will it {}?": "rain tomorrow|be warm today|snow|be sunny at the weekend|storm tonight",
    "What should I {}?": """wear today|cook tonight|read next|watch|do at the weekend|give my sister|say to my boss|buy
        for dinner""",
    "Do you {}?": "like music|believe in ghosts|know any jokes|speak Spanish|play football|have feelings|dream",
    "Write {}.": "a poem|an email to my boss|a song|a program that sorts numbers|an essay about bees|a letter",
    "Translate {} into German.": "hello|good night|cheese|I love you|this|thank you",
}
OF_SOMEBODY_UNKNOWN: Final = "I don't know that about {name} yet."
OF_THE_WORLD_UNKNOWN: Final = "I don't know about that, only about your friends and pets."


def ask_of_somebody(rng: Random, split: Split, name: str | None, *, beside_photo: bool = False) -> str:
    """What no card tells: "Can Max swim?"; of "he", "she", "it" where there is no name.

    Beside a photo not "Is Max happy?", which is too much like "Is Max here?".
    """
    ways = ways_beyond(of_somebody=True, split=split)
    asked = [way for way in ways if not way.startswith("Is ")] if beside_photo else ways
    return named(rng, worded(rng, asked, split), name)


def may_tell(fact: str, question: str) -> bool:
    """Whether a fact may answer a question after all, since two of their words begin alike: snore and snores."""
    return not _beginnings(fact).isdisjoint(_beginnings(question))


def ask_of_the_world(rng: Random, split: Split) -> str:
    """What is about nobody one knows: "Tell me a joke."."""
    return worded(rng, ways_beyond(of_somebody=False, split=split), split)


@cache
def ways_beyond(*, of_somebody: bool, split: Split) -> tuple[str, ...]:
    """All that may be asked in a split, with {name} left open."""
    bank = _OF_SOMEBODY if of_somebody else _OF_THE_WORLD
    ways = (way.replace("{}", " ".join(end.split())) for way, ends in bank.items() for end in ends.split("|"))
    return tuple(way for way in ways if split_of_wording(way) == split)


def _beginnings(text: str) -> set[str]:
    return {word[:_BEGINNING] for word in re.findall(r"\w+", text.casefold()) if len(word) >= _BEGINNING}

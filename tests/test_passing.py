"""What is said of somebody in passing."""

import pytest

from core.intents import Heard, said_in_passing
from tests.fakes.chat import MAX, Chat


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Max is sick", "Max is sick"),
        ("Max is sleeping!", "Max is sleeping"),
        ("max ate my shoes.", "Max ate my shoes"),
        ("he barked at the postman 😂", "Max barked at the postman"),
        ("Max isn't a dog", "Max is not a dog"),
        ("Mr. Whiskers wants a treat", "Mr. Whiskers wants a treat"),
    ],
)
def test_what_is_said_of_somebody_known_is_read_by_name(text: str, words: str) -> None:
    assert said_in_passing(Heard(text, names=("Max", "Mr. Whiskers"), last_subjects=("Max",))) == words


@pytest.mark.parametrize(
    "text",
    [
        "is Max sick?",
        "Max is sick?",
        "Max is sick, right?",
        "Max is how old",
        "Max, sit",
        "Max and I",
        "Max photos",
        "Max is sick. What should I do?",
        "Rex is sick",
        "it is raining in Rome and Max",
        "I walked Max",
        "the weather is nice",
        "Max is sick " + "and sick " * 20,
    ],
)
def test_a_question_a_call_and_a_story_are_not_said_in_passing(text: str) -> None:
    assert said_in_passing(Heard(text, names=("Max", "Bella"))) is None


async def test_who_says_what_is_not_kept_is_told_how_to_have_it_kept() -> None:
    chat = Chat()
    await chat.say("this is my dog Max", MAX)
    assert (await chat.say("he ate my shoes")).text == (
        "I haven't noted that. Say “remember that Max ate my shoes” if I should."
    )
    assert chat.generator.prompts == []
    assert (await chat.say("remember that Max ate my shoes")).text == "Noted: Max ate your shoes."


async def test_what_is_said_beside_a_photo_is_left_to_the_model() -> None:
    chat = Chat()
    await chat.say("this is my dog Max", MAX)
    await chat.say("Max is sleeping", MAX)
    assert len(chat.generator.prompts) == 1
